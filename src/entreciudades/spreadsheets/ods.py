"""Reads ODS."""

from __future__ import annotations

from entreciudades.spreadsheets.archive import Archive
from entreciudades.spreadsheets.book import Book
from entreciudades.spreadsheets.faults import Refusal, refuse
from entreciudades.spreadsheets.limits import Limits

ODS = "application/vnd.oasis.opendocument.spreadsheet"


def read_ods(archive: Archive, limits: Limits) -> Book:
    """Read the book. Raises BookRefused."""
    del archive, limits
    raise refuse(Refusal.UNKNOWN, found="ods")
