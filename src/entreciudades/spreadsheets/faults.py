"""What can be wrong in a spreadsheet: codes with a place and parameters, worded by whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Refusal(StrEnum):
    """Why nothing of a file is read. In brackets, the parameters of the fault."""

    EMPTY = "empty"
    """No byte, or no cell with a value in any sheet."""
    TOO_BIG = "too-big"
    """More bytes than (limit)."""
    UNKNOWN = "unknown"
    """Neither XLSX nor ODS nor text; (found) says what it is: "pdf", "html", "docx", "xlsb", "zip", "" …"""
    OLD_FORMAT = "old-format"
    """A binary .xls of before 2007: to be saved as XLSX."""
    NOT_WHAT_IT_SAYS = "not-what-it-says"
    """The name ends in (said), and inside is (found)."""
    ENCRYPTED = "encrypted"
    """It asks for a password."""
    DAMAGED = "damaged"
    """Its archive or a part cannot be read to the end; (why) is technical."""
    BOMB = "bomb"
    """It unpacks to far more than it is: (size) bytes, or (ratio) times."""
    BAD_ARCHIVE = "bad-archive"
    """An archive that no spreadsheet program makes: (why) is "path", "twice", "overlap", "method", "parts"."""
    NESTED = "nested"
    """A part is an archive itself."""
    ENTITIES = "entities"
    """A part declares a document type, with which entities are defined."""
    MACROS = "macros"
    """It carries a program."""
    DDE = "dde"
    """A cell would start another program."""
    TOO_MANY_SHEETS = "too-many-sheets"
    """More than (limit)."""
    TOO_MANY_ROWS = "too-many-rows"
    """A value below row (limit)."""
    TOO_MANY_COLUMNS = "too-many-columns"
    """A value beyond column (limit)."""
    TOO_MANY_CELLS = "too-many-cells"
    """More cells with a value than (limit), in all sheets together."""
    TOO_MUCH_TEXT = "too-much-text"
    """A cell with more than (limit) characters, or a file with far more than any table."""
    QUOTES = "quotes"
    """CSV: a quotation mark opens and nothing closes it."""


class Problem(StrEnum):
    """Why a cell cannot be used as it stands. In brackets, the parameters of the fault."""

    # of the cell
    MERGED = "merged"
    """Covered by the merged cells (range), which have one value for all."""
    ERROR = "error"
    """The spreadsheet program shows (error): #REF!, #N/A …"""
    EXTERNAL = "external"
    """A formula that reads another file."""
    NOT_COMPUTED = "not-computed"
    """A formula whose result was not kept in the file."""
    BAD_DATE = "bad-date"
    """A date (found) that the calendar does not have."""
    # of its reading
    NO_DATE = "no-date"
    """(found) is no date."""
    AMBIGUOUS_DATE = "ambiguous-date"
    """(found) is (day_first) or (month_first), both as ISO."""
    SHORT_YEAR = "short-year"
    """(found) has a year of two digits."""
    NO_NUMBER = "no-number"
    """(found) is no number."""
    AMBIGUOUS_NUMBER = "ambiguous-number"
    """(found) is (point), with a decimal point, or (comma), with a decimal comma."""
    NO_INTEGER = "no-integer"
    """(found) is no whole number."""
    NO_YES_NO = "no-yes-no"
    """(found) is neither yes nor no."""


class Note(StrEnum):
    """What hinders nothing, and a person should know. In brackets, the parameters of the fault."""

    # of a cell
    FORMULA = "formula"
    """A formula: read is the result that the file keeps."""
    DIGITS = "digits"
    """A number with more digits than spreadsheet programs keep, 15: the last ones are not what was typed."""
    # of a sheet
    HIDDEN_SHEET = "hidden-sheet"
    """It is read like the others."""
    HIDDEN_ROWS = "hidden-rows"
    """(count) rows, the first of them (first). They are read like the others."""
    HIDDEN_COLUMNS = "hidden-columns"
    """(columns), such as "C, F". They are read like the others."""
    LINES_ABOVE = "lines-above"
    """(count) lines above the headers are left out."""
    # of the headers
    SAME_HEADER = "same-header"
    """(header) stands twice, first in column (first)."""
    NO_HEADER = "no-header"
    """A column with values and no header."""
    # of the file
    EXTERNAL_LINKS = "external-links"
    """It is linked to other files; they are not read."""
    ENCODING = "encoding"
    """CSV: not UTF-8; read as (encoding)."""
    DELIMITER = "delimiter"
    """CSV: its columns are separated by (delimiter), no comma."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a cell, a row (column 0), a sheet (row 0), or a part inside the file. Rows and columns count from 1."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    line: int = 0
    """CSV alone: the line of the text; below a cell with line breaks it is greater than the row."""
    part: str = ""

    def __str__(self) -> str:
        """Return it as people know it: "Contactos!C7", "Contactos", "C7" in a CSV."""
        cell = f"{letters(self.column) if self.column else ''}{self.row or ''}"
        return "!".join(text for text in (self.sheet, cell) if text) or self.part


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong or that should be known. `facts` are the parameters that its code names."""

    code: Refusal | Problem | Note
    place: Place = Place()
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


class BookRefused(Exception):
    """Nothing of the file is read, for these reasons."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.code} {fault.place} {dict(fault.facts)}" for fault in faults))
        self.faults = tuple(faults)


class Unreadable(ValueError):
    """A cell has no value that can be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.code} {fault.place} {dict(fault.facts)}")
        self.fault = fault


def refuse(code: Refusal, place: Place | None = None, **facts: str | int) -> BookRefused:
    """Return the error that refuses a file for one reason."""
    return BookRefused([Fault(code, place or Place(), facts)])


def letters(column: int) -> str:
    """Return what spreadsheet programs call a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
