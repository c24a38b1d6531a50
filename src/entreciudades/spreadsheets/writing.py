"""The one door out: sheets of a plan as XLSX, ODS or CSV, that `read_book` reads as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, TypeAlias

from entreciudades.spreadsheets.plan import Column, Help, Plan, TextTooLong
from entreciudades.spreadsheets.write_csv import csv_bytes
from entreciudades.spreadsheets.write_ods import ods_bytes
from entreciudades.spreadsheets.write_xlsx import xlsx_bytes

__all__ = ["Column", "Format", "Help", "Plan", "TextTooLong", "write_book"]

Format: TypeAlias = Literal["xlsx", "ods", "csv"]
FORMATS: tuple[Format, ...] = ("xlsx", "ods", "csv")


def write_book(
    plans: Sequence[Plan], format_: Format, *, title: str, made_at: dt.datetime, explained: Help | None = None
) -> bytes:
    """Return a file. Lists to choose from need the explanation, in which they stand.

    A CSV holds one plan and nothing else. Raises ValueError for more, TextTooLong.
    """
    if format_ == "csv":
        if len(plans) != 1:
            raise ValueError(f"a CSV holds one sheet, not {len(plans)}")
        return csv_bytes(plans[0])
    write = xlsx_bytes if format_ == "xlsx" else ods_bytes
    return write(plans, title=title, made_at=made_at, explained=explained)
