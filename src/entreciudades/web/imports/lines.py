"""Rows of a dry run as a page shows them: old and new side by side, problems with their cells, likely doubles."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from entreciudades.core.dates import PartialDate
from entreciudades.imports.columns import Choices, Reads, Value
from entreciudades.imports.going_out import shown
from entreciudades.imports.kind import Kind
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.models import Import, Line
from entreciudades.imports.wording import worded


@dataclass(frozen=True, slots=True)
class Said:
    """A column of a row: what stands here, what the file says. A new row has nothing before."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Double:
    """A row that is perhaps the same: its key here (0 where it is another row of the file), in words, how alike."""

    pk: int
    name: str
    score: int
    row: int
    sides: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the file."""

    line: Line
    name: str
    says: tuple[Said, ...]
    problems: tuple[tuple[str, str, str], ...]
    notes: tuple[tuple[str, str, str], ...]
    doubles: tuple[Double, ...]


def shown_lines(found: Import, lines: Iterable[Line]) -> list[Shown]:
    """The rows in words; the same number of queries, however many."""
    kind, owner = KINDS[found.kind], found.organisation
    page = list(lines)
    words = _Words(kind, kind.choices(owner), get_language() or "es")
    alike = {one["pk"] for line in page for one in line.likely if "pk" in one}
    there = {**kind.beside(owner, alike), **kind.stored(owner, alike)} if alike else {}
    return [words.line(line, there) for line in page]


@dataclass(frozen=True, slots=True)
class _Words:
    kind: Kind
    choices: Mapping[str, Choices]
    language: str

    def line(self, line: Line, there: Mapping[int, Mapping[str, Value]]) -> Shown:
        """A row in words."""
        faults = [(one["cell"], self._heading(one["column"]), worded(one), one.get("note")) for one in line.problems]
        return Shown(
            line=line,
            name=self._name(line.values),
            says=tuple(
                self._said(one.key, *line.changes[one.key]) for one in self.kind.columns if one.key in line.changes
            ),
            problems=tuple((cell, heading, said) for cell, heading, said, note in faults if not note),
            notes=tuple((cell, heading, said) for cell, heading, said, note in faults if note),
            doubles=tuple(self._double(line, one, there.get(one.get("pk", 0), {})) for one in line.likely),
        )

    def _double(self, line: Line, one: Mapping[str, Any], stands: Mapping[str, Value]) -> Double:
        sides = tuple(
            self._said(column.key, stands.get(column.key), line.values.get(column.key))
            for column in self.kind.written
            if stands
            and not column.private
            and column.key != self.kind.identity
            and (stands.get(column.key) or line.values.get(column.key))
        )
        return Double(one.get("pk", 0), one["name"], one["score"], one.get("row", 0), sides)

    def _said(self, key: str, old: Value, new: Value) -> Said:
        return Said(self._heading(key), self._value(key, old), self._value(key, new))

    def _value(self, key: str, value: Value) -> str:
        column = self.kind.column(key)
        if column.reads is Reads.DATE and isinstance(value, str):
            with suppress(ValueError):  # what is no date is shown as it was written
                return PartialDate.parse(value).format(self.language)
        return shown(value, column, self.choices.get(key), self.language)

    def _heading(self, key: str) -> str:
        return self.kind.column(key).called(self.language) if key else ""

    def _name(self, values: Mapping[str, Value]) -> str:
        likeness = self.kind.likeness(dict(values))
        if likeness and likeness.name:
            return likeness.name
        first = (values.get(one.key) for one in self.kind.written if one.required and values.get(one.key))
        return str(next(first, "") or "")
