"""What is to be written: sheets with their columns and rows, and a page that explains the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from entreciudades.spreadsheets.book import Value
from entreciudades.spreadsheets.faults import Place

#: The first column of the help with choices; before it: sheet, column, explanation, an empty one.
FIRST_CHOICES = 5
Writable: TypeAlias = Value | int
#: What a column holds. A text stays as it is typed, leading zeros too: dates whose day may be missing are texts.
Kind: TypeAlias = Literal["text", "number", "date", "yes-no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, what it holds, what a person may choose there, what the help says of it."""

    header: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    """Offered as a list; another value gives a warning, not an error, in the spreadsheet program."""
    help: str = ""
    width: int = 20
    """In characters."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet: rows have a value for each column, in their order."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Writable]]


@dataclass(frozen=True, slots=True)
class Help:
    """The last sheet, which explains the columns and holds their choices. Its words are those of a language."""

    name: str
    """"Ayuda"."""
    headers: tuple[str, str, str]
    """Over what it lists: sheet, column, explanation."""
    lines: tuple[str, ...] = ()
    """What is said below, a paragraph each."""


class TextTooLong(ValueError):
    """A text that a cell of this format cannot hold. It is not cut: cut, it would come back as a change."""

    def __init__(self, sheet: str, row: int, column: int, limit: int) -> None:
        super().__init__(f"{sheet}, row {row}, column {column}: a cell holds {limit} characters")
        self.place = Place(sheet, row, column)
        self.limit = limit


def with_choices(plans: Sequence[Plan]) -> list[tuple[Plan, Column]]:
    """Return the columns that offer a list."""
    return [(plan, column) for plan in plans for column in plan.columns if column.choices]


def explanation(plans: Sequence[Plan], explained: Help) -> list[list[str]]:
    """Return the lines of the help: its headers, a line for each column; from the fifth column on, lists of choices."""
    lists = [[column.header, *column.choices] for _plan, column in with_choices(plans)]
    lines = [list(explained.headers)]
    lines += [[plan.name, column.header, column.help] for plan in plans for column in plan.columns]
    lines += [["", "", line] for line in explained.lines]
    height = max(len(lines), *map(len, lists), 0)
    lines += [["", "", ""] for _line in range(height - len(lines))]
    return [
        [*line, "", *(choices[row] if row < len(choices) else "" for choices in lists)]
        for row, line in enumerate(lines)
    ]


def choices_ranges(plans: Sequence[Plan]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return where the choices of a sheet's column stand in the help: column, first row, last row, counted from 1."""
    return {
        (plan.name, column.header): (place, 2, len(column.choices) + 1)
        for place, (plan, column) in enumerate(with_choices(plans), FIRST_CHOICES)
    }
