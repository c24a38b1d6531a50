"""The whole book as a Word file: what the printed one says, for those who go on working with it."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image
from tests.documents.sample import sample

from entreciudades.documents.book import Picture, Words
from entreciudades.documents.typeset import BookRefused
from entreciudades.documents.word_book import render_word
from entreciudades.documents.word_package import open_word

BOOK = sample(2)


@pytest.fixture(scope="module")
def made():
    return docx.Document(BytesIO(render_word(BOOK)))


def headings(made):
    return [(one.style.name, one.text) for one in made.paragraphs if one.style.name.startswith("Heading")]


def test_every_section_is_a_heading_at_its_level(made):
    found = [text for style, text in headings(made) if style in {"Heading 1", "Heading 2"}]
    wanted = []
    for chapter in BOOK.chapters:
        wanted += [f"{chapter.number}. {chapter.title.text}"] if chapter.title else []
        wanted += [one.heading for one in chapter.sections if not (chapter.title is None and one.is_imprint)]
    assert [text for text in found if text in wanted] == wanted
    assert found[-1] == BOOK.labels["pending"]


def test_the_contents_are_a_field_whose_links_lead_to_the_headings(made):
    body = made.element.body
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    marks = {one.get(qn("w:name")): one.getparent() for one in body.iter(qn("w:bookmarkStart"))}
    said = ["".join(one.itertext(qn("w:t"))) for one in body.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    assert [("".join(marks[link].itertext(qn("w:t")))) for link in links] == said
    assert [one.text.strip() for one in body.iter(qn("w:instrText"))] == ['TOC \\o "1-3" \\h \\z \\u']
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_title_and_languages_are_set(made):
    assert made.core_properties.title == f"{BOOK.title.text} · {BOOK.place}"
    assert made.core_properties.language == "es"
    assert made.styles["Normal"].element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "es"
    assert {one.get(qn("w:val")) for one in made.element.body.iter(qn("w:lang"))} == {"en"}


def test_tables_repeat_their_head_and_are_named(made):
    assert len(made.tables) > 3
    for table in made.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_maps_and_the_cover_have_alternative_texts():
    png = BytesIO()
    Image.new("RGB", (4, 3), "green").save(png, "WEBP")
    book = replace(BOOK, cover=Picture(png.getvalue(), "image/webp", Words("Una plaza", "es"), "Foto: Ana"))
    made = docx.Document(BytesIO(render_word(book)))
    said = [one.get("descr") for one in made.element.body.iter() if str(one.tag).endswith("}docPr")]
    assert said[0] == "Una plaza"
    assert [one for one in said if not one] == []
    assert len(said) == 1 + sum(
        sheet.point is not None
        for chapter in book.chapters
        for section in chapter.sections
        for block in section.data
        for sheet in getattr(block, "sheets", ())
    )


def test_the_same_book_gives_the_same_bytes_without_anything_from_elsewhere():
    data = render_word(BOOK)
    assert render_word(BOOK) == data
    assert open_word(data).main == "word/document.xml"


def test_a_book_without_a_title_is_refused():
    with pytest.raises(BookRefused):
        render_word(replace(BOOK, title=Words(" ", "es")))
