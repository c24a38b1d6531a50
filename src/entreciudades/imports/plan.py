"""The dry run: each row of a file against what stands here. Nothing is written; the database is not asked per row."""

import hashlib
import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from entreciudades.actors.models import Organisation
from entreciudades.imports.columns import Choices, Column, Value, Values
from entreciudades.imports.doubles import Doubles
from entreciudades.imports.kind import Kind
from entreciudades.imports.models import Line
from entreciudades.imports.reading import SHOWN, Misread, Problem, read_value
from entreciudades.imports.states import LineState
from entreciudades.spreadsheets.book import Row
from entreciudades.spreadsheets.conventions import EITHER, Convention
from entreciudades.spreadsheets.faults import Note


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sheet is read: which of its columns (from 1) is which of the kind's, by which conventions.

    ``empties``: an empty cell empties its field; else it leaves the field as it stands, as a column that is not there.
    """

    columns: Mapping[int, str]
    conventions: Mapping[int, Convention]
    empties: bool = False
    language: str = "es"


class Comparison:
    """A kind's rows of an owner as they stand, and what a file says of them. Asks a constant number of queries.

    With ``only`` it knows that row alone.
    """

    def __init__(self, kind: Kind, owner: Organisation, reading: Reading, *, only: int | None = None) -> None:
        self.kind, self.owner, self.reading = kind, owner, reading
        self.choices: Mapping[str, Choices] = kind.choices(owner)
        pks = None if only is None else [only]
        self.known = {**kind.beside(owner, pks), **kind.stored(owner, pks)}
        columns = {place: kind.column(key) for place, key in reading.columns.items()}
        self.columns = {place: column for place, column in columns.items() if not column.outward}
        self.defaults = kind.defaults(owner)
        self.implied = {one.key: one.implied for one in kind.columns if one.implied is not None}
        self._by_identity = {str(values[kind.identity]): pk for pk, values in self.known.items()}
        self._by_key: dict[Hashable, int] = {}
        self._in_file: dict[Hashable, int] = {}
        self._doubles = Doubles()
        for pk, values in self.known.items():
            if (key := kind.same_as(values)) is not None:
                self._by_key.setdefault(key, pk)
            if likeness := kind.likeness(values):
                self._doubles.add(likeness, pk=pk)

    def lines(self, rows: Iterable[Row]) -> Iterator[Line]:
        """What becomes of each row; those without a value in any column that is read are passed over."""
        for row in rows:
            given, problems = self._read(row)
            given = self.kind.settled(self.owner, given, None)
            if problems or any(value is not None for value in given.values()):
                line = self._line(row, given, problems)
                line.problems += self._notes(row)
                yield line

    def answered(self, line: Line, before: Line) -> None:
        """Give a line the answers that somebody gave in an earlier dry run of the file, where they still hold."""
        if not before.values.items() <= line.values.items():
            return  # its columns are others by now
        line.left_out = before.left_out
        if line.state != LineState.DOUBLE or before.state in {LineState.DOUBLE, LineState.PROBLEM}:
            return
        if before.target is None:
            line.state = LineState.NEW
        elif before.target in {one.get("pk") for one in line.likely}:
            self.become(line, before.target)

    def become(self, line: Line, pk: int) -> None:
        """Let a line that seemed new change a row that is here. Raises KeyError where there is no such row."""
        stands = self.known[pk]
        line.values = {key: value for key, value in line.values.items() if self.defaults.get(key) != value}
        line.target = pk
        problems: list[Problem] = []
        self.weigh(line, stands, problems)
        if problems:
            line.state = LineState.PROBLEM
            line.problems += [one.kept for one in problems]

    def _read(self, row: Row) -> tuple[Values, list[Problem]]:
        given: Values = {}
        problems = []
        for place, column in self.columns.items():
            convention = self.reading.conventions.get(place, EITHER)
            try:
                value = read_value(
                    row.cell(place), column, convention, self.choices.get(column.key), self.reading.language
                )
            except Misread as error:
                problems.append(error.problem)
            else:
                if value is not None or self.reading.empties:
                    given[column.key] = value
        return given, problems

    def _line(self, row: Row, given: Values, problems: list[Problem]) -> Line:
        named = given.pop(self.kind.identity, None)
        pk = self._target(row, named, given, problems)
        line = Line(number=row.number, target=pk, values=given, state=LineState.NEW)
        if pk is None:
            self._new(line, problems)
        else:
            self.weigh(line, self.known[pk], problems)
        if problems:
            line.state = LineState.PROBLEM
            line.problems += [problem.kept for problem in problems]
        for one in line.problems:
            one["cell"] = one["cell"] or self._cell(one["column"], row)
        return line

    def _notes(self, row: Row) -> list[dict[str, Any]]:
        """What hinders nothing and should be known of the cells that are read, such as a formula."""
        faults = [(column, row.cell(place).fault) for place, column in self.columns.items() if place in row.cells]
        return [
            Problem(str(fault.code), column.key, str(fault.place), dict(fault.facts)).kept | {"note": True}
            for column, fault in faults
            if fault is not None and isinstance(fault.code, Note)
        ]

    def _target(self, row: Row, named: Value, given: Values, problems: list[Problem]) -> int | None:
        """The key of the row that is meant, known by what names it or by its natural key; None where it is new."""
        pk = None
        if named is not None:
            key: tuple[str, Hashable] = ("named", str(named))
            pk = self._by_identity.get(str(named))
            if pk is None and self.kind.identity_is_ours:
                problems.append(Problem("unknown-row", self.kind.identity, facts={"found": str(named)[:SHOWN]}))
        else:
            natural = self.kind.same_as({**self.defaults, **given})
            key = ("same", natural)
            pk = None if natural is None else self._by_key.get(natural)
        for what, one in (key, ("pk", pk)):
            first = row.number if one is None else self._in_file.setdefault((what, one), row.number)
            if first != row.number:
                problems.append(Problem("twice", facts={"first": first}))
                break
        return pk

    def _new(self, line: Line, problems: list[Problem]) -> None:
        said = {key: value for key, value in line.values.items() if value is not None}
        line.values = {**self.defaults, **self.implied, **said}
        line.changes = {key: [None, value] for key, value in line.values.items()}
        whole = self._whole(line.values)
        faulty = {problem.column for problem in problems}
        if self.kind.identity not in faulty:
            problems += [Problem("required", key) for key in self._missing(whole) if key not in faulty]
            problems += self._refused(whole, line.values, None, {problem.column for problem in problems})
        likeness = self.kind.likeness(whole)
        if likeness:
            line.likely = self._doubles.of(likeness)
            self._doubles.add(likeness, row=line.number)
        line.state = LineState.DOUBLE if line.likely else LineState.NEW

    def weigh(self, line: Line, stands: Values, problems: list[Problem]) -> None:
        """Say what a line changes of the row that stands here: `changes`, `standing` and its state."""
        said = self.kind.settled(self.owner, {**line.values, **self.implied}, stands)
        kept = self.kind.kept(self.owner, stands)
        line.values = {key: value for key, value in said.items() if key not in kept}
        line.problems = [
            Problem("kept", key).kept | {"note": True}
            for key, value in said.items()
            # Of what is private it is said whatever stands here, so that nobody learns it by trying.
            if key in kept and (value is not None if self.kind.column(key).private else stands.get(key) != value)
        ]
        changes = {key: value for key, value in line.values.items() if stands.get(key) != value}
        line.changes = {key: [stands.get(key), value] for key, value in changes.items()}
        line.standing = digest(stands)
        line.state = LineState.CHANGED if changes else LineState.SAME
        if changes:
            whole = {**stands, **changes}
            columns = [self.kind.column(key) for key in changes]
            problems += [Problem("required", one.key) for one in columns if one.required and not _says(whole, one)]
            problems += self._refused(whole, changes, line.target, {problem.column for problem in problems})

    def _missing(self, whole: Values) -> Iterable[str]:
        """The required columns that say nothing; of those for several languages one that the file has."""
        missing: dict[str, str] = {}
        here = {column.key for column in self.columns.values()}
        for one in self.kind.written:
            name = one.key.partition(":")[0]
            if one.required and not _says(whole, one) and (name not in missing or missing[name] not in here):
                missing[name] = one.key if name not in missing or one.key in here else missing[name]
        return missing.values()

    def _refused(self, whole: Values, changes: Values, pk: int | None, faulty: set[str]) -> list[Problem]:
        refusals = [
            *self.kind.refusals(self.owner, whole, changes, pk),
            *self.kind.unfitting(self.owner, whole, self.choices),
        ]
        return [
            Problem("refused", one.column, facts={"message": one.message})
            for one in refusals
            if one.column not in faulty
        ]

    def _whole(self, values: Values) -> Values:
        return {**dict.fromkeys((one.key for one in self.kind.columns), None), **values}

    def _cell(self, key: str, row: Row) -> str:
        """The cell of a column in a row of the file; "" where the file has no such column."""
        place = next((one for one, column in self.columns.items() if column.key == key), None)
        return str(row.cell(place).place) if place else ""


def digest(values: Values) -> str:
    """A short mark of what stands in a row."""
    held = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def _says(values: Values, column: Column) -> bool:
    """Whether a required column is said, in any language where it has one for each."""
    name = column.key.partition(":")[0]
    return any(value is not None for key, value in values.items() if key.partition(":")[0] == name)
