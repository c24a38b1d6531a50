"""Readers of a cell's value. None is an empty cell; what cannot be read raises Unreadable with its fault.

Each refuses a cell that has a problem of its own (an error, merged) with that problem.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from entreciudades.spreadsheets.book import Cell, Value
from entreciudades.spreadsheets.conventions import EITHER, Convention, number_readings
from entreciudades.spreadsheets.dates import date_readings, has_short_year, is_written_as_one
from entreciudades.spreadsheets.faults import Fault, Problem, Unreadable

_YES = {"sí", "si", "sim", "yes", "s", "y", "true", "verdadero", "verdadeiro", "1", "x", "✓", "✔"}
_NO = {"no", "não", "nao", "n", "false", "falso", "0", "✗", "✘"}
_LIST = re.compile(r"[;\n]")
_LONGEST = 100


def as_text(value: Value) -> str:
    """Return a value as text: a number without exponent, a date in ISO, yes and no as TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()


def read_text(cell: Cell) -> str | None:
    """Read a text, stripped; a number or a date becomes one."""
    return as_text(usable(cell)) or None


def read_list(cell: Cell) -> tuple[str, ...]:
    """Read texts that are separated by semicolons or line breaks; an empty cell has none."""
    return tuple(text for part in _LIST.split(as_text(usable(cell))) if (text := part.strip()))


def read_yes_no(cell: Cell) -> bool | None:
    """Read yes or no, in Spanish, Portuguese or English, or as a spreadsheet has it."""
    value = usable(cell)
    if isinstance(value, bool):
        return value
    text = as_text(value)
    if not text:
        return None
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise _unreadable(cell, Problem.NO_YES_NO, text)


def read_number(cell: Cell, convention: Convention = EITHER) -> Decimal | None:
    """Read a number; as text with 1.234,56 or 1,234.56, as the convention says where both are possible."""
    value = usable(cell)
    if isinstance(value, Decimal):
        return value
    text = as_text(value)
    if not text:
        return None
    readings = {} if isinstance(value, bool | dt.date | dt.time) else number_readings(text)
    if convention.decimal is not None and len(readings) > 1:
        return readings[convention.decimal]
    if len(set(readings.values())) == 1:
        return next(iter(readings.values()))
    if readings:
        facts = {"point": f"{readings['.']:f}", "comma": f"{readings[',']:f}"}
        raise _unreadable(cell, Problem.AMBIGUOUS_NUMBER, text, **facts)
    raise _unreadable(cell, Problem.NO_NUMBER, text)


def read_integer(cell: Cell, convention: Convention = EITHER) -> int | None:
    """Read a whole number; 1.234 in a text is one thousand wherever a part of one makes no sense."""
    text = as_text(usable(cell))
    readings = number_readings(text) if isinstance(cell.value, str) else {}
    whole = {number for number in readings.values() if number == number.to_integral_value()}
    try:
        number = whole.pop() if len(whole) == 1 else read_number(cell, convention)
    except Unreadable as error:
        if error.fault.code is Problem.NO_NUMBER:
            raise _unreadable(cell, Problem.NO_INTEGER, text) from None
        raise
    if number is not None and number != number.to_integral_value():
        raise _unreadable(cell, Problem.NO_INTEGER, text)
    return None if number is None else int(number)


def read_date(cell: Cell, convention: Convention = EITHER) -> str | None:
    """Read a date as EDTF text, as far as it is known: 2016-06-14, 2017-04, 2017, XXXX-09-07, 2018/2020, 2017~.

    Also as people write it: 14/04/2017, 14.4.2017, "abril de 2017", "14 de abril de 2017", "April 14, 2017".
    03/04/2017 is read as the convention says.
    """
    value = usable(cell)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = as_text(value)
    if not text:
        return None
    readings = {} if isinstance(value, bool | dt.time) else date_readings(text)
    if len(set(readings.values())) == 1:
        return next(iter(readings.values()))
    if not readings:
        is_short = has_short_year(text)
        impossible = Problem.BAD_DATE if is_written_as_one(text) else Problem.NO_DATE
        raise _unreadable(cell, Problem.SHORT_YEAR if is_short else impossible, text)
    if convention.day_first is None:
        day_first, month_first = readings[True], readings[False]
        raise _unreadable(cell, Problem.AMBIGUOUS_DATE, text, day_first=day_first, month_first=month_first)
    return readings[convention.day_first]


def usable(cell: Cell) -> Value:
    """Return the value of a cell. Raises Unreadable where the cell has a problem of its own."""
    if cell.fault is not None and isinstance(cell.fault.code, Problem):
        raise Unreadable(cell.fault)
    return cell.value


def _unreadable(cell: Cell, code: Problem, found: str, **facts: str) -> Unreadable:
    return Unreadable(Fault(code, cell.place, {"found": found[:_LONGEST], **facts}))
