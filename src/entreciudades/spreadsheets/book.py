"""A book that was read: its sheets, their rows, and cells that know where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from entreciudades.spreadsheets.faults import Fault, Place

Value: TypeAlias = str | Decimal | bool | dt.date | dt.datetime | dt.time | None


class Cell(NamedTuple):
    """A value, where it stands, and what is wrong with it."""

    sheet: str
    row: int
    column: int
    value: Value = None
    fault: Fault | None = None
    line: int = 0

    @property
    def place(self) -> Place:
        """Where it stands: "Contactos!C7"."""
        return Place(self.sheet, self.row, self.column, self.line)


class Row(NamedTuple):
    """A row with at least one cell that is not empty. Both number and columns count from 1."""

    sheet: str
    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False
    line: int = 0

    def cell(self, column: int) -> Cell:
        """Return the cell of a column, empty where there is none."""
        return self.cells.get(column) or Cell(self.sheet, self.number, column, line=self.line)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a book; a CSV is one without name."""

    name: str
    rows: Callable[[], Iterator[Row]]
    """Reads the rows from the file, one after the other; from the first again at each call."""
    hidden: bool = False
    notes: tuple[Fault, ...] = ()
    height: int = 0
    """Rows that are not empty."""


@dataclass(frozen=True, slots=True)
class Book:
    """What a file holds. `notes` are about the file; those of a sheet stand with it."""

    format: str
    """"xlsx", "ods" or "csv"."""
    sheets: tuple[Sheet, ...]
    notes: tuple[Fault, ...] = ()
