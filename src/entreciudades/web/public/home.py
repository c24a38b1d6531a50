"""The first page."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

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
    figures = [
        (organisations.cities().count(), _("cities"), reverse("public:cities")),
        (len(arcs.ties), _("ties between cities"), "#ties"),
        (programmes.count(), _("programmes"), reverse("public:programmes")),
        (Practice.objects.public().count(), _("good practices"), reverse("public:practices")),
    ]
    context = {
        "arcs": arcs,
        "figures": [{"value": value, "text": text, "address": address} for value, text, address in figures],
        "programmes": as_cards(with_cards(programmes)[:CARDS]),
    }
    return render(request, "public/home.html", context)
