"""Reads CSV: which encoding, which delimiter, then records; and what keeps a text from starting a formula."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice

from entreciudades.spreadsheets.book import Book, Cell, Row, Sheet
from entreciudades.spreadsheets.faults import Fault, Note, Place, Refusal, refuse
from entreciudades.spreadsheets.limits import Limits
from entreciudades.spreadsheets.survey import Survey

_DELIMITERS = ",;\t"
_DECLARED = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_LOOKED_AT, _PIECE = 50, 500_000  # records and characters, to find the delimiter
# A program that takes another delimiter than ours splits inside a text, so what follows one is defused as well.
_FORMULA = r"'*[=+\-@\t\r\n＝＋－＠]"
_STARTS = re.compile(rf"^(?={_FORMULA})|(?<=[,;\t\r\n\"])(?='*[=+\-@＝＋－＠])")
_DEFUSED = re.compile(rf"^'(?={_FORMULA})|(?<=[,;\t\r\n\"])'(?='*[=+\-@＝＋－＠])")


def defused(text: str) -> str:
    """Return a text that starts a formula in no program, whatever delimiter that program expects."""
    return _STARTS.sub("'", text)


def restored(text: str) -> str:
    """Return what `defused` was given."""
    return _DEFUSED.sub("", text) if "'" in text else text


def read_csv(data: bytes, limits: Limits) -> Book:
    """Read a CSV as a book with one sheet without name. Raises BookRefused."""
    text, encoding = decoded(data)
    notes = [] if encoding in {"utf-8", "utf-16"} else [Fault(Note.ENCODING, facts={"encoding": encoding})]
    declared = _DECLARED.match(text)
    skipped = declared.end() if declared else 0
    delimiter = declared[1] if declared else _delimiter(text, limits)
    if delimiter != ",":
        notes.append(Fault(Note.DELIMITER, facts={"delimiter": delimiter}))
    rows = partial(_rows, text[skipped:], delimiter, limits, 1 if declared else 0)
    seen = Survey(limits).read("", rows())
    return Book("csv", (Sheet("", rows, height=seen.height),), tuple(notes))


def decoded(data: bytes) -> tuple[str, str]:
    """Return a text and the name of the encoding in which it is written. Raises BookRefused where it is no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _text(data, "utf-16"), "utf-16"
    if b"\0" in data:  # text in UTF-16 without its mark has them in every other place
        for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
            if data[place::2].count(0) > len(data) // 4:
                return _text(data, encoding), "utf-16"
        raise refuse(Refusal.UNKNOWN, found="")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse(Refusal.DAMAGED, why=str(error)) from error
    if "\0" in text:
        raise refuse(Refusal.UNKNOWN, found="")
    return text


def _delimiter(text: str, limits: Limits) -> str:
    """Return what gives the most records the same number of fields, more than one."""
    best, delimiter = (0, 0), ","
    for candidate in _DELIMITERS:
        widths: list[int] = []
        with suppress(csv.Error):  # a piece may end in a quotation
            for record, _line in islice(_records(text[:_PIECE], candidate, limits), _LOOKED_AT):
                widths.append(len(record))
        wide = [width for width in widths if width > 1]
        if wide:
            common = max(set(wide), key=wide.count)
            best, delimiter = max((best, delimiter), ((wide.count(common), common), candidate))
    return delimiter


def _records(text: str, delimiter: str, limits: Limits) -> Iterator[tuple[list[str], int]]:
    """Yield records with the line at which each begins."""
    csv.field_size_limit(limits.characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for record in reader:
        yield record, line
        line = reader.line_num + 1


def _rows(text: str, delimiter: str, limits: Limits, skipped: int) -> Iterator[Row]:
    number = 0
    try:
        for number, (record, line) in enumerate(_records(text, delimiter, limits), 1):
            if len(record) > limits.columns:
                place = Place(row=number, column=limits.columns + 1, line=line + skipped)
                raise refuse(Refusal.TOO_MANY_COLUMNS, place, limit=limits.columns)
            cells = {
                column: Cell("", number, column, restored(field), line=line + skipped)
                for column, field in enumerate(record, 1)
                if field
            }
            if cells:
                yield Row("", number, cells, line=line + skipped)
    except csv.Error as error:
        place = Place(row=number + 1)
        if "limit" in str(error):
            raise refuse(Refusal.TOO_MUCH_TEXT, place, limit=limits.characters) from error
        raise refuse(Refusal.QUOTES, place) from error
