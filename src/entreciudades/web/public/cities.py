"""Cities: the list with its filters, and each city's page."""

from typing import Final

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from entreciudades.actors.models import NetworkMember, Organisation
from entreciudades.actors.querysets import OrganisationQuerySet
from entreciudades.actors.rules import EDIT
from entreciudades.actors.services import PRESENTATION
from entreciudades.alliances.models import Alliance
from entreciudades.core.labels import label
from entreciudades.core.slugs import find
from entreciudades.documents import worldmap
from entreciudades.exports.sheets import city_facts
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.search.analysis import fold
from entreciudades.web.access import public
from entreciudades.web.public.lists import page_of
from entreciudades.web.public.programmes import as_cards, with_cards
from entreciudades.web.public.texts import prose_of, texts_of
from entreciudades.web.templatetags.words import country

SHOWN: Final = 8
"""Collaborations that a city's page shows; all of them stand in their own list."""


@public
def cities(request: HttpRequest) -> HttpResponse:
    """Cities by name, country and network."""
    known = Organisation.objects.visible_to(request.user)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "country", "network")}
    rows = known.cities()
    present = NetworkMember.objects.present()
    if asked["q"]:
        rows = rows.filter(sort_name__contains=fold(asked["q"]))
    if asked["country"]:
        rows = rows.filter(country=asked["country"])
    if asked["network"]:
        rows = rows.filter(networks__in=present.filter(network__slug=asked["network"]))
    codes = known.cities().exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    context = {
        "page": page_of(request, rows.prefetch_related(Prefetch("networks", present.select_related("network")))),
        "asked": asked,
        "countries": sorted(((code, str(country(code))) for code in codes), key=lambda row: row[1]),
        "networks": known.networks(),
    }
    return render(request, "public/cities.html", context)


@public
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of a city, each fact with its source, and what it does with others."""
    found = find(_known(request).cities(), slug)
    if found.slug != slug:
        return redirect("public:city", found.slug, permanent=True)
    return _page(request, found)


@public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """A ministry, an agency, a university: the same page with less in it. Cities and networks have their own."""
    found = find(_known(request).filter(form=Organisation.Form.OTHER), slug)
    if found.slug != slug:
        return redirect("public:organisation", found.slug, permanent=True)
    return _page(request, found)


def _known(request: HttpRequest) -> "OrganisationQuerySet":
    return Organisation.objects.visible_to(request.user).select_related("place", "profile")


def _page(request: HttpRequest, found: Organisation) -> HttpResponse:
    carried = Q(pk__in=Programme.objects.held_by(found).values("pk"))
    programmes = Programme.objects.visible_to(request.user).filter(carried | Q(partners__organisation=found))
    alliances = Alliance.objects.visible_to(request.user).of(found).with_public_parties()
    together = list(alliances.select_related("network").order_by("slug")[: SHOWN + 1])
    context = {
        "city": found,
        "may_edit": EDIT.predicate(request.user, found),
        "presentation": prose_of(texts_of(found, published=True), PRESENTATION),
        "facts": city_facts(found.figures.all(), found.languages.all(), get_language() or "es"),
        "profile": getattr(found, "profile", None),
        "modalities": found.profile.modalities.all() if hasattr(found, "profile") else (),
        "memberships": found.networks.select_related("network").prefetch_related("posts"),
        "needs": found.needs.select_related("term"),
        "offers": found.offers.select_related("term"),
        "priorities": found.priorities.select_related("term"),
        "actors": found.mapped_actors.select_related("kind", "actor"),
        "programmes": as_cards(with_cards(programmes.distinct())),
        "collaborations": together[:SHOWN],
        "more_collaborations": len(together) > SHOWN,
        "practices": Practice.objects.visible_to(request.user).filter(organisation=found),
        "map": _map_of(found),
    }
    return render(request, "public/city.html", context)


def _map_of(city: Organisation) -> SafeString | None:
    if city.place is None:
        return None
    name = label(city.names).text
    where = f"{name}, {country(city)}"
    drawn = worldmap.city_svg(
        name, float(city.place.latitude), float(city.place.longitude), country=city.country, title=where
    )
    return mark_safe(drawn.decode())  # noqa: S308 - drawn here, its words escaped
