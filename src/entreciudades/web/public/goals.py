"""Sustainable Development Goals as chips."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from entreciudades.taxonomy.codelists import load
from entreciudades.taxonomy.models import Term


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: its number, its official colour, its name in the reader's language."""

    number: str
    colour: str
    name: str


def goals_of(terms: Iterable[Term]) -> tuple[Goal, ...]:
    """The goals of goals and targets (`sdg:11`, `sdg:11.2`), each once, in their order. Asks no database."""
    numbers = {term.pk.removeprefix("sdg:").partition(".")[0] for term in terms if term.pk.startswith("sdg:")}
    return tuple(_goal(number) for number in sorted(numbers, key=int))


def all_goals() -> tuple[Goal, ...]:
    """The seventeen."""
    return tuple(_goal(str(number)) for number in range(1, 18))


def _goal(number: str) -> Goal:
    row = load()[f"sdg:{number}"]
    return Goal(row.code, row.colour, row.label(get_language() or "es"))
