"""A table of states moves in one way only."""

from enum import StrEnum

import pytest

from entreciudades.core.errors import MoveRefused
from entreciudades.core.states import StateTable, arrow


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


DOOR = StateTable(
    {
        "shut": arrow(Door.OPEN, to=Door.SHUT),
        "open": arrow(Door.SHUT, to=Door.OPEN),
        "lock": arrow(Door.OPEN, Door.SHUT, to=Door.LOCKED),
    },
    initial=Door.OPEN,
)


def test_a_move_gives_the_next_state_from_an_enum_or_the_column() -> None:
    assert DOOR.move(Door.OPEN, "shut") is Door.SHUT
    assert DOOR.move("shut", "lock") is Door.LOCKED


@pytest.mark.parametrize(
    ("current", "verb", "possible"),
    [(Door.SHUT, "shut", ("open", "lock")), (Door.LOCKED, "open", ()), (Door.OPEN, "paint", ("shut", "lock"))],
)
def test_a_refused_move_names_the_possible_ones(current: Door, verb: str, possible: tuple[str, ...]) -> None:
    with pytest.raises(MoveRefused) as caught:
        DOOR.move(current, verb)
    assert (caught.value.verb, caught.value.current, caught.value.possible) == (verb, current, possible)
    assert str(caught.value).endswith(f"possible moves: {', '.join(possible) or 'none'}")


def test_the_diagram_is_made_from_the_table() -> None:
    assert DOOR.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open --> shut: shut",
        "    shut --> open: open",
        "    open --> locked: lock",
        "    shut --> locked: lock",
    ]
