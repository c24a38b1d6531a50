"""Who carries a programme: the city or network that holds it, or the parties of the alliance whose programme it is."""

from collections.abc import Iterable

from django.db.models import QuerySet

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Seat
from entreciudades.alliances.states import SeatState
from entreciudades.programmes.models import Programme


def carriers_of(programme: Programme) -> list[Organisation]:
    """The parties that take part in its alliance, in their order; of any other programme its holder, unasked."""
    if programme.alliance_id is None:
        return [programme.holder]
    return [seat.organisation for seat in _seats([programme]).select_related("organisation")]


def carriers_of_all(programmes: Iterable[Programme]) -> dict[int, list[int]]:
    """Programme id -> ids of its carriers; a question only where an alliance has one of them."""
    rows = list(programmes)
    joint = [row for row in rows if row.alliance_id is not None]
    parties: dict[int | None, list[int]] = {}
    for seat in _seats(joint) if joint else ():
        parties.setdefault(seat.alliance_id, []).append(seat.organisation_id)
    return {row.pk: [row.holder_id] if row.alliance_id is None else parties.get(row.alliance_id, []) for row in rows}


def is_carried_by(programme: Programme, organisation: int) -> bool:
    """Whether the organisation of that id is one of them."""
    if programme.alliance_id is None:
        return programme.holder_id == organisation
    return _seats([programme]).filter(organisation=organisation).exists()


def _seats(programmes: list[Programme]) -> QuerySet[Seat]:
    alliances = [one.alliance_id for one in programmes]
    return Seat.objects.filter(alliance__in=alliances, state=SeatState.PRESENT).order_by("position", "id")
