"""What every Word file that is written has: its look, its language, its title; and how it becomes bytes."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from entreciudades.documents.word_prose import language_mark, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document
    from docx.text.paragraph import Paragraph

BRAND, INK, SOFT = RGBColor(0x07, 0x3F, 0x3B), RGBColor(0x16, 0x24, 0x2B), RGBColor(0x4B, 0x5B, 0x63)
_SERIF, _SANS = "Georgia", "Calibri"  # what city halls have; others stand in for them
_HEADINGS = {1: 20, 2: 15, 3: 12.5, 4: 11}
_FIXED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties (ECMA-376 part 1, 22.3.2.2)


def new_document(title: str, language: str, *, author: str = "") -> Document:
    """Return an empty document with its title and language set, for screen readers and for the spelling check."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = plain(title), language, plain(author)
    properties.comments, properties.created, properties.modified = "", _FIXED, _FIXED
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = _SANS, Pt(11), INK
    normal.paragraph_format.space_after = Pt(7)
    normal.element.get_or_add_rPr().append(language_mark(language))
    for level, size in _HEADINGS.items():
        _dress(document.styles[f"Heading {level}"], size)
    _dress(document.styles["Title"], 28)
    _dress(document.styles["Subtitle"], 14)
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border[0].set(qn("w:color"), "B8482F")
    for name in ("Quote", "Intense Quote"):
        document.styles[name].font.color.rgb = SOFT
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x0B, 0x5D, 0x57)
    return document


def say_heading(document: Document, text: str, level: int) -> Paragraph:
    """Add a heading of level 1 to 4."""
    heading: Paragraph = document.add_heading(plain(text), min(level, max(_HEADINGS)))
    return heading


def new_page(document: Document) -> None:
    """What follows stands on a page of its own."""
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def saved(document: Document, marks: Mapping[str, str] | None = None) -> bytes:
    """Return the file with custom properties, the same bytes for the same document."""
    if marks:
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, _custom(marks), document.part.package)
        document.part.package.relate_to(part, _CUSTOM_RELATION)
    made, fixed = BytesIO(), BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _dress(style: Any, size: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb, style.font.bold = _SERIF, Pt(size), BRAND, True
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _custom(marks: Mapping[str, str]) -> bytes:
    held = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(mark)}</vt:lpwstr></property>"
        for number, (name, mark) in enumerate(marks.items(), 2)
    )
    names = f'xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}"'
    return f'<?xml version="1.0" encoding="UTF-8"?><Properties {names}>{held}</Properties>'.encode()
