"""Writes CSV as RFC 4180 has it, in UTF-8 with its mark, by which spreadsheet programs know it."""

from __future__ import annotations

import codecs
import csv
import io

from entreciudades.spreadsheets.csv_text import defused
from entreciudades.spreadsheets.plain import plain_text
from entreciudades.spreadsheets.plan import Plan, Writable


def csv_bytes(plan: Plan) -> bytes:
    """Return a plan as CSV. No text starts a formula in the program that opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([defused(column.header) for column in plan.columns])
    writer.writerows([_written(value) for value in row] for row in plan.rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _written(value: Writable) -> str:
    return defused(value) if isinstance(value, str) else plain_text(value)
