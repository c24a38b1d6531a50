"""The first page."""

from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.web.access import public
from entreciudades.web.public.arcs import public_arcs
from entreciudades.web.public.calls import closing_soon
from entreciudades.web.public.networks import with_present_members
from entreciudades.web.public.programmes import as_cards, with_cards

CARDS: Final = 3
NETWORKS: Final = 6


@public
def home(request: HttpRequest) -> HttpResponse:
    """What everybody may read, whoever looks: the map, five figures from the data, and some of what they count."""
    arcs = public_arcs()
    organisations = Organisation.objects.visible_to(AnonymousUser())
    programmes = Programme.objects.public()
    published = Practice.objects.public()
    cities, practices = organisations.cities().count(), published.count()
    ties, under_way = len(arcs.ties), programmes.count()
    together = Alliance.objects.visible_to(AnonymousUser()).count()
    figures = [
        (cities, ngettext("city", "cities", cities), reverse("public:cities")),
        (ties, ngettext("tie between cities", "ties between cities", ties), "#ties"),
        (together, ngettext("collaboration", "collaborations", together), reverse("public:collaborations")),
        (under_way, ngettext("programme", "programmes", under_way), reverse("public:programmes")),
        (practices, ngettext("good practice", "good practices", practices), reverse("public:practices")),
    ]
    context = {
        "arcs": arcs,
        "figures": [{"value": value, "text": text, "address": address} for value, text, address in figures],
        "programmes": as_cards(with_cards(programmes)[:CARDS]),
        "practices": published.select_related("organisation").prefetch_related("themes")[:CARDS],
        "calls": closing_soon(CARDS),
        "now": timezone.now(),
        "networks": _networks(organisations.networks()),
    }
    return render(request, "public/home.html", context)


def _networks(networks: "QuerySet[Organisation]") -> "QuerySet[Any]":
    """Some of them: those under which a published programme runs first, then those with most members here."""
    runs = Exists(Programme.objects.public().filter(network=OuterRef("pk")))
    ordered: QuerySet[Any] = (
        with_present_members(networks).annotate(runs=runs).order_by("-runs", "-present", "sort_name", "id")
    )
    return ordered[:NETWORKS]
