"""Reads XLSX: the parts of the archive, then each sheet as a stream of rows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from entreciudades.spreadsheets import markup
from entreciudades.spreadsheets.archive import Archive
from entreciudades.spreadsheets.book import Book, Row, Sheet
from entreciudades.spreadsheets.faults import Fault, Note, Place, Refusal, refuse
from entreciudades.spreadsheets.limits import Limits
from entreciudades.spreadsheets.merged import with_merged
from entreciudades.spreadsheets.survey import Survey
from entreciudades.spreadsheets.xlsx_rows import SheetReader, Tables
from entreciudades.spreadsheets.xlsx_tables import read_strings, read_styles

_PROGRAMS = re.compile(r"vbaProject\.bin$|(^|/)(macrosheets|dialogsheets|activeX)/", re.IGNORECASE)
_LINKED = re.compile(r"(^|/)(externalLinks/[^/]+\.xml|connections\.xml)$")


def read_xlsx(archive: Archive, limits: Limits) -> Book:
    """Read the book. Raises BookRefused."""
    _refuse_programs(archive)
    workbook = _target(archive, "", "officeDocument")
    listed: dict[str, dict[str, str]] = {}
    dates_1904 = False
    for tag, attributes in markup.elements(archive.read(workbook), workbook):
        if tag == "sheet":
            name = attributes.get("name", "")
            if name in listed:
                raise refuse(Refusal.DAMAGED, Place(name), why="two sheets of one name")
            listed[name] = attributes
            if len(listed) > limits.sheets:
                raise refuse(Refusal.TOO_MANY_SHEETS, limit=limits.sheets)
        elif tag == "workbookPr":
            dates_1904 = attributes.get("date1904") in {"1", "true"}
    related = _related(archive, workbook)
    tables = Tables(
        read_strings(archive, _of_kind(related, "sharedStrings"), limits),
        read_styles(archive, _of_kind(related, "styles")),
        dates_1904,
        _dde_links(archive, workbook, related),
    )
    survey, sheets = Survey(limits), []
    for name, attributes in listed.items():
        identifier = next((value for key, value in attributes.items() if key.endswith("}id")), "")
        kind, part = related.get(identifier, ("", ""))
        if kind == "worksheet":
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(_sheet(archive, part, name, tables=tables, survey=survey, hidden=hidden))
    linked = [name for name in archive.names if _LINKED.search(name)]
    return Book("xlsx", tuple(sheets), tuple(Fault(Note.EXTERNAL_LINKS, Place(part=part)) for part in linked))


def _sheet(archive: Archive, part: str, name: str, *, tables: Tables, survey: Survey, hidden: bool) -> Sheet:
    limits = survey.limits
    first = SheetReader(name, tables, limits)
    seen = survey.read(name, _rows(archive, part, first))

    def rows() -> Iterator[Row]:
        again = _rows(archive, part, SheetReader(name, tables, limits))
        return with_merged(again, first.ranges, limits.columns)

    return Sheet(name, rows, hidden, seen.notes(hidden=hidden, hidden_columns=first.hidden_columns), seen.height)


def _rows(archive: Archive, part: str, reader: SheetReader) -> Iterator[Row]:
    for _piece in markup.feed(archive.read(part), reader, part):
        yield from reader.rows
        reader.rows.clear()


def _refuse_programs(archive: Archive) -> None:
    for name in archive.names:
        if _PROGRAMS.search(name):
            raise refuse(Refusal.MACROS, Place(part=name))
    part = "[Content_Types].xml"
    for _tag, attributes in markup.elements(archive.read(part), part):
        if "macroEnabled" in attributes.get("ContentType", ""):
            raise refuse(Refusal.MACROS, Place(part=attributes.get("PartName", part).lstrip("/")))


def _related(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to: id -> kind, name of the part."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in archive:
        return {}
    return {
        attributes["Id"]: (
            posixpath.basename(attributes["Type"]),
            posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/"),
        )
        for tag, attributes in markup.elements(archive.read(relations), relations)
        if tag == "Relationship" and attributes.keys() >= {"Id", "Type", "Target"}
    }


def _of_kind(related: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((part for of_kind, part in related.values() if of_kind == kind), None)


def _target(archive: Archive, part: str, kind: str) -> str:
    target = _of_kind(_related(archive, part), kind)
    if target is None:
        raise refuse(Refusal.DAMAGED, Place(part="_rels/.rels"), why=f"no {kind}")
    return target


def _dde_links(archive: Archive, workbook: str, related: dict[str, tuple[str, str]]) -> frozenset[int]:
    """Return which of the links to other files, counted from 1 as formulas do, start a program."""
    links = [
        related[value][1]
        for tag, attributes in markup.elements(archive.read(workbook), workbook)
        if tag == "externalReference"
        for key, value in attributes.items()
        if key.endswith("}id") and value in related
    ]
    return frozenset(
        number
        for number, part in enumerate(links, 1)
        if any(tag == "ddeLink" for tag, _attributes in markup.elements(archive.read(part), part))
    )
