"""What a section holds beside its text, in Word: sheets, lists, goals, tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

from entreciudades.documents.book import (
    Chips,
    DataBlock,
    FactList,
    Item,
    Listing,
    Prose,
    Row,
    Sheet,
    Sheets,
    Table,
    Tables,
    Words,
)
from entreciudades.documents.typeset import map_picture
from entreciudades.documents.word_file import BRAND, SOFT, say_heading
from entreciudades.documents.word_prose import ProseWriter, language_mark, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph

WIDE = 4
"""Columns that a page holds upright."""
_PAIR = 2
_SHORT = 600  # signs of a cell whose row is not torn between two pages
_WASH = "E3EFEC"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="D2CDBE"/>' for side in _SIDES)
_SIGN = "◆"
_BRIGHT = 158  # of 255: from there on, ink is read better than white


class DataWriter:
    """Writes the data of a book. `labels` are the renderer's own words, `language` the reader's."""

    def __init__(self, document: Document, *, language: str, labels: dict[str, str]) -> None:
        self.document = document
        self.prose_writer = ProseWriter(document)
        self.language = language
        self.labels = labels

    def datum(self, block: DataBlock, level: int) -> None:
        """Write a block of data below a heading of ``level - 1``."""
        match block:
            case Sheets(sheets):
                for sheet in sheets:
                    self._sheet(sheet, level)
            case FactList():
                self._facts(block)
            case Listing():
                self._listing(block, level)
            case Chips(chips):
                for chip in chips:
                    self._chip(chip.number, chip.colour, chip.name)
                    self._targets(chip.targets)
            case Tables(tables):
                for table in tables:
                    self._table(table, level)

    def prose(self, text: Prose | None, container: Any = None) -> None:
        """Write a long text, and above it in which language it is where that is not the reader's."""
        if text is None or not text.blocks:
            return
        held = container or self.document
        if self._is_foreign(text.language):
            said = self.labels.get(f"untranslated-{text.language}", f"({text.language})")
            self._small(held.add_paragraph(), said)
            self.prose_writer.language = text.language
        self.prose_writer.add(held, text.blocks)
        self.prose_writer.language = ""

    def say(self, paragraph: Paragraph, words: Words, *, bold: bool = False) -> None:
        """Add a short text, marked where it is in another language than the book."""
        run = paragraph.add_run(plain(words.text))
        run.bold = bold or None
        if self._is_foreign(words.language):
            run._r.get_or_add_rPr().append(language_mark(words.language))  # noqa: SLF001 - python-docx's element
            self._small(paragraph, f" ({words.language})")

    def picture(self, data: bytes, alt: str, *, width: float) -> None:
        """Add a picture of ``width`` millimetres with its alternative text."""
        shape = self.document.add_picture(BytesIO(data), width=Mm(width))
        shape._inline.docPr.set("descr", plain(alt))  # noqa: SLF001

    def rows(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str) -> Any:
        """Add a table whose first row is repeated on every page; cells are filled by functions or are text."""
        table = self.document.add_table(rows=1, cols=len(columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{_LINES}</w:tblBorders>"))  # noqa: SLF001
        table._tbl.tblPr.append(  # noqa: SLF001
            parse_xml(f"<w:tblCaption {nsdecls('w')} w:val={quoteattr(plain(title))}/>")
        )
        for cell, name in zip(table.rows[0].cells, columns, strict=True):
            run = cell.paragraphs[0].add_run(plain(name))
            run.bold, run.font.color.rgb, run.font.size = True, BRAND, Pt(9)
            cell._tc.get_or_add_tcPr().append(_shade(_WASH))  # noqa: SLF001
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))  # noqa: SLF001
        for row in rows:
            line = table.add_row()
            for cell, fill in zip(line.cells, row, strict=False):
                if callable(fill):
                    fill(cell)
                else:
                    cell.paragraphs[0].add_run(plain(str(fill)))
                _tidy(cell)
            if max(len(cell.text) for cell in line.cells) < _SHORT:
                line._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))  # noqa: SLF001
        if len(columns) == _PAIR:
            for column, width in zip(table.columns, (45, 115), strict=True):
                column.width = Mm(width)
                for cell in column.cells:
                    cell.width = Mm(width)
        self.document.add_paragraph()
        return table

    def _is_foreign(self, language: str) -> bool:
        return bool(language) and language.partition("-")[0] != self.language.partition("-")[0]

    def _small(self, paragraph: Paragraph, text: str) -> None:
        run = paragraph.add_run(plain(text))
        run.font.size, run.font.color.rgb = Pt(9), SOFT

    def _own(self, paragraph: Paragraph, reason: str, key: str = "own") -> None:
        if reason:
            self._small(paragraph, f"{_SIGN} {self.labels[key]}: {reason}")

    def _items(
        self, container: Any, items: Sequence[Item], *, is_numbered: bool = False, stands_out: bool = False
    ) -> None:
        if not items:
            return
        key = self.prose_writer.begin_list(1 if is_numbered else None, 0)
        for item in items:
            self._item(item, container, self.prose_writer.item(container, key), stands_out=stands_out)

    def _item(self, item: Item, container: Any, first: Paragraph, *, stands_out: bool = False) -> None:
        self.say(first, item.title, bold=stands_out)
        if item.text:
            self.say(self.prose_writer.further(container), item.text)
        if item.details:
            line = self.prose_writer.further(container)
            for place, detail in enumerate(item.details):
                self._small(line, " · " if place else "")
                self.say(line, detail)
        for note in (item.note, f"{_SIGN} {self.labels['own']}: {item.own}" if item.own else ""):
            if note:
                self._small(self.prose_writer.further(container), note)

    def _listing(self, data: Listing, level: int) -> None:
        if not data.items:
            return
        if data.title:
            say_heading(self.document, data.title, level)
        self._items(self.document, data.items, is_numbered=data.numbered, stands_out=data.is_told)

    def _facts(self, data: FactList) -> None:
        for fact in data.facts:
            line = self.document.add_paragraph()
            line.paragraph_format.space_after = Pt(2)
            self.say(line, fact.name)
            if fact.source is not None:
                line.add_run(f" {fact.source}").font.superscript = True
            self._small(line, f" ({fact.note})" if fact.note else "")
            line.add_run(": ")
            self.say(line, fact.value, bold=True)
        if not data.sources:
            return
        self.document.add_paragraph().add_run(plain(self.labels["sources"])).bold = True
        key = self.prose_writer.begin_list(1, 0)
        for source in data.sources:
            line = self.prose_writer.item(self.document, key)
            self._small(line, f"{source.text} {source.address}".strip())

    def _chip(self, number: str, colour: str, name: Words) -> None:
        line = self.document.add_paragraph()
        run = line.add_run(f" {plain(number)} ")
        shade = RGBColor.from_string(colour.lstrip("#").upper())
        red, green, blue = shade
        is_bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue > _BRIGHT
        run.bold, run.font.color.rgb = True, RGBColor(0, 0, 0) if is_bright else RGBColor(255, 255, 255)
        run._r.get_or_add_rPr().append(_shade(str(shade)))  # noqa: SLF001
        line.add_run(" ")
        self.say(line, name, bold=True)
        line.paragraph_format.keep_with_next = True

    def _targets(self, targets: Sequence[Item]) -> None:
        key = self.prose_writer.begin_list(None, 0) if targets else 0
        for target in targets:
            line = self.prose_writer.item(self.document, key)
            line.add_run(plain(f"{target.note} ".lstrip())).bold = True
            self.say(line, target.title)
            if target.own:
                self._own(self.prose_writer.further(self.document), target.own)

    def _sheet(self, sheet: Sheet, level: int) -> None:
        say_heading(self.document, sheet.name, level)
        if sheet.subtitle:
            self._small(self.document.add_paragraph(), sheet.subtitle)
        if (drawn := map_picture(sheet)) is not None:
            self.picture(drawn, self.labels["map"].replace("{name}", sheet.name), width=120)
        self._facts(sheet.facts)
        self.prose(sheet.prose)
        for listing in sheet.lists:
            self._listing(listing, level + 1)

    def _table(self, table: Table, level: int) -> None:
        is_wide = len(table.columns) > WIDE
        if is_wide:
            self._turn(WD_ORIENT.LANDSCAPE)
        say_heading(self.document, table.title.text, level)
        if table.caption:
            self._small(self.document.add_paragraph(), table.caption)
        if table.rows:
            filled = [[self._head(row), *(self._cell(cell) for cell in row.cells)] for row in table.rows]
            self.rows(table.columns, filled, title=table.title.text)
        if table.left_out:
            self.document.add_paragraph().add_run(plain(self.labels["left_out"])).bold = True
            for one in table.left_out:
                line = self.document.add_paragraph()
                self.say(line, one.what)
                self._small(line, f" — {one.reason}" if one.reason else "")
        if is_wide:
            self._turn(WD_ORIENT.PORTRAIT)

    def _head(self, row: Row) -> Any:
        def fill(cell: Any) -> None:
            self.say(cell.paragraphs[0], row.head, bold=True)
            for reason, key in ((row.own, "own"), (row.moved, "moved")):
                if reason:
                    self._own(cell.add_paragraph(), reason, key)

        return fill

    def _cell(self, held: tuple[Item, ...] | Prose) -> Any:
        def fill(cell: Any) -> None:
            if isinstance(held, Prose):
                self.prose(held, cell)
            elif len(held) == 1:
                self._item(held[0], cell, cell.paragraphs[0])
            else:
                self._items(cell, held)

        return fill

    def _turn(self, orientation: WD_ORIENT) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = orientation
        long, short = Mm(297), Mm(210)
        is_wide = orientation == WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = (long, short) if is_wide else (short, long)


def _shade(colour: str) -> Any:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')


def _tidy(cell: Any) -> None:
    """Small type, and no empty paragraph above what a cell holds; Word asks for one at least."""
    first, *rest = cell.paragraphs
    if rest and not first.text and first._p.find(".//{*}numPr") is None:  # noqa: SLF001
        first._p.getparent().remove(first._p)  # noqa: SLF001
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = Pt(2)
        for run in paragraph.runs:
            run.font.size = run.font.size or Pt(9)
