"""What of a value a cell keeps, and what has to be written as text in order to come back as it was."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from entreciudades.spreadsheets.book import Value
from entreciudades.spreadsheets.numbers import DIGITS
from entreciudades.spreadsheets.plan import Writable
from entreciudades.spreadsheets.values import as_text

_FIRST_DAY = dt.date(1900, 3, 1)  # before it, spreadsheet programs count a day that never was
_AMBIGUOUS = 3  # decimals: 1.234 may be one thousand


def kept(value: Writable) -> Value:
    """Return the value that a cell of XLSX and ODS keeps: a text where it would lose digits or days, None for ""."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, microsecond=0)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        return number if len(number.normalize().as_tuple().digits) <= DIGITS else number_text(number)
    if isinstance(value, dt.time) or (isinstance(value, dt.date) and value < _FIRST_DAY):
        return value.isoformat()
    return None if value == "" else value


def plain_text(value: Writable) -> str:
    """Return a value as text that is read as the same value."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return number_text(Decimal(value))
    return as_text(value)


def number_text(number: Decimal) -> str:
    """Return a number that means the same with a decimal comma in mind: 1.234 becomes 1.2340."""
    text = f"{number:f}"
    return text + "0" if len(text.partition(".")[2]) == _AMBIGUOUS else text
