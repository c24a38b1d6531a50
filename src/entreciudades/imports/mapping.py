"""What the columns of a file are: its sheets as they were found, guessed at, and as a person said."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from rapidfuzz import fuzz

from entreciudades.imports.columns import LANGUAGE_NAMES, Reads
from entreciudades.imports.kind import Kind
from entreciudades.imports.plan import Reading
from entreciudades.search.analysis import fold
from entreciudades.spreadsheets.book import Book, Row
from entreciudades.spreadsheets.conventions import Convention, guess_convention
from entreciudades.spreadsheets.faults import Fault
from entreciudades.spreadsheets.table import Table, read_table
from entreciudades.spreadsheets.values import as_text

LOOKED_AT: Final = 2000
"""Rows from which it is guessed how dates and numbers are written; what a later one leaves open is a problem."""
EXAMPLES: Final = 3
_LONGEST = 60
_ALIKE = 85  # of a hundred, from which a heading is perhaps the one of a column
_SAME = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is kept with its import. Columns count from 1; examples are the first values below a heading."""

    name: str
    header_row: int
    headings: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    conventions: tuple[Convention, ...]
    rows: int


def look_at(book: Book, kind: Kind, *, sheet: str | None = None, header_row: int | None = None) -> Sheet:
    """The sheet that a person names, or that has most of the kind's columns, with what is guessed of its columns."""
    named = [one for one in book.sheets if one.name == sheet]
    tables = [read_table(one, header_row=header_row if named else None) for one in named or book.sheets if one.height]
    return _seen(max(tables, key=lambda table: _recognised(table, kind)))


def guess(headings: Iterable[str], kind: Kind, language: str) -> dict[int, str]:
    """Column of the sheet -> column of the kind, each of them once; what is not sure is left out.

    A heading that is the same in two languages ("Cargo") is taken for the column of ``language``.
    """
    scored = []
    for place, heading in enumerate(headings, start=1):
        for order, column in enumerate(kind.written):
            score = max((_score(fold(heading.strip()), fold(known)) for known in column.headings), default=0)
            if score >= _ALIKE:
                other_language = column.key.partition(":")[2] not in {"", language.partition("-")[0]}
                scored.append((-score, other_language, place, order, column.key))
    found: dict[int, str] = {}
    for _points, _other, place, _order, key in sorted(scored):
        if place not in found and key not in found.values():
            found[place] = key
    return found


def fingerprint(headings: Iterable[str]) -> str:
    """Headings as one mark, by which a file of the same make is known again."""
    return hashlib.sha256("\n".join(fold(one.strip()) for one in headings).encode()).hexdigest()


def moved(kept: Mapping[str, Any], sheet: Sheet) -> tuple[dict[int, str], list[str], list[str]]:
    """What was said of a file whose headings were others: columns found again by heading, new headings, gone ones."""
    before = {fold(heading.strip()): key for heading, key in zip(kept["headings"], kept["keys"], strict=True)}
    now = [fold(one.strip()) for one in sheet.headings]
    columns = {place: before[one] for place, one in enumerate(now, start=1) if before.get(one)}
    new = [heading for heading, one in zip(sheet.headings, now, strict=True) if one and one not in before]
    gone = [heading for heading in kept["headings"] if heading and fold(heading.strip()) not in now]
    return columns, new, gone


def reading_of(columns: Mapping[str, Any], language: str) -> Reading:
    """How the sheet of an import is read, as it is kept in `Import.columns`."""
    keys = columns["keys"]
    written = [Convention(one["day_first"], one["decimal"]) for one in columns["conventions"]]
    return Reading(
        columns={place: key for place, key in enumerate(keys, start=1) if key},
        conventions=dict(enumerate(written, start=1)),
        empties=columns["empties"],
        language=language,
    )


def asks_convention(kind: Kind, key: str) -> str:
    """Which convention a column needs: "date", "number" or ""."""
    reads = kind.column(key).reads if key else Reads.TEXT
    return {Reads.DATE: "date", Reads.NUMBER: "number", Reads.WHOLE: "number"}.get(reads, "")


def faults_as_kept(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Faults of a file as they are kept with its import, to be worded when they are shown."""
    return [{"code": str(one.code), "cell": str(one.place), "facts": dict(one.facts)} for one in faults]


def _seen(table: Table) -> Sheet:
    rows = list(islice(table.rows(), LOOKED_AT))
    places = [header.column for header in table.headers]
    return Sheet(
        name=table.sheet.name,
        header_row=table.header_row,
        headings=tuple(header.name for header in table.headers),
        examples=tuple(_examples(rows, place) for place in places),
        conventions=tuple(guess_convention(row.cell(place) for row in rows) for place in places),
        rows=table.sheet.height,
    )


def _examples(rows: Iterable[Row], place: int) -> tuple[str, ...]:
    texts = (as_text(row.cell(place).value)[:_LONGEST] for row in rows)
    return tuple(islice(dict.fromkeys(text for text in texts if text), EXAMPLES))


def _recognised(table: Table, kind: Kind) -> int:
    headings = [header.name for header in table.headers]
    return max(len(guess(headings, kind, language)) for language in LANGUAGE_NAMES)


def _score(heading: str, known: str) -> float:
    return _SAME + 1 if heading == known else fuzz.ratio(heading, known) if heading else 0
