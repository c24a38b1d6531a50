"""Merged cells: only the first of a range has a value, the others are said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from entreciudades.spreadsheets.book import Cell, Row
from entreciudades.spreadsheets.faults import Fault, Place, Problem, Refusal, letters, refuse

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
#: More than these make no table.
MOST = 50_000


class Range(NamedTuple):
    """A rectangle of cells; all ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Return "B2:C4"."""
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


def read_range(text: str) -> Range:
    """Read "B2:C4". Raises ValueError."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise ValueError(f"no range: {text[:40]!r}")
    left, top, right, bottom = found.groups()
    return Range(int(top), column_number(left), int(bottom), column_number(right))


def column_number(name: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def with_merged(rows: Iterable[Row], ranges: Iterable[Range], columns: int) -> Iterator[Row]:
    """Yield the rows with a problem in each cell that a range covers, as far as `columns`. Raises BookRefused."""
    waiting = sorted(ranges, reverse=True)
    open_now: list[Range] = []
    for row in rows:
        while waiting and waiting[-1].top <= row.number:
            open_now.append(waiting.pop())
        open_now = [area for area in open_now if area.bottom >= row.number]
        if len(open_now) > columns:  # more than can lie side by side
            raise refuse(Refusal.DAMAGED, Place(row.sheet, row.number), why="merged cells")
        yield _marked(row, open_now, columns) if open_now else row


def _marked(row: Row, areas: list[Range], columns: int) -> Row:
    cells = dict(row.cells)
    for area in areas:
        for column in range(area.left, min(area.right, columns) + 1):
            if (row.number, column) != (area.top, area.left):
                place = Place(row.sheet, row.number, column)
                fault = Fault(Problem.MERGED, place, {"range": str(area)})
                cells[column] = Cell(row.sheet, row.number, column, None, fault)
    return row._replace(cells=cells)
