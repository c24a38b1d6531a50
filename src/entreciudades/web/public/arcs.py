"""The map of arcs: who cooperates with whom, in the programmes that everybody may read and in collaborations."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.querysets import AllianceQuerySet
from entreciudades.alliances.states import SeatState
from entreciudades.documents import worldmap
from entreciudades.programmes.models import Partner, Programme

SIZE: Final = (worldmap.WIDTH, worldmap.HEIGHT)
MOST: Final = 600
"""Collaborations that one map draws: more are no picture any more, and no light page."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A programme between its holder and a partner city; without a curve where either has no place on the map."""

    programme: Programme
    holder: Organisation
    partner: Organisation
    curve: str


@dataclass(frozen=True, slots=True)
class Line:
    """A curve between two cities that go together, however often they do."""

    curve: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A city on the map, by its names."""

    names: Mapping[str, str]
    at: worldmap.Point


@dataclass(frozen=True, slots=True)
class Arcs:
    """What the map draws, and the same as rows."""

    ties: tuple[Tie | Line, ...]
    dots: tuple[Dot, ...]
    size: tuple[int, int] = SIZE


def public_arcs() -> Arcs:
    """Ties of published programmes. One query."""
    partners = (
        Partner.objects.filter(programme__in=Programme.objects.public(), partner_as=Partner.As.CITY)
        .filter(organisation__published=True, programme__holder__published=True)
        .select_related("programme__holder__place", "organisation__place")
        .order_by("programme__slug", "position", "id")
    )
    ties: list[Tie] = []
    dots: dict[int, Dot] = {}
    for partner in partners:
        holder, other = partner.programme.holder, partner.organisation
        found = {city.pk: Dot(city.names, point) for city in (holder, other) if (point := _on_map(city))}
        dots |= found
        curve = worldmap.arc(*(dot.at for dot in found.values())) if len(found) > 1 else ""
        ties.append(Tie(partner.programme, holder, other, curve))
    return Arcs(tuple(ties), tuple(dots.values()))


def alliance_arcs(alliances: AllianceQuerySet) -> Arcs:
    """Lines from the first party of each alliance to its others, each once; parties without a place are left out.

    One query; of more alliances than `MOST` the first ones are drawn.
    """
    drawn = Alliance.objects.filter(pk__in=alliances.values("pk")[:MOST])
    seats = Seat.objects.filter(
        alliance__in=drawn.values("pk"),
        organisation__place__isnull=False,
        state__in=(SeatState.PRESENT, SeatState.LEFT),
    )
    place = "organisation__place__"
    dots: dict[int, Dot] = {}
    parties: dict[int, list[int]] = defaultdict(list)
    for pk, city, names, latitude, longitude in seats.order_by("alliance", "position", "id").values_list(
        "alliance", "organisation", "organisation__names", f"{place}latitude", f"{place}longitude"
    ):
        parties[pk].append(city)
        if city not in dots:
            dots[city] = Dot(names, worldmap.project(float(latitude), float(longitude)))
    ends = {tuple(sorted((first, other))): None for first, *others in parties.values() for other in others}
    curves = dict.fromkeys(worldmap.arc(dots[one].at, dots[other].at) for one, other in ends)
    return Arcs(tuple(map(Line, curves)), tuple(dots.values()))


def _on_map(city: Organisation) -> worldmap.Point | None:
    return worldmap.project(float(city.place.latitude), float(city.place.longitude)) if city.place else None
