"""The first reading of a sheet: what is too large is refused, what is hidden is found, before a row is given out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from entreciudades.spreadsheets.book import Row
from entreciudades.spreadsheets.faults import Fault, Note, Place, Refusal, letters, refuse
from entreciudades.spreadsheets.limits import Limits


@dataclass(slots=True)
class Survey:
    """Counts the sheets of one book, one after the other."""

    limits: Limits
    cells: int = 0

    def read(self, sheet: str, rows: Iterable[Row]) -> Seen:
        """Read all rows of a sheet once. Raises BookRefused."""
        seen = Seen(sheet)
        for row in self._within(rows):
            seen.height += 1
            seen.width = max(seen.width, *row.cells)
            if row.hidden:
                seen.hidden_rows += 1
                seen.first_hidden = seen.first_hidden or row.number
        return seen

    def _within(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if row.number > self.limits.rows:
                raise refuse(Refusal.TOO_MANY_ROWS, Place(row.sheet, row.number), limit=self.limits.rows)
            self.cells += len(row.cells)
            if self.cells > self.limits.cells:
                raise refuse(Refusal.TOO_MANY_CELLS, Place(row.sheet, row.number), limit=self.limits.cells)
            yield row


@dataclass(slots=True)
class Seen:
    """What a sheet holds."""

    sheet: str
    height: int = 0
    width: int = 0
    hidden_rows: int = 0
    first_hidden: int = 0

    def notes(self, *, hidden: bool, hidden_columns: set[int]) -> tuple[Fault, ...]:
        """Return what a person should know of the sheet."""
        place, notes = Place(self.sheet), []
        if hidden and self.height:
            notes.append(Fault(Note.HIDDEN_SHEET, place))
        if self.hidden_rows:
            facts = {"count": self.hidden_rows, "first": self.first_hidden}
            notes.append(Fault(Note.HIDDEN_ROWS, Place(self.sheet, self.first_hidden), facts))
        if columns := sorted(column for column in hidden_columns if column <= self.width):
            names = ", ".join(map(letters, columns))
            notes.append(Fault(Note.HIDDEN_COLUMNS, Place(self.sheet, column=columns[0]), {"columns": names}))
        return tuple(notes)
