"""The one door to a spreadsheet: what it is by its content, then its reader."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import IO

from entreciudades.spreadsheets.archive import Archive
from entreciudades.spreadsheets.book import Book
from entreciudades.spreadsheets.csv_text import read_csv
from entreciudades.spreadsheets.faults import Refusal, refuse
from entreciudades.spreadsheets.limits import LIMITS, Limits
from entreciudades.spreadsheets.ods import ODS, read_ods
from entreciudades.spreadsheets.xlsx import read_xlsx

# An XLSM is read as far as its macros, for which it is refused.
_SAID = {".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods", ".csv": "csv", ".txt": "csv", ".tsv": "csv"}
_KNOWN = {
    b"%PDF": "pdf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"{\\rtf": "rtf",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"MZ": "exe",
    b"SQLite format 3": "sqlite",
}
_MARKUP = {b"<!doctype html": "html", b"<html": "html", b"<table": "html", b"<?xml": "xml", b"<svg": "svg"}
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # of Microsoft before 2007, and around an encrypted XLSX
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")


def read_book(source: Path | IO[bytes], *, name: str, limits: Limits = LIMITS) -> Book:
    """Read a spreadsheet; `name` is what its owner called the file.

    It is read through once, so that everything for which it may be refused is known before a row is used, and its rows
    again when they are asked for. Raises BookRefused.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            data = stream.read(limits.bytes + 1)
    else:
        source.seek(0)
        data = source.read(limits.bytes + 1)
    if not data:
        raise refuse(Refusal.EMPTY)
    if len(data) > limits.bytes:
        raise refuse(Refusal.TOO_BIG, limit=limits.bytes)
    book = _read(data, name, limits)
    if not any(sheet.height for sheet in book.sheets):
        raise refuse(Refusal.EMPTY)
    return book


def _read(data: bytes, name: str, limits: Limits) -> Book:
    if data.startswith(_COMPOUND):
        raise refuse(Refusal.ENCRYPTED if _ENCRYPTED_PART in data else Refusal.OLD_FORMAT)
    if data.startswith(b"PK"):
        archive = Archive(data, limits)
        found = _archive_format(archive)
        _compare(name, found)
        return read_xlsx(archive, limits) if found == "xlsx" else read_ods(archive, limits)
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for known, beginning in ((_KNOWN, data), (_MARKUP, start)):
        for mark, found in known.items():
            if beginning.startswith(mark):
                raise refuse(Refusal.UNKNOWN, found=found)
    _compare(name, "csv")
    return read_csv(data, limits)


def _compare(name: str, found: str) -> None:
    said = PurePath(name).suffix.lower()
    if _SAID.get(said, "" if said else found) != found:
        raise refuse(Refusal.NOT_WHAT_IT_SAYS, said=said.removeprefix("."), found=found)


def _archive_format(archive: Archive) -> str:
    if "mimetype" in archive:
        kind = b"".join(archive.read("mimetype"))[:200].strip().decode("ascii", "replace")
        if kind == ODS:
            return "ods"
        raise refuse(Refusal.UNKNOWN, found=kind.rpartition(".")[2])
    if "[Content_Types].xml" not in archive:
        raise refuse(Refusal.UNKNOWN, found="zip")
    names = archive.names
    for mark, found in (("word/", "docx"), ("ppt/", "pptx")):
        if any(part.startswith(mark) for part in names):
            raise refuse(Refusal.UNKNOWN, found=found)
    if any(part.endswith("workbook.bin") for part in names):
        raise refuse(Refusal.UNKNOWN, found="xlsb")
    return "xlsx"
