"""States are a table with one mover.

CALL = StateTable({"close": arrow(CallState.OPEN, to=CallState.UNDER_REVIEW)}, initial=CallState.DRAFT)
call.state = CALL.move(call.state, "close")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from entreciudades.core.errors import MoveRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

State = TypeVar("State", bound=str)


@dataclass(frozen=True, slots=True)
class Arrow(Generic[State]):
    """From any of ``sources`` to ``to``."""

    sources: tuple[State, ...]
    to: State


def arrow(*sources: State, to: State) -> Arrow[State]:
    """Write one move of a table."""
    return Arrow(sources, to)


@dataclass(frozen=True)
class StateTable(Generic[State]):
    """The moves of one kind of object: verb -> arrow."""

    moves: Mapping[str, Arrow[State]]
    initial: State

    def possible(self, current: str) -> tuple[str, ...]:
        """Return the verbs that can be done from a state, in the order of the table."""
        return tuple(verb for verb, move in self.moves.items() if current in move.sources)

    def move(self, current: str, verb: str) -> State:
        """Return the state after ``verb``; raises MoveRefused, naming the possible moves."""
        move = self.moves.get(verb)
        if move is None or current not in move.sources:
            raise MoveRefused(verb, str(current), self.possible(current))
        return move.to

    def mermaid(self) -> str:
        """Return the diagram of the table for the documentation (Mermaid, ``stateDiagram-v2``)."""
        lines = [
            f"    {_value(source)} --> {_value(move.to)}: {verb}"
            for verb, move in self.moves.items()
            for source in move.sources
        ]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {_value(self.initial)}", *lines])


def _value(state: str) -> str:
    return str(getattr(state, "value", state))
