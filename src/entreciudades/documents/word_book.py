"""A book as a Word file, for those who go on working with it: the same bytes for the same book.

It says what the printed book says (`typeset`), in the same order, with headings, a table of contents, repeated heads of
tables, alternative texts and the languages of its texts.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from PIL import Image

from entreciudades.documents.book import Book, Chapter, Section
from entreciudades.documents.typeset import check_book
from entreciudades.documents.word_data import DataWriter
from entreciudades.documents.word_file import new_document, new_page, saved, say_heading
from entreciudades.documents.word_prose import plain

if TYPE_CHECKING:
    from docx.document import Document

_TAKEN = {"image/png", "image/jpeg"}


def render_word(book: Book) -> bytes:
    """Write a book as DOCX.

    Raises:
        BookRefused: a label or the title is missing; the cover has no alternative text.
    """
    check_book(book)
    title = " · ".join(one for one in (book.title.text, book.place) if one)
    document = new_document(title, book.language, author=book.network)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    writer = DataWriter(document, language=book.language, labels=book.labels)
    _cover(document, writer, book)
    _contents(document, book)
    for chapter in book.chapters:
        _chapter(document, writer, chapter)
    if book.pending:
        new_page(document)
        _bookmarked(document, book.labels["pending"], 1)
        document.add_paragraph(plain(book.labels["pending_intro"]))
        heads = (book.labels["where"], book.labels["what"])
        writer.rows(heads, [(one.where, one.what) for one in book.pending], title=book.labels["pending"])
    _foot(document, book)
    return saved(document)


@cache
def design() -> str:
    """SHA-256 of all that makes a file besides its data, as in `typeset`."""
    digest = hashlib.sha256(version("python-docx").encode())
    for file in sorted(files("entreciudades.documents").iterdir(), key=lambda one: one.name):
        if file.name.startswith("word_") and file.name.endswith(".py"):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _cover(document: Document, writer: DataWriter, book: Book) -> None:
    if book.cover:
        data = book.cover.data if book.cover.media_type in _TAKEN else _as_png(book.cover.data)
        writer.picture(data, book.cover.alt.text, width=160)
    document.add_paragraph(plain(book.place), style="Subtitle")
    writer.say(document.add_paragraph(style="Title"), book.title)
    if book.subtitle:
        writer.say(document.add_paragraph(style="Subtitle"), book.subtitle)
    particulars = (
        ("edition", book.edition),
        ("network", book.network),
        ("methodology", book.methodology),
        ("state", book.state),
        ("address", book.address),
        ("picture", book.cover.credit if book.cover else ""),
    )
    for key, held in particulars:
        if held:
            line = document.add_paragraph()
            line.add_run(plain(f"{book.labels[key]}: "))
            line.add_run(plain(held)).bold = True
    for chapter in book.chapters:
        for section in chapter.sections:
            if _is_imprint(chapter, section):
                _section(document, writer, section, 3, is_listed=False)
    new_page(document)


def _contents(document: Document, book: Book) -> None:
    """Add a field that Word can renew, filled already: headings with links, for programs that renew nothing."""
    document.add_paragraph(plain(book.labels["contents"]), style="Title")
    entries = [entry for chapter in book.chapters for entry in _entries(chapter)]
    entries += [(1, book.labels["pending"])] if book.pending else []
    for place, (level, text) in enumerate(entries):
        line = document.add_paragraph()
        line.paragraph_format.left_indent, line.paragraph_format.space_after = Mm(6 * (level - 1)), Pt(2)
        if place == 0:
            _field(line, 'TOC \\o "1-3" \\h \\z \\u')
        link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="book_{place}" w:history="1"/>')
        link.append(line.add_run(plain(text))._r)  # noqa: SLF001 - how python-docx gives its element
        line._p.append(link)  # noqa: SLF001
        if place == len(entries) - 1:
            _mark(line, "end")
    new_page(document)


def _entries(chapter: Chapter) -> list[tuple[int, str]]:
    sections = [section for section in chapter.sections if not _is_imprint(chapter, section)]
    level = 2 if chapter.title else 1
    own = [(1, _numbered(chapter))] if chapter.title else []
    return own + [(level, section.heading) for section in sections]


def _chapter(document: Document, writer: DataWriter, chapter: Chapter) -> None:
    if chapter.title:
        _bookmarked(document, _numbered(chapter), 1)
    for section in chapter.sections:
        if not _is_imprint(chapter, section):
            _section(document, writer, section, 2 if chapter.title else 1)


def _section(document: Document, writer: DataWriter, section: Section, level: int, *, is_listed: bool = True) -> None:
    if is_listed:
        _bookmarked(document, section.heading, level)
    else:
        document.add_paragraph().add_run(plain(section.heading)).bold = True
    writer.prose(section.prose)
    for part in section.parts:
        say_heading(document, part.title.text, level + 1)
        writer.prose(part.prose)
    for block in section.data:
        writer.datum(block, level + 1)


def _bookmarked(document: Document, text: str, level: int) -> None:
    """Add a heading to which the contents lead: they are counted in the same order."""
    place = len(document.element.body.findall(f".//{qn('w:bookmarkStart')}"))
    heading = say_heading(document, text, level)._p  # noqa: SLF001
    heading.insert(1, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{place}" w:name="book_{place}"/>'))
    heading.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{place}"/>'))


def _foot(document: Document, book: Book) -> None:
    line = document.sections[0].footer.paragraphs[0]
    line.add_run(plain(" · ".join(one for one in (book.network, book.edition) if one)) + "\t\t")
    _field(line, "PAGE")
    line.add_run("1")
    _mark(line, "end")


def _field(line: Any, code: str) -> None:
    _mark(line, "begin")
    instruction = parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>')
    line.add_run()._r.append(instruction)  # noqa: SLF001
    _mark(line, "separate")


def _mark(line: Any, kind: str) -> None:
    line.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))  # noqa: SLF001


def _numbered(chapter: Chapter) -> str:
    title = chapter.title.text if chapter.title else ""
    return f"{chapter.number}. {title}" if chapter.number else title


def _is_imprint(chapter: Chapter, section: Section) -> bool:
    return chapter.title is None and section.is_imprint


def _as_png(data: bytes) -> bytes:
    made = BytesIO()
    Image.open(BytesIO(data)).convert("RGB").save(made, "PNG")
    return made.getvalue()
