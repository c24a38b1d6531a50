"""Writes XLSX: headers that stay in sight and filter, texts that stay as they are, lists to choose from."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from entreciudades.spreadsheets.book import Value
from entreciudades.spreadsheets.faults import letters
from entreciudades.spreadsheets.plain import kept
from entreciudades.spreadsheets.plan import (
    FIRST_CHOICES,
    Help,
    Kind,
    Plan,
    TextTooLong,
    choices_ranges,
    explanation,
)

Formats: TypeAlias = dict[Kind | Literal["moment"], Format]

_PATTERNS: dict[Kind | Literal["moment"], str] = {
    "text": "@",
    "number": "General",
    "date": "yyyy-mm-dd",
    "yes-no": "General",
    "moment": "yyyy-mm-dd hh:mm:ss",
}
_LAST_ROW = 1_048_575
_LONGEST = 32_767  # characters of a cell
_HELP_WIDTHS = (20, 30, 80)


def xlsx_bytes(plans: Sequence[Plan], *, title: str, made_at: dt.datetime, explained: Help | None) -> bytes:
    """Return the plans as XLSX. Raises TextTooLong."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": made_at})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats: Formats = {name: book.add_format({"num_format": text}) for name, text in _PATTERNS.items()}
        sources = _choices(plans, explained)
        for plan in plans:
            sheet = book.add_worksheet(plan.name)
            _sheet(sheet, plan, formats, bold)
            for place, column in enumerate(plan.columns):
                if source := sources.get((plan.name, column.header)):
                    sheet.data_validation(
                        1, place, _LAST_ROW, place, {"validate": "list", "source": source, "error_type": "warning"}
                    )
        if explained is not None:
            _explanation(
                book.add_worksheet(explained.name), plans, explained, bold, book.add_format({"text_wrap": True})
            )
    return data.getvalue()


def _sheet(sheet: Worksheet, plan: Plan, formats: Formats, bold: Format) -> None:
    for place, column in enumerate(plan.columns):
        sheet.set_column(place, place, column.width, formats[column.kind])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(plan.columns):
        sheet.write_string(0, place, column.header, bold)
    row = 0
    for row, values in enumerate(plan.rows, 1):
        for place, (_column, value) in enumerate(zip(plan.columns, values, strict=True)):
            _cell(sheet, row, place, kept(value), formats)
    sheet.autofilter(0, 0, row, len(plan.columns) - 1)


def _cell(sheet: Worksheet, row: int, place: int, value: Value, formats: Formats) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, formats["yes-no"])
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, place, value, formats["moment"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, value, formats["date"])
    elif isinstance(value, Decimal):
        sheet.write_number(row, place, float(value), formats["number"])
    elif isinstance(value, str):
        if len(value) > _LONGEST:
            raise TextTooLong(sheet.get_name(), row + 1, place + 1, _LONGEST)
        sheet.write_string(row, place, value, formats["text"])


def _choices(plans: Sequence[Plan], explained: Help | None) -> dict[tuple[str, str], str]:
    """Return where the choices of each column stand: a list inside a validation may have 255 characters only."""
    if explained is None:
        return {}
    name = explained.name.replace("'", "''")
    return {
        column: f"='{name}'!${letters(place)}${first}:${letters(place)}${last}"
        for column, (place, first, last) in choices_ranges(plans).items()
    }


def _explanation(sheet: Worksheet, plans: Sequence[Plan], explained: Help, bold: Format, wrapped: Format) -> None:
    for row, texts in enumerate(explanation(plans, explained)):
        for place, text in enumerate(texts):
            if text:
                sheet.write_string(
                    row, place, text, bold if row == 0 else wrapped if place < FIRST_CHOICES - 1 else None
                )
    for place, width in enumerate(_HELP_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
