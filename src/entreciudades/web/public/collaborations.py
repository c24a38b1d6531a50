"""Collaborations: who goes or went together, on a map and as a list with its filters, and the page of each."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from entreciudades.actors.countries import country_key
from entreciudades.actors.models import Organisation, OrganisationFigure
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.naming import title_of
from entreciudades.alliances.querysets import AllianceQuerySet
from entreciudades.alliances.states import AllianceState
from entreciudades.calls.reasons import reasons_in_words
from entreciudades.core.labels import label
from entreciudades.core.refs import kind_of
from entreciudades.core.slugs import find
from entreciudades.processes.search import search
from entreciudades.search.analysis import fold
from entreciudades.taxonomy import codelists
from entreciudades.web.access import public
from entreciudades.web.public.alliance_life import life_of
from entreciudades.web.public.arcs import alliance_arcs
from entreciudades.web.public.lists import page_of
from entreciudades.web.templatetags.words import country

FILTERS: Final = ("q", "country", "theme", "programme", "basis", "state", "year", "city")
PUBLIC_STATES: Final = ("constituted", "running", "suspended", "closed")
"""States that a filter offers: those of alliances that live here."""
FOUND: Final = 1000
"""Collaborations that words find at most."""
_YEAR: Final = 4
_NETWORK: Final = "red:"
"""Before the slug of a network, where a programme is asked for."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the lists of the filters offer: what some collaboration has."""

    countries: list[tuple[str, str]]
    fictional: dict[str, dict[str, str]]
    themes: list[tuple[str, str]]
    programmes: list[tuple[str, str]]


@public
def collaborations(request: HttpRequest) -> HttpResponse:
    """All that the reader may know of, by country, theme, programme, basis, year, city and words."""
    known = Alliance.objects.visible_to(request.user)
    asked = {name: request.GET.get(name, "").strip()[:200] for name in FILTERS}
    undated = bool(request.GET.get("undated"))
    options = _options(known)
    rows = _filtered(known, asked, options, request, undated=undated)
    context = {
        "page": page_of(request, rows.with_public_parties().select_related("network").order_by("slug")),
        "arcs": alliance_arcs(rows),
        "asked": asked,
        "undated": undated,
        "options": options,
        "bases": Alliance.Basis.choices,
        "states": [one for one in AllianceState.choices if one[0] in PUBLIC_STATES],
        "city": Organisation.objects.visible_to(request.user).filter(slug=asked["city"]).first()
        if asked["city"]
        else None,
    }
    return render(request, "public/collaborations.html", context)


@public
def collaboration(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: who, about what, since when, and who says so."""
    rows = Alliance.objects.visible_to(request.user).select_related(
        "network", "methodology", "pair__a__applicant", "pair__b__applicant"
    )
    found = find(rows.with_public_parties(), slug)
    if found.slug != slug:
        return redirect("public:collaboration", found.slug, permanent=True)
    seats = list(found.seats.all())
    told = OrganisationFigure.objects.filter(organisation__seats__in=seats, measure="population")
    figures = {
        one.organisation_id: one for one in sorted(told, key=lambda one: one.as_of.sort_key if one.as_of else ())
    }
    context = {
        "alliance": found,
        "title": title_of(found),
        "parties": [(seat, figures.get(seat.organisation_id)) for seat in seats],
        "reasons": reasons_in_words(found.pair) if found.pair else None,
        "arcs": alliance_arcs(Alliance.objects.filter(pk=found.pk)),
        "life": life_of(found),
    }
    return render(request, "public/collaboration.html", context)


def _options(known: AllianceQuerySet) -> Options:
    """Countries, themes, programmes and networks of what is known; three queries."""
    language = get_language() or "es"
    seats = Seat.objects.filter(alliance__in=known.values("pk"))
    places = seats.order_by().values_list("organisation__country", "organisation__fictional_country").distinct()
    fictional: dict[str, dict[str, str]] = {}
    countries: dict[str, str] = {}
    for code, names in places:
        where = Organisation(country=code, fictional_country=names)
        if key := country_key(where):
            countries[key] = str(country(where)) if code else label(names).text
            fictional |= {} if code else {key: names}
    themes = set(known.order_by().exclude(themes=None).values_list("themes", flat=True).distinct())
    programmes: dict[str, str] = {}
    for name, network, names in (
        known.order_by().values_list("programme_name", "network__slug", "network__names").distinct()
    ):
        programmes |= {name: name} if name else {}
        programmes |= {f"{_NETWORK}{network}": label(names).text} if network else {}
    return Options(
        countries=sorted(countries.items(), key=_by_name),
        fictional=fictional,
        themes=[(term.id, term.label(language)) for term in codelists.load() if term.id in themes],
        programmes=sorted(programmes.items(), key=_by_name),
    )


def _filtered(
    known: AllianceQuerySet, asked: dict[str, str], options: Options, request: HttpRequest, *, undated: bool
) -> AllianceQuerySet:
    """What fits all that is asked."""
    rows = known
    if asked["country"] in options.fictional:
        seats = Seat.objects.filter(organisation__fictional_country=options.fictional[asked["country"]])
        rows = rows.filter(pk__in=seats.values("alliance"))
    elif asked["country"]:
        rows = rows.filter(pk__in=Seat.objects.filter(organisation__country=asked["country"]).values("alliance"))
    if asked["theme"]:
        rows = rows.filter(themes=asked["theme"])
    if asked["programme"].startswith(_NETWORK):
        rows = rows.filter(network__slug=asked["programme"].removeprefix(_NETWORK))
    elif asked["programme"]:
        rows = rows.filter(programme_name=asked["programme"])
    rows = rows.filter(**{name: asked[name] for name in ("basis", "state") if asked[name]})
    if asked["city"]:
        rows = rows.filter(pk__in=Seat.objects.filter(organisation__slug=asked["city"]).values("alliance"))
    if asked["year"].isdecimal() and len(asked["year"]) == _YEAR:
        dated = rows.under_way_in(int(asked["year"]))
        rows = rows.filter(pk__in=dated.values("pk")) | rows.undated() if undated else dated
    if asked["q"]:
        hits = search(
            asked["q"],
            language=get_language() or "es",
            user=request.user,
            kinds=[kind_of(Alliance)],
            limit=FOUND,
        )
        rows = rows.filter(pk__in=[hit.object_id for hit in hits])
    return rows


def _by_name(entry: tuple[str, str]) -> str:
    return fold(entry[1])
