"""How the stage under way is closed: who does it, whose word is missing, what comes next."""

from typing import Any

from entreciudades.alliances.models import Seat
from entreciudades.alliances.rules import CLOSE_STAGE
from entreciudades.alliances.states import SeatState
from entreciudades.web.alliances.gates import words_missing
from entreciudades.web.alliances.places import Place
from entreciudades.web.alliances.rail import Rail


def gate_of(place: Place, rail: Rail) -> dict[str, Any] | None:
    """What the gate of the stage under way needs besides its requirements; None where none is under way."""
    now = rail.now
    if now is None or now.row is None:
        return None
    every = now.stage.closes == "every-coordinator"
    present = [one for one in place.alliance.seats.all() if one.state == SeatState.PRESENT]
    silent: list[Seat] = words_missing(now.row, present) if every else []
    may_close = place.decides and place.alliance.is_at_work and CLOSE_STAGE.predicate(place.by, now.row)
    return {
        "every": every,
        "closes": now.stage.closes,
        "silent": silent,
        "may_close": may_close,
        "may_say": every and may_close and any(place.seat is not None and one.pk == place.seat.pk for one in silent),
        "next": rail.following,
        "key": now.stage.key,
        "advance": place.at("alliance-advance"),
        "ready": place.at("alliance-stage-ready", now.stage.key) if place.seat else "",
    }
