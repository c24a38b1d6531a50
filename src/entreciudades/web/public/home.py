"""The first page."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from entreciudades.actors.models import Organisation
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.web.access import public
from entreciudades.web.public.arcs import public_arcs
from entreciudades.web.public.programmes import as_cards, with_cards

CARDS: Final = 3


@public
def home(request: HttpRequest) -> HttpResponse:
    """What everybody may read, whoever looks: the map, four figures from the data, programmes under way."""
    arcs = public_arcs()
    organisations = Organisation.objects.visible_to(AnonymousUser())
    programmes = Programme.objects.public()
    cities, practices = organisations.cities().count(), Practice.objects.public().count()
    ties, under_way = len(arcs.ties), programmes.count()
    figures = [
        (cities, ngettext("city", "cities", cities), reverse("public:cities")),
        (ties, ngettext("tie between cities", "ties between cities", ties), "#ties"),
        (under_way, ngettext("programme", "programmes", under_way), reverse("public:programmes")),
        (practices, ngettext("good practice", "good practices", practices), reverse("public:practices")),
    ]
    context = {
        "arcs": arcs,
        "figures": [{"value": value, "text": text, "address": address} for value, text, address in figures],
        "programmes": as_cards(with_cards(programmes)[:CARDS]),
    }
    return render(request, "public/home.html", context)
