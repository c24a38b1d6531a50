"""What a column means by 03/04/2017 and by 1.234: chosen by a person, or guessed from its other values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias, TypeVar

from entreciudades.spreadsheets.book import Cell
from entreciudades.spreadsheets.dates import date_readings

Mark: TypeAlias = Literal[".", ","]
K = TypeVar("K")
V = TypeVar("V")

_OTHER: dict[Mark, str] = {".": ",", ",": r"\."}
_NUMBER = {
    mark: re.compile(rf"[+-]?(\d+|[1-9]\d{{0,2}}(?:([{group} '’])\d{{3}})(?:\2\d{{3}})*)?(?:\{mark}(\d+))?", re.ASCII)
    for mark, group in _OTHER.items()
}
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-"})
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Convention:
    """How a column writes; None where a value that can mean two things is to be said, not guessed."""

    day_first: bool | None = None
    decimal: Mark | None = None


EITHER = Convention()


def guess_convention(cells: Iterable[Cell]) -> Convention:
    """Return what the unambiguous values of a column have in common; None where there are none, or they differ."""
    orders: set[bool] = set()
    marks: set[Mark] = set()
    for cell in cells:
        if isinstance(cell.value, str):
            orders |= _only(date_readings(cell.value))
            marks |= _only(number_readings(cell.value))
    return Convention(_single(orders), _single(marks))


def number_readings(text: str) -> dict[Mark, Decimal]:
    """Return what a text means with a decimal point and with a decimal comma; none where it is no number."""
    plain = text.strip().translate(_PLAIN)
    readings: dict[Mark, Decimal] = {}
    for mark, pattern in _NUMBER.items():
        found = pattern.fullmatch(plain) if len(plain) <= _LONGEST else None
        if found and (found[1] or found[3]):
            whole = re.sub(r"\D", "", found[1] or "0")
            part = f".{found[3]}" if found[3] else ""
            readings[mark] = Decimal(f"{'-' * plain.startswith('-')}{whole}{part}")
    return readings


def _only(readings: dict[K, V]) -> set[K]:
    """Return the one convention under which a value can be read, if it is one."""
    return set(readings) if len(readings) == 1 else set()


def _single(found: set[K]) -> K | None:
    return next(iter(found)) if len(found) == 1 else None
