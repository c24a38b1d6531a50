"""The rows of a sheet of an XLSX, cell by cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from entreciudades.spreadsheets.book import Cell, Row, Value
from entreciudades.spreadsheets.faults import Fault, Note, Place, Problem, Refusal, refuse
from entreciudades.spreadsheets.formulas import formula_code, truth
from entreciudades.spreadsheets.limits import Limits
from entreciudades.spreadsheets.merged import MOST, Range, column_number, read_range
from entreciudades.spreadsheets.numbers import kept_number, lost_digits
from entreciudades.spreadsheets.xlsx_tables import Shown, unescaped

_TAGS = ("c", "v", "f", "t", "is", "row", "rPh", "mergeCell", "col")
_TRUE = {"1", "true"}
_LINK = re.compile(r"\[(\d{1,4})\]")
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - spreadsheets know no time zones
_EPOCH_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001
_LEAP_DAY = 60  # 29 February 1900, which spreadsheet programs count and the calendar does not
_LAST_DAY = 2_958_466  # the first day of the year 10000


@dataclass(frozen=True, slots=True)
class Tables:
    """What the cells of a book refer to."""

    strings: Sequence[str]
    styles: Sequence[Shown]
    dates_1904: bool
    dde: frozenset[int]


class SheetReader:
    """Takes the tags of a sheet; `rows` are those read since it was last emptied."""

    def __init__(self, sheet: str, tables: Tables, limits: Limits) -> None:
        self.rows: list[Row] = []
        self.ranges: list[Range] = []
        self.hidden_columns: set[int] = set()
        self._sheet, self._tables, self._limits = sheet, tables, limits
        self._tags: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._cells: dict[int, Cell] = {}
        self._number = self._column = self._length = 0
        self._hidden = self._phonetic = self._computed = False
        self._attributes: dict[str, str] = {}
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._shared: dict[str, str] = {}
        self._index = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        if not self._tags:
            self._tags = {name.rpartition("}")[0] + "}" * ("}" in name) + tag: tag for tag in _TAGS}
        tag = self._tags.get(name)
        if tag == "c":
            self._attributes, self._value, self._formula = attributes, [], None
            self._length, self._computed = 0, False
            self._place_cell(attributes.get("r"))
        elif tag == "v":
            self._into, self._computed = self._value, True
        elif tag == "t":
            self._into = None if self._phonetic else self._value
        elif tag == "f":
            self._into = self._formula = []
            self._index = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            self._hide(attributes)

    def end(self, name: str) -> None:
        """Take a closing tag."""
        self._into = None
        tag = self._tags.get(name)
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            if self._cells:
                self.rows.append(Row(self._sheet, self._number, self._cells, self._hidden))
        elif tag == "rPh":
            self._phonetic = False

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._into is not None:
            self._into.append(data)
            self._length += len(data)
            if self._length > self._limits.characters:
                raise refuse(Refusal.TOO_MUCH_TEXT, self._place(), limit=self._limits.characters)

    def _place(self) -> Place:
        return Place(self._sheet, self._number, self._column)

    def _damaged(self, why: str) -> Exception:
        return refuse(Refusal.DAMAGED, self._place(), why=why)

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", str(self._number + 1))
        if not written.isdecimal() or len(written) > len("1048576") or int(written) <= self._number:
            raise self._damaged(f"row {written[:20]} after {self._number}")
        self._number, self._column, self._cells = int(written), 0, {}
        self._hidden = attributes.get("hidden") in _TRUE

    def _place_cell(self, address: str | None) -> None:
        if address is None:
            self._column += 1
        else:
            name = address.rstrip("0123456789")
            column = self._columns.get(name)
            if column is None:
                if not (1 <= len(name) <= len("XFD") and name.isascii() and name.isalpha() and name.isupper()):
                    raise self._damaged(f"cell {address[:20]}")
                column = self._columns[name] = column_number(name)
            self._column = column

    def _merge(self, text: str) -> None:
        try:
            self.ranges.append(read_range(text))
        except ValueError as error:
            raise refuse(Refusal.DAMAGED, Place(self._sheet), why=str(error)) from error
        if len(self.ranges) > MOST:
            raise refuse(Refusal.DAMAGED, Place(self._sheet), why="merged cells")

    def _hide(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self.hidden_columns.update(range(int(first), min(int(last), self._limits.columns) + 1))

    def _end_cell(self) -> None:
        raw = "".join(self._value)
        if not raw and self._formula is None:
            return
        if self._column > self._limits.columns:
            raise refuse(Refusal.TOO_MANY_COLUMNS, self._place(), limit=self._limits.columns)
        kind = self._attributes.get("t", "n")
        try:
            value, fault = self._read(kind, raw)
        except (ValueError, IndexError) as error:
            raise self._damaged(str(error)) from error
        if self._formula is not None and fault is None:
            formula = self._whole_formula()
            known = truth(formula)
            value, fault = (value, self._judge(formula)) if known is None else (known, None)
        if value is not None or fault is not None:
            self._cells[self._column] = Cell(self._sheet, self._number, self._column, value, fault)

    def _read(self, kind: str, raw: str) -> tuple[Value, Fault | None]:
        if kind == "s":
            return self._tables.strings[int(raw)] or None, None
        if kind == "n" and raw:
            return self._number_or_date(raw)
        if kind == "e":
            return None, Fault(Problem.ERROR, self._place(), {"error": raw})
        return (_plain(kind, raw) if raw else None), None

    def _number_or_date(self, raw: str) -> tuple[Value, Fault | None]:
        number = kept_number(raw)
        style = self._attributes.get("s")
        shown = self._tables.styles[int(style)] if style is not None and self._tables.styles else None
        if shown is not None:
            try:
                return _date(number, shown, dates_1904=self._tables.dates_1904), None
            except (ValueError, OverflowError):
                return None, Fault(Problem.BAD_DATE, self._place(), {"found": raw})
        return number, Fault(Note.DIGITS, self._place()) if lost_digits(raw) else None

    def _whole_formula(self) -> str:
        formula = "".join(self._formula or ())
        if self._index:  # a formula of several cells is written in the first of them
            formula = self._shared.setdefault(self._index, formula) if formula else self._shared.get(self._index, "")
            if len(self._shared) > MOST:
                raise self._damaged("shared formulas")
        return formula

    def _judge(self, formula: str) -> Fault:
        code = formula_code(formula)
        if code is Refusal.DDE or any(int(link) in self._tables.dde for link in _LINK.findall(formula)):
            raise refuse(Refusal.DDE, self._place(), formula=formula[:200])
        return Fault(Problem.NOT_COMPUTED if code is Note.FORMULA and not self._computed else code, self._place())


def _plain(kind: str, raw: str) -> Value:
    if kind in {"inlineStr", "str"}:
        return unescaped(raw)
    if kind == "b":
        return raw in _TRUE
    if kind == "d":
        moment = dt.datetime.fromisoformat(raw)
        return moment.replace(tzinfo=None) if "T" in raw else moment.date()
    raise ValueError(f"cell of type {kind[:20]!r}")


def _date(number: Decimal, shown: Shown, *, dates_1904: bool) -> Value:
    """Return what a number shows in a style of dates. Raises ValueError, OverflowError."""
    days, part = divmod(number, 1)
    if not 0 <= number < _LAST_DAY:
        raise ValueError(number)
    seconds = int((part * 86_400).to_integral_value())
    if shown == "time" and number < 1:
        return (_EPOCH_1900 + dt.timedelta(seconds=seconds % 86_400)).time()
    if dates_1904:
        epoch = _EPOCH_1904
    elif int(days) == _LEAP_DAY or number < 1:
        raise ValueError(number)
    else:
        epoch = _EPOCH_1900 + dt.timedelta(days=number < _LEAP_DAY)
    moment = epoch + dt.timedelta(days=int(days), seconds=seconds)
    if shown == "month":
        return f"{moment:%Y-%m}"
    if shown == "year":
        return f"{moment:%Y}"
    return moment if seconds else moment.date()
