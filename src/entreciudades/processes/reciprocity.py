"""What each party of an alliance gave and received: in words, then as it was counted; in which directions it flowed.

Nothing is added across kinds or units, nothing is set off against anything, nobody is ranked: parties stand in the
order of the alliance.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entreciudades.actors.countries import country_key
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.services.telling import taking_part
from entreciudades.exchanges.models import Giving
from entreciudades.exchanges.services.givings import agreed_to_tell, is_told
from entreciudades.exchanges.sides import NORTH, side_of, sides_said_by


class Flow(StrEnum):
    """In which direction something flowed, by the countries of who gave and who received (source 000)."""

    NORTH_SOUTH = "north-south"
    SOUTH_NORTH = "south-north"
    SOUTH_SOUTH = "south-south"
    NORTH_NORTH = "north-north"
    DOMESTIC = "domestic"
    TRIANGULAR = "triangular"
    NOT_STATED = "not-stated"


FLOWS = {
    Flow.NORTH_SOUTH: _("North to South"),
    Flow.SOUTH_NORTH: _("South to North"),
    Flow.SOUTH_SOUTH: _("South to South"),
    Flow.NORTH_NORTH: _("North to North"),
    Flow.DOMESTIC: _("Inside one country"),
    Flow.TRIANGULAR: _("Triangular: three countries or more, one of them in support"),
    Flow.NOT_STATED: pgettext_lazy("direction", "Not stated"),
}
"""Each in words."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of one kind, in one unit."""

    kind: str
    unit: str
    amount: Decimal

    @property
    def kind_title(self) -> str:
        """Of what, in words."""
        return str(Giving.Kind(self.kind).label)

    @property
    def unit_title(self) -> str:
        """By what it is counted, in words."""
        return str(Giving.Unit(self.unit).label)


@dataclass(frozen=True, slots=True)
class Account:
    """What one party gave and what it received, each in words (`gave`, `received`) and as it was counted."""

    city: Organisation
    gave: tuple[Giving, ...]
    received: tuple[Giving, ...]
    supported: tuple[Giving, ...]
    gave_counted: tuple[Counted, ...]
    received_counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Direction:
    """What flowed in one direction."""

    flow: Flow
    givings: tuple[Giving, ...]
    counted: tuple[Counted, ...]

    @property
    def title(self) -> str:
        """The direction in words."""
        return str(FLOWS[self.flow])


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """What was given in an alliance. `missing` are the parties that have not agreed that everybody reads it."""

    accounts: tuple[Account, ...]
    directions: tuple[Direction, ...]
    open: tuple[Giving, ...]
    missing: tuple[Organisation, ...]

    @property
    def is_public(self) -> bool:
        """Whether every party that takes part agreed."""
        return not self.missing


def reciprocity_of(alliance: Alliance, *, told: bool = False) -> Reciprocity:
    """What both sides confirmed, by party and by direction; `open`: what one side alone says so far. Five questions.

    `told`: only what is between parties that agreed that everybody reads it, also where they have left since.
    """
    rows = list(
        Giving.objects.of(alliance)
        .select_related("giver", "receiver", "exchange", "recorded_for")
        .prefetch_related("supporters")
    )
    if told:
        cities = set(alliance.seats.filter(reciprocity_consent__isnull=False).values_list("organisation", flat=True))
        rows = [one for one in rows if _involved(one) <= cities]
    confirmed = [one for one in rows if one.is_confirmed]
    seats = taking_part(alliance)
    agreed = agreed_to_tell(alliance)
    sides = sides_said_by(alliance.network)
    flows: dict[Flow, list[Giving]] = defaultdict(list)
    for one in confirmed:
        flows[flow_of(one, sides)].append(one)
    return Reciprocity(
        accounts=tuple(_account(city, confirmed) for city in _cities([seat.organisation for seat in seats], rows)),
        directions=tuple(Direction(flow, tuple(flows[flow]), counted(flows[flow])) for flow in Flow if flows[flow]),
        open=tuple(one for one in rows if not one.is_confirmed),
        missing=tuple(seat.organisation for seat in seats if seat.pk not in agreed),
    )


def published_reciprocity(alliance: Alliance) -> Reciprocity | None:
    """The same for everybody, without what one side alone says.

    None as long as a party that takes part has not agreed, or nothing is confirmed. Of a party that left without having
    agreed nothing is told.
    """
    if not is_told(alliance):
        return None
    found = reciprocity_of(alliance, told=True)
    return Reciprocity(found.accounts, found.directions, (), ()) if found.directions else None


def flow_of(giving: Giving, sides: Mapping[str, str]) -> Flow:
    """In which direction something was given; `sides` is what the network says of countries.

    Triangular where a party of a third country supported it; not stated where a country or its side is not known.
    """
    giver, receiver = country_key(giving.giver), country_key(giving.receiver)
    supporting = {country_key(one) for one in giving.supporters.all()} - {"", giver, receiver}
    if not giver or not receiver:
        return Flow.NOT_STATED
    if giver == receiver:
        return Flow.DOMESTIC
    if supporting:
        return Flow.TRIANGULAR
    one, other = side_of(giver, sides), side_of(receiver, sides)
    if not one or not other:
        return Flow.NOT_STATED
    if one == other:
        return Flow.NORTH_NORTH if one == NORTH else Flow.SOUTH_SOUTH
    return Flow.NORTH_SOUTH if one == NORTH else Flow.SOUTH_NORTH


def counted(givings: Iterable[Giving]) -> tuple[Counted, ...]:
    """What was counted, by kind and unit: unlike ones are never added."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in givings:
        if one.amount is not None:
            sums[one.kind, one.unit] += one.amount
    kinds, units = Giving.Kind.values, Giving.Unit.values
    order = sorted(sums, key=lambda key: (kinds.index(key[0]), units.index(key[1])))
    return tuple(Counted(kind, unit, sums[kind, unit]) for kind, unit in order)


def _involved(giving: Giving) -> set[int]:
    return {giving.giver_id, giving.receiver_id, *(one.pk for one in giving.supporters.all())}


def _cities(parties: list[Organisation], rows: list[Giving]) -> list[Organisation]:
    """The parties in the order of the alliance; those that left come after, for what they gave stays."""
    cities = {city.pk: city for city in parties}
    for one in rows:
        for city in (one.giver, one.receiver):
            cities.setdefault(city.pk, city)
    return list(cities.values())


def _account(city: Organisation, confirmed: list[Giving]) -> Account:
    gave = tuple(one for one in confirmed if one.giver_id == city.pk)
    received = tuple(one for one in confirmed if one.receiver_id == city.pk)
    supported = tuple(one for one in confirmed if city in one.supporters.all())
    return Account(city, gave, received, supported, counted(gave), counted(received))
