"""The map of arcs: who cooperates with whom in the programmes that everybody may read."""

from dataclasses import dataclass
from typing import Final

from entreciudades.actors.models import Organisation
from entreciudades.documents import worldmap
from entreciudades.programmes.models import Partner, Programme

SIZE: Final = (worldmap.WIDTH, worldmap.HEIGHT)


@dataclass(frozen=True, slots=True)
class Tie:
    """A programme between its holder and a partner city; without a curve where either has no place on the map."""

    programme: Programme
    holder: Organisation
    partner: Organisation
    curve: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A city on the map."""

    city: Organisation
    at: worldmap.Point


@dataclass(frozen=True, slots=True)
class Arcs:
    """What the map draws, and the same as rows."""

    ties: tuple[Tie, ...]
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
        found = {city.pk: Dot(city, point) for city in (holder, other) if (point := _on_map(city))}
        dots |= found
        curve = worldmap.arc(*(dot.at for dot in found.values())) if len(found) > 1 else ""
        ties.append(Tie(partner.programme, holder, other, curve))
    return Arcs(tuple(ties), tuple(dots.values()))


def _on_map(city: Organisation) -> worldmap.Point | None:
    return worldmap.project(float(city.place.latitude), float(city.place.longitude)) if city.place else None
