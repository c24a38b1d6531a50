"""A sheet as a table: where its headers are, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from entreciudades.spreadsheets.book import Row, Sheet
from entreciudades.spreadsheets.faults import Fault, Note, Place
from entreciudades.spreadsheets.values import as_text

_LOOKED_AT = 30  # rows, to find the headers


@dataclass(frozen=True, slots=True)
class Header:
    """A column of a table; `name` is "" where nothing stands above its values."""

    column: int
    name: str


@dataclass(frozen=True, slots=True)
class Table:
    """The headers of a sheet and the rows below them. `faults`: of the headers, and lines above them."""

    sheet: Sheet
    header_row: int
    headers: tuple[Header, ...]
    faults: tuple[Fault, ...]

    def rows(self) -> Iterator[Row]:
        """Read the rows below the headers, those that are empty left out."""
        return (row for row in self.sheet.rows() if row.number > self.header_row)


def read_table(sheet: Sheet, *, header_row: int | None = None) -> Table:
    """Find the headers: in the row that a person names, or in the first that is as wide as those below it."""
    first = list(islice(sheet.rows(), _LOOKED_AT))
    widths = [sum(isinstance(cell.value, str) for cell in row.cells.values()) for row in first]
    if header_row is None:
        enough = max((len(row.cells) for row in first), default=0) / 2
        found = next((row for row, width in zip(first, widths, strict=True) if width and width >= enough), None)
        found = found or next(iter(first), None)
    else:
        found = next((row for row in sheet.rows() if row.number == header_row), None)
    if found is None:
        return Table(sheet, header_row or 0, (), ())
    faults: list[Fault] = []
    if above := sum(row.number < found.number for row in first):
        faults.append(Fault(Note.LINES_ABOVE, Place(sheet.name, found.number), {"count": above}))
    headers: list[Header] = []
    seen: dict[str, int] = {}
    last = max(len(found.cells) and max(found.cells), *(max(row.cells) for row in first if row.number >= found.number))
    for column in range(1, last + 1):
        cell = found.cell(column)
        name = as_text(cell.value)
        headers.append(Header(column, name))
        if not name:
            faults.append(cell.fault or Fault(Note.NO_HEADER, cell.place))
        elif name.casefold() in seen:
            faults.append(Fault(Note.SAME_HEADER, cell.place, {"header": name, "first": seen[name.casefold()]}))
        else:
            seen[name.casefold()] = column
    return Table(sheet, found.number, tuple(headers), tuple(faults))
