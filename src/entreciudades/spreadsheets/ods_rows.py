"""The sheets of an ODS and their rows, cell by cell (ODF 1.3, part 3, chapters 9 and 19)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from entreciudades.spreadsheets.book import Cell, Row, Value
from entreciudades.spreadsheets.faults import Fault, Note, Place, Problem, Refusal, refuse
from entreciudades.spreadsheets.formulas import formula_code, truth
from entreciudades.spreadsheets.limits import Limits
from entreciudades.spreadsheets.merged import MOST, Range
from entreciudades.spreadsheets.numbers import kept_number, lost_digits

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE, _NUMBER, _SCRIPT = (
    f"{_NS}{name}:1.0}}" for name in ("office", "table", "text", "style", "datastyle", "script")
)
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_DRAW = f"{_NS}drawing:1.0}}"
_LINK = "http://www.w3.org/1999/xlink}href"
#: What stands inside a sheet or a cell and is no value of it.
_BESIDE = {
    f"{_OFFICE}annotation",
    f"{_OFFICE}forms",
    f"{_TABLE}shapes",
    f"{_TABLE}tracked-changes",
    *(f"{_DRAW}{name}" for name in ("frame", "custom-shape", "g", "control", "line", "rect", "ellipse", "caption")),
}
_ROWS_REPEATED, _COLUMNS_REPEATED, _ROWS_SPANNED, _COLUMNS_SPANNED = (
    f"{_TABLE}number-{name}" for name in ("rows-repeated", "columns-repeated", "rows-spanned", "columns-spanned")
)
_VALUE_TYPE, _FORMULA = f"{_OFFICE}value-type", f"{_TABLE}formula"
_HIDDEN = {"collapse", "filter"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_ERROR = re.compile(r"#[A-Z0-9/!?]+|Err:\d+")
_TIME = re.compile(r"PT(\d{1,4})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S", re.ASCII)
_MOST = 7  # digits of a number of rows or columns
_HOURS = 24


@dataclass(slots=True)
class Drawn:
    """What is known of a sheet beside its rows."""

    name: str
    hidden: bool
    hidden_columns: set[int] = field(default_factory=set)
    ranges: list[Range] = field(default_factory=list)


class ContentReader:
    """Takes the tags of content.xml. `rows` are those read since it was last emptied, with how often each stands."""

    def __init__(self, limits: Limits) -> None:
        self.rows: list[tuple[Row, int]] = []
        self.sheets: list[Drawn] = []
        self.linked: list[str] = []
        self._limits = limits
        self._beside = 0
        self._sheet: Drawn | None = None
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._date_styles: dict[str, set[str]] = {}
        self._cell_styles: dict[str, str] = {}
        self._column_styles: list[tuple[int, str]] = []
        self._number = self._times = self._column = self._columns = self._length = 0
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._attributes: dict[str, str] | None = None
        self._text: list[str] = []
        self._paragraphs = 0
        self._in_paragraph = self._blank = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            f"{_TABLE}table": self._start_sheet,
            f"{_TABLE}table-source": self._source,
            f"{_TABLE}cell-range-source": self._source,
            f"{_OFFICE}dde-source": self._dde,
            f"{_SCRIPT}event-listener": self._program,
            f"{_TABLE}table-column": self._start_column,
            f"{_TABLE}table-row": self._start_row,
            f"{_TABLE}table-cell": self._start_cell,
            f"{_TABLE}covered-table-cell": self._covered,
            f"{_TEXT}p": self._start_paragraph,
            f"{_TEXT}s": self._spaces,
            f"{_TEXT}tab": lambda _attributes: self._add("\t"),
            f"{_TEXT}line-break": lambda _attributes: self._add("\n"),
            f"{_STYLE}style": self._start_style,
            f"{_STYLE}table-properties": self._table_style,
            f"{_NUMBER}date-style": self._start_date_style,
            **{f"{_NUMBER}{name}": self._date_part(name) for name in ("day", "month", "year", "hours")},
        }
        self._ends: dict[str, Callable[[], None]] = {
            f"{_TABLE}table": self._end_sheet,
            f"{_TABLE}table-row": self._end_row,
            f"{_TABLE}table-cell": self._end_cell,
            f"{_TEXT}p": self._end_paragraph,
            f"{_NUMBER}date-style": self._end_date_style,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        if self._beside or name in _BESIDE or (self._attributes is not None and name == f"{_TABLE}table"):
            self._beside += 1
        elif act := self._starts.get(name):
            act(attributes)

    def end(self, name: str) -> None:
        """Take a closing tag."""
        if self._beside:
            self._beside -= 1
        elif act := self._ends.get(name):
            act()

    def text(self, data: str) -> None:
        """Take a piece of text: blanks count once, at the ends of a paragraph not at all (part 3, 6.1.2)."""
        if not self._in_paragraph or self._beside:
            return
        text = _BLANKS.sub(" ", data)
        if self._blank:
            text = text.removeprefix(" ")
        if text:
            self._add(text)
            self._blank = text.endswith(" ")

    def _add(self, text: str) -> None:
        if self._in_paragraph:
            self._text.append(text)
            self._blank = False
            self._length += len(text)
            if self._length > self._limits.characters:
                raise refuse(Refusal.TOO_MUCH_TEXT, self._place(), limit=self._limits.characters)

    def _place(self) -> Place:
        return Place(self._sheet.name if self._sheet else "", self._number, self._column)

    def _count(self, attributes: dict[str, str], name: str) -> int:
        text = attributes.get(name)
        if text is None:
            return 1
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST and int(text)):
            raise refuse(Refusal.DAMAGED, self._place(), why=f"{name.removeprefix(_TABLE)} {text[:20]}")
        return int(text)

    # styles

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get(f"{_STYLE}name", "")
        if date_style := attributes.get(f"{_STYLE}data-style-name"):
            self._cell_styles[self._style] = date_style
        if len(self._cell_styles) + len(self._date_styles) + len(self._hidden_styles) + len(self.linked) > MOST:
            raise refuse(Refusal.DAMAGED, why="styles")

    def _table_style(self, attributes: dict[str, str]) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _start_date_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get(f"{_STYLE}name", "")
        self._date_styles[self._style] = set()

    def _end_date_style(self) -> None:
        self._style = ""

    def _date_part(self, name: str) -> Callable[[dict[str, str]], None]:
        def take(_attributes: dict[str, str]) -> None:
            if self._style in self._date_styles:
                self._date_styles[self._style].add(name)

        return take

    def _shown(self, attributes: dict[str, str]) -> set[str]:
        """Return which parts of a date the cell's style shows, none where it is not known."""
        style = attributes.get(f"{_TABLE}style-name")
        if style is None:
            style = next((name for last, name in self._column_styles if self._column <= last), "")
        return self._date_styles.get(self._cell_styles.get(style, ""), set())

    # sheets

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        name = attributes.get(f"{_TABLE}name", "")
        if any(sheet.name == name for sheet in self.sheets):
            raise refuse(Refusal.DAMAGED, Place(name), why="two sheets of one name")
        self._sheet = Drawn(name, attributes.get(f"{_TABLE}style-name") in self._hidden_styles)
        self.sheets.append(self._sheet)
        if len(self.sheets) > self._limits.sheets:
            raise refuse(Refusal.TOO_MANY_SHEETS, limit=self._limits.sheets)
        self._number = self._columns = 0
        self._column_styles = []

    def _end_sheet(self) -> None:
        self._sheet = None

    def _source(self, attributes: dict[str, str]) -> None:
        self.linked.append(attributes.get(_LINK, ""))

    def _dde(self, _attributes: dict[str, str]) -> None:
        raise refuse(Refusal.DDE, self._place(), formula="")

    def _program(self, _attributes: dict[str, str]) -> None:
        raise refuse(Refusal.MACROS, self._place())

    def _start_column(self, attributes: dict[str, str]) -> None:
        first = self._columns + 1
        self._columns += self._count(attributes, _COLUMNS_REPEATED)
        if self._sheet and attributes.get(f"{_TABLE}visibility") in _HIDDEN:
            self._sheet.hidden_columns.update(range(first, min(self._columns, self._limits.columns) + 1))
        if len(self._column_styles) < self._limits.columns:
            self._column_styles.append((self._columns, attributes.get(f"{_TABLE}default-cell-style-name", "")))

    # rows

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._number += 1
        self._times = self._count(attributes, _ROWS_REPEATED)
        self._hidden = attributes.get(f"{_TABLE}visibility") in _HIDDEN
        self._column, self._cells = 0, {}

    def _end_row(self) -> None:
        if self._cells and self._sheet:
            self.rows.append((Row(self._sheet.name, self._number, self._cells, self._hidden), self._times))
        self._number += self._times - 1

    # cells

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        self._attributes = attributes
        self._text, self._paragraphs, self._length = [], 0, 0
        high, wide = self._count(attributes, _ROWS_SPANNED), self._count(attributes, _COLUMNS_SPANNED)
        if high * wide > 1 and self._sheet:
            top, left = self._number, self._column
            self._sheet.ranges.append(Range(top, left, top + high - 1, left + wide - 1))
            if len(self._sheet.ranges) > MOST:
                raise refuse(Refusal.DAMAGED, Place(self._sheet.name), why="merged cells")

    def _covered(self, attributes: dict[str, str]) -> None:
        self._column += self._count(attributes, _COLUMNS_REPEATED)

    def _start_paragraph(self, _attributes: dict[str, str]) -> None:
        if self._attributes is not None:
            self._in_paragraph = True
            if self._paragraphs:
                self._add("\n")
            self._paragraphs += 1
            self._blank = True

    def _end_paragraph(self) -> None:
        if self._in_paragraph and self._blank and self._text:
            self._text[-1] = self._text[-1].removesuffix(" ")
        self._in_paragraph = False

    def _spaces(self, attributes: dict[str, str]) -> None:
        text = attributes.get(f"{_TEXT}c", "1")
        self._add(" " * (int(text) if len(text) <= _MOST and text.isdecimal() else 1))

    def _end_cell(self) -> None:
        attributes, self._attributes = self._attributes or {}, None
        times = self._count(attributes, _COLUMNS_REPEATED)
        formula = attributes.get(_FORMULA)
        if formula is not None or _VALUE_TYPE in attributes or self._text:
            value, fault = self._read(attributes, "".join(self._text))
            if formula is not None and fault is None:
                known = truth(formula)
                computed = _VALUE_TYPE in attributes
                value, fault = (value, self._judge(formula, computed=computed)) if known is None else (known, None)
            if value is not None or fault is not None:
                self._keep(value, fault, times)
        self._column += times - 1

    def _keep(self, value: Value, fault: Fault | None, times: int) -> None:
        sheet, last = self._sheet.name if self._sheet else "", self._column + times - 1
        if last > self._limits.columns:
            raise refuse(Refusal.TOO_MANY_COLUMNS, Place(sheet, self._number, last), limit=self._limits.columns)
        for column in range(self._column, last + 1):
            self._cells[column] = Cell(sheet, self._number, column, value, fault)

    def _judge(self, formula: str, *, computed: bool) -> Fault:
        code = formula_code(formula)
        if code is Refusal.DDE:
            raise refuse(code, self._place(), formula=formula[:200])
        return Fault(Problem.NOT_COMPUTED if code is Note.FORMULA and not computed else code, self._place())

    def _read(self, attributes: dict[str, str], text: str) -> tuple[Value, Fault | None]:
        kind = attributes.get(_VALUE_TYPE, "string")
        is_error = attributes.get(f"{_CALCEXT}value-type") == "error"
        if is_error or (_FORMULA in attributes and _ERROR.fullmatch(text)):
            return None, Fault(Problem.ERROR, self._place(), {"error": text})
        try:
            if kind in {"float", "percentage", "currency"}:
                raw = attributes.get(f"{_OFFICE}value", "")
                return kept_number(raw), Fault(Note.DIGITS, self._place()) if lost_digits(raw) else None
            if kind == "boolean":
                return attributes.get(f"{_OFFICE}boolean-value") == "true", None
        except ValueError as error:
            raise refuse(Refusal.DAMAGED, self._place(), why=str(error)) from error
        if kind == "date":
            return self._date(attributes)
        if kind == "time":
            return _time(attributes.get(f"{_OFFICE}time-value", "")), None
        return (text or attributes.get(f"{_OFFICE}string-value") or None), None

    def _date(self, attributes: dict[str, str]) -> tuple[Value, Fault | None]:
        raw = attributes.get(f"{_OFFICE}date-value", "")
        try:
            moment = dt.datetime.fromisoformat(raw).replace(tzinfo=None)
        except ValueError:
            return None, Fault(Problem.BAD_DATE, self._place(), {"found": raw[:40]})
        shown = self._shown(attributes)
        if "year" in shown and not shown & {"day", "hours"}:
            return f"{moment:%Y-%m}" if "month" in shown else f"{moment:%Y}", None
        return (moment if moment.time() != dt.time() else moment.date()), None


def _time(raw: str) -> Value:
    found = _TIME.fullmatch(raw)
    if found is None or int(found[1]) >= _HOURS:
        return raw or None
    hour, minute, second = (int(part) for part in found.groups())
    return dt.time(hour, min(minute, 59), min(second, 59))
