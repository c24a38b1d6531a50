"""How far the parties of an alliance have adopted a programme of theirs."""

from dataclasses import dataclass

from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.states import SeatState
from entreciudades.core.canonical import digest_of
from entreciudades.programmes.content import content_of
from entreciudades.programmes.models import Programme, ProgrammeAdoption, ProgrammeVersion


@dataclass(frozen=True, slots=True)
class Adopted:
    """The last version of a programme with the parties that take part: who adopted it and who has not."""

    version: ProgrammeVersion
    adoptions: dict[int, ProgrammeAdoption]
    lacking: tuple[Seat, ...]

    @property
    def by_all(self) -> bool:
        """Whether every party that takes part has adopted it."""
        return not self.lacking


def adopted_by_parties(programme: Programme) -> Adopted | None:
    """How the parties stand to the last version; None before anybody adopted one."""
    version = programme.versions.first()
    if version is None:
        return None
    adoptions = {one.seat_id: one for one in version.adoptions.select_related("adopted_by", "seat__organisation")}
    seats = Seat.objects.filter(alliance=programme.alliance_id, state=SeatState.PRESENT).select_related("organisation")
    return Adopted(version, adoptions, tuple(seat for seat in seats if seat.pk not in adoptions))


def adopters_of(alliance: Alliance) -> dict[int, set[int]]:
    """Programme id -> ids of the parties that adopted its last version, for the programmes of an alliance."""
    rows = ProgrammeVersion.objects.filter(programme__alliance=alliance).order_by("programme", "number")
    found: dict[int, tuple[int, set[int]]] = {}
    for programme, number, seat in rows.values_list("programme", "number", "adoptions__seat"):
        if programme not in found or found[programme][0] < number:
            found[programme] = (number, set())
        found[programme][1].update({seat} - {None})
    return {programme: seats for programme, (_number, seats) in found.items()}


def is_adopted_as_it_stands(programme: Programme) -> bool:
    """Whether all parties adopted the last version, and nothing was changed since."""
    adopted = adopted_by_parties(programme)
    return adopted is not None and adopted.by_all and adopted.version.digest == digest_of(content_of(programme))
