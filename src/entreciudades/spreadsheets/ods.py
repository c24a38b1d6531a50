"""Reads ODS: the parts of the archive, then the sheets, which all stand in one part, as streams of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter

from entreciudades.spreadsheets import markup
from entreciudades.spreadsheets.archive import Archive
from entreciudades.spreadsheets.book import Book, Row, Sheet
from entreciudades.spreadsheets.faults import Fault, Note, Place, Refusal, refuse
from entreciudades.spreadsheets.limits import Limits
from entreciudades.spreadsheets.merged import with_merged
from entreciudades.spreadsheets.ods_rows import ContentReader, Drawn
from entreciudades.spreadsheets.survey import Seen, Survey

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
# LibreOffice also keeps lists of modules, script-lb.xml, where there are none
_PROGRAMS = re.compile(r"(^|/)Basic/[^/]+/(?!(script|dialog)-l[bc]\.xml$)[^/]+$|(^|/)Scripts/.*[^/]$")


def read_ods(archive: Archive, limits: Limits) -> Book:
    """Read the book. Raises BookRefused."""
    for name in archive.names:
        if _PROGRAMS.search(name):
            raise refuse(Refusal.MACROS, Place(part=name))
    if _MANIFEST in archive:
        for tag, _attributes in markup.elements(archive.read(_MANIFEST), _MANIFEST):
            if tag == "encryption-data":
                raise refuse(Refusal.ENCRYPTED, Place(part=_MANIFEST))
    first, survey = ContentReader(limits), Survey(limits)
    by_sheet = groupby(_rows(archive, first), key=attrgetter("sheet"))
    seen = {name: survey.read(name, rows) for name, rows in by_sheet}
    sheets = [_sheet(archive, drawn, seen.get(drawn.name, Seen(drawn.name)), limits) for drawn in first.sheets]
    linked = [Fault(Note.EXTERNAL_LINKS, Place(part=address)) for address in first.linked]
    return Book("ods", tuple(sheets), tuple(linked))


def _sheet(archive: Archive, drawn: Drawn, seen: Seen, limits: Limits) -> Sheet:
    notes = seen.notes(hidden=drawn.hidden, hidden_columns=drawn.hidden_columns)
    return Sheet(drawn.name, partial(_again, archive, drawn, limits), drawn.hidden, notes, seen.height)


def _again(archive: Archive, drawn: Drawn, limits: Limits) -> Iterator[Row]:
    rows = (row for row in _rows(archive, ContentReader(limits)) if row.sheet == drawn.name)
    return with_merged(rows, drawn.ranges, limits.columns)


def _rows(archive: Archive, reader: ContentReader) -> Iterator[Row]:
    for _piece in markup.feed(archive.read(_CONTENT), reader, _CONTENT):
        for row, times in reader.rows:
            yield row
            for number in range(row.number + 1, row.number + times):
                cells = {column: cell._replace(row=number) for column, cell in row.cells.items()}
                yield row._replace(number=number, cells=cells)
        reader.rows.clear()
