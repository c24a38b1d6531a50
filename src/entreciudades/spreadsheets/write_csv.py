"""Writes CSV as RFC 4180 has it, in UTF-8 with its mark, by which spreadsheet programs know it."""

from __future__ import annotations

import codecs
import csv
import io
from decimal import Decimal

from entreciudades.spreadsheets.csv_text import defused
from entreciudades.spreadsheets.plan import Plan, Writable
from entreciudades.spreadsheets.values import as_text

_AMBIGUOUS = 3  # decimals: 1.234 may be one thousand


def csv_bytes(plan: Plan) -> bytes:
    """Return a plan as CSV. No text starts a formula in the program that opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([defused(column.header) for column in plan.columns])
    writer.writerows([_written(value) for value in row] for row in plan.rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _written(value: Writable) -> str:
    return defused(value) if isinstance(value, str) else plain_text(value)


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
