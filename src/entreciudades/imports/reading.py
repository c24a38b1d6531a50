"""From a cell to a value: what the column holds, by its convention and its closed list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from entreciudades.imports.columns import Choices, Column, Reads, Value
from entreciudades.spreadsheets.book import Cell
from entreciudades.spreadsheets.conventions import Convention
from entreciudades.spreadsheets.faults import Unreadable
from entreciudades.spreadsheets.values import (
    read_date,
    read_integer,
    read_list,
    read_number,
    read_text,
    read_yes_no,
)

SHOWN = 100
"""Characters of what was found that a problem repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be written: a code that `imports.wording` words, the column, the cell ("Hoja1!C7"), facts."""

    code: str
    column: str = ""
    cell: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        """As it is kept with its row."""
        return {"code": self.code, "column": self.column, "cell": self.cell, "facts": self.facts}


class Misread(ValueError):
    """A cell whose value is of no use."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_value(cell: Cell, column: Column, convention: Convention, choices: Choices | None, language: str) -> Value:
    """Return what a cell says, None where it is empty. Raises Misread."""
    try:
        if column.reads in {Reads.CHOICE, Reads.CHOICES}:
            return _chosen(cell, column, choices, language)
        return _READERS[column.reads](cell, convention)
    except Unreadable as error:
        fault = error.fault
        raise Misread(Problem(str(fault.code), column.key, str(fault.place), dict(fault.facts))) from None


def _chosen(cell: Cell, column: Column, choices: Choices | None, language: str) -> Value:
    if column.reads is Reads.CHOICES:
        keys = [_choice(text, cell, column, choices, language) for text in _parts(cell, choices)]
        return (keys if column.ordered else sorted(set(keys))) or None
    text = read_text(cell)
    return None if text is None else _choice(text, cell, column, choices, language)


def _decimal(cell: Cell, convention: Convention) -> Value:
    number = read_number(cell, convention)
    return None if number is None else f"{number.normalize():f}"


#: How cells of each kind are read, closed lists aside.
_READERS: dict[Reads, Callable[[Cell, Convention], Value]] = {
    Reads.TEXT: lambda cell, _convention: read_text(cell),
    Reads.NUMBER: _decimal,
    Reads.WHOLE: read_integer,
    Reads.DATE: read_date,
    Reads.YES_NO: lambda cell, _convention: read_yes_no(cell),
    Reads.LIST: lambda cell, _convention: list(read_list(cell)) or None,
}


def _parts(cell: Cell, choices: Choices | None) -> tuple[str, ...]:
    """What stands between semicolons; without any between commas, unless all of it is one entry: "Bogotá, D.C."."""
    found = read_list(cell)
    is_one = len(found) == 1 and choices is not None and choices.find(found[0]) is not None
    return found if is_one or len(found) > 1 else tuple(part.strip() for one in found for part in one.split(","))


def _choice(text: str, cell: Cell, column: Column, choices: Choices | None, language: str) -> str:
    if choices is None:
        raise TypeError(f"column {column.key} has no closed list")
    key = choices.find(text)
    if key is None:
        near = choices.near(text, language)
        raise Misread(Problem("not-listed", column.key, str(cell.place), {"found": text[:SHOWN], "near": near}))
    return key
