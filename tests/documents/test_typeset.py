"""The printed book, read back as a reader's program reads it."""

import re
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.documents.sample import CHAPTERS, HEADINGS, MATRICES, SHEET, cities, es, sample, story

from entreciudades.documents.book import (
    Book,
    Chapter,
    Fact,
    FactList,
    Item,
    Listing,
    Pending,
    Picture,
    Row,
    Section,
    Sheets,
    Table,
    Tables,
    Words,
)
from entreciudades.documents.typeset import BookRefused, render_book

NUMBERED = [
    line
    for chapter, name in CHAPTERS.items()
    for line in (f"{chapter}. {name}", *(f"{key}. {title}" for key, title in HEADINGS.items() if key[0] == chapter))
]


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_book(sample())


def pages(pdf: bytes) -> list[str]:
    """Every page's text, on one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [(mark.get_title(), mark.get_dest().get_index() + 1) for mark in document.get_toc()]


def figures(pdf: bytes) -> list[str]:
    """The alternative text of every figure in the file's structure."""
    found = re.findall(rb"/S/Figure\b[^>]*?/Alt(?:\(([^)]*)\)|<FEFF([0-9A-F]*)>)", pdf)
    return [plain.decode() or bytes.fromhex(wide.decode()).decode("utf-16-be") for plain, wide in found]


def in_order(text: str, wanted: list[str]) -> list[str]:
    """Those of the wanted texts that stand in the text, each after the one before."""
    found, start = [], 0
    for one in wanted:
        place = text.find(one, start)
        if place >= 0:
            found.append(one)
            start = place + len(one)
    return found


def small(title: str = "Un libro", text: str = "Un texto.") -> Book:
    section = Section("a", "1.1", es("Uno"), story(text), data=(Listing(title, (Item(es(title), own=title),)),))
    return replace(sample(1), title=es(title), chapters=(Chapter("1", es(title), (section,)),), pending=())


def picture(alt: str) -> Picture:
    file = BytesIO()
    Image.new("RGB", (60, 40), "#0b5d57").save(file, "PNG")
    return Picture(file.getvalue(), "image/png", es(alt), "Archivo municipal")


def test_the_book_is_tagged_pdf_ua_in_its_language(printed: bytes) -> None:
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed
    assert b"/StructTreeRoot" in printed
    assert re.findall(rb"<dc:language>.*?<rdf:li>(\w+)</rdf:li>", printed) == [b"es"]
    with pypdfium2.PdfDocument(printed) as document:
        assert document.get_metadata_value("Title") == "Fortalecer la bahía entre ciudades · Puerto Alba"


def test_headings_stand_in_order_with_the_numbers_given(printed: bytes) -> None:
    text = " ".join(pages(printed)[3:])
    assert in_order(text, NUMBERED) == NUMBERED


def test_bookmarks_hold_every_heading(printed: bytes) -> None:
    assert [title for title, _ in bookmarks(printed) if title[0].isdigit()] == NUMBERED


def test_contents_name_the_page_where_a_heading_stands(printed: bytes) -> None:
    contents = pages(printed)[2]
    stated = {title: int(re.search(re.escape(title) + r"[ .]*(\d+)", contents)[1]) for title in NUMBERED}
    assert stated == {title: page for title, page in bookmarks(printed) if title in NUMBERED}


def test_every_row_of_every_matrix_is_printed_under_its_title(printed: bytes) -> None:
    text = " ".join(pages(printed)[3:])
    for title, rows in MATRICES.items():
        after = text[text.rindex(f"{title} CIUDAD: Puerto Alba") :]
        assert in_order(after, list(rows)) == list(rows)
    assert in_order(text[text.index("Guardianes de la Bahía Campo") :], list(SHEET)) == list(SHEET)


def test_a_long_table_repeats_its_header_on_each_page() -> None:
    printed = pages(render_book(sample(60)))
    first = next(number for number, text in enumerate(printed) if "(PEM) CIUDAD" in text)
    after = next(number for number, text in enumerate(printed) if "(PAI) CIUDAD" in text)
    assert after - first > 2
    assert ["Componente Contenido" in text for text in printed[first:after]] == [True] * (after - first)
    assert all(f"Actividad {number}:" in " ".join(printed[first:after]) for number in range(1, 61))


def test_tables_are_tables_and_a_wide_one_lies_on_its_side(printed: bytes) -> None:
    kinds = re.findall(rb"/S/(Table|TH)\b", printed)
    assert kinds.count(b"Table") == 1 + 1 + 3 + 1  # sheet, synergies, matrices, pending
    assert kinds.count(b"TH") == 2 + 5 + 3 * 2 + 2
    with pypdfium2.PdfDocument(printed) as document:
        wide = [page.get_textpage().get_text_bounded() for page in document if page.get_width() > page.get_height()]
    assert len(wide) == 1
    assert "Matriz de sinergias" in wide[0]


def test_a_table_of_many_columns_goes_on_below_with_its_heads() -> None:
    actors = tuple(f"Actor{number}" for number in range(1, 16))
    row = Row("a", es("Línea"), tuple((Item(es(f"acción{number}")),) for number in range(1, 16)))
    table = Table("s", es("Sinergias"), "", ("Eje", *actors), (row,))
    section = Section("a", "3.7", es("Sinergias"), None, data=(Tables((table,)),))
    with pypdfium2.PdfDocument(render_book(replace(small(), chapters=(Chapter("", None, (section,)),)))) as document:
        page = next(page for page in document if page.get_width() > page.get_height())
        text = page.get_textpage()
        right = max(text.get_charbox(place)[2] for place in range(text.count_chars()))
        words = text.get_text_bounded().split()
        assert right < page.get_width()
    assert [word for word in words if word.startswith(("Actor", "acción"))][:10] == [
        *actors[:5], *(f"acción{number}" for number in range(1, 6)),
    ]  # fmt: skip
    assert words.count("acción15") == 1
    assert " ".join(words).count("Eje") == 3


def test_what_the_city_added_moved_or_left_out_says_so_with_the_reason(printed: bytes) -> None:
    text = " ".join(pages(printed))
    assert text.count("◆ Añadido por la ciudad: La pidió el concejo en su sesión de marzo.") == 3
    assert text.count("◆ Cambiado de lugar por la ciudad: Es lo primero que se lee.") == 3
    assert text.count("◆ Añadido por la ciudad: Lo ofreció Vallehondo.") == 3
    assert text.count("Lo que la ciudad dejó fuera • Plan de mercados — Terminó en 2016.") == 3


def test_a_text_in_another_language_is_marked_for_eye_and_ear(printed: bytes) -> None:
    text = " ".join(pages(printed))
    assert "Texto en inglés: aún no se ha traducido. The bay plan was first written in English" in text
    assert "Harbour office (en)" in text
    assert "figura en su lengua, con su código entre paréntesis" in pages(printed)[1]
    assert set(re.findall(rb"/Lang\((\w+)\)", printed)) == {b"es", b"en"}


@pytest.mark.parametrize(("language", "tag"), [("pt", b"pt-BR"), ("pt-pt", b"pt-PT")])
def test_portuguese_says_of_which_country_it_is_and_its_texts_serve_both(language: str, tag: bytes) -> None:
    book = replace(small(), language=language, title=Words("Um livro", "pt"), chapters=())
    made = render_book(book)
    assert re.findall(rb"<dc:language>.*?<rdf:li>([\w-]+)</rdf:li>", made) == [tag]
    assert "Um livro (pt)" not in " ".join(pages(made))


def test_a_language_without_a_word_for_it_is_marked_by_its_code() -> None:
    book = small()
    other = replace(book.chapters[0].sections[0], title=Words("Jach'a", "ay"), prose=story("Jach'a marka", "ay"))
    text = " ".join(pages(render_book(replace(book, chapters=(Chapter("", None, (other,)),)))))
    assert "1.1. Jach'a (ay) (ay) Jach'a marka" in text


def test_a_book_wholly_in_its_language_explains_no_mark() -> None:
    assert "figura en su lengua" not in " ".join(pages(render_book(small())))


def test_goals_carry_number_name_and_targets(printed: bytes) -> None:
    assert "11 Ciudades sostenibles • 11.2 Transporte seguro y accesible" in " ".join(pages(printed))


def test_who_made_the_book_stands_before_the_contents_and_not_among_them(printed: bytes) -> None:
    [page] = [
        number for number, text in enumerate(pages(printed)) if "la Agencia de Cooperación de Puerto Alba" in text
    ]
    [contents] = [number for number, text in enumerate(pages(printed)) if "Contenido Presentación" in text]
    assert page < contents
    assert "Créditos" not in pages(printed)[contents]


def test_city_sheets_hold_facts_with_source_and_a_map_with_its_text(printed: bytes) -> None:
    [sheet] = [page for page in pages(printed) if "Puerto Alba Monterral" in page]
    assert "Población1 (2015) unos 400.000 Superficie2 310 km² Distritos2 11 macrodistritos Lenguas español" in sheet
    assert "Fuentes 1. censo inventado 2. anuario del puerto" in sheet
    assert figures(printed) == ["Mapa: Puerto Alba y sus alrededores", "Mapa: Vallehondo y sus alrededores"]


def test_what_is_pending_stands_in_an_appendix_and_nowhere_else(printed: bytes) -> None:
    assert "Pendiente La metodología pide estas partes" in pages(printed)[-1]
    assert "3.2. Sectores priorizados El segundo tema, que la sección anuncia y no describe." in pages(printed)[-1]
    complete = render_book(replace(sample(1), pending=()))
    assert "Pendiente" not in [title for title, _ in bookmarks(complete)]


def test_the_same_book_gives_the_same_bytes() -> None:
    assert render_book(sample(2)) == render_book(sample(2))


def test_a_cover_picture_is_printed_with_its_text_and_credit() -> None:
    made = render_book(replace(small(), cover=picture("La bahía al amanecer")))
    with pypdfium2.PdfDocument(made) as document:
        images = list(document[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    assert len(images) == 1
    assert figures(made) == ["La bahía al amanecer"]
    assert "Fotografía Archivo municipal" in pages(made)[1]


def test_a_cover_picture_without_text_is_refused() -> None:
    with pytest.raises(BookRefused, match=r"Book\.cover\.alt: empty"):
        render_book(replace(small(), cover=picture(" ")))


def test_a_cover_that_is_no_picture_is_refused() -> None:
    broken = replace(picture("La bahía"), data=b"no picture")
    with pytest.raises(BookRefused, match="Cover: image/png that cannot be printed"):
        render_book(replace(small(), cover=broken))


def test_a_missing_label_is_refused_by_name() -> None:
    book = small()
    labels = {key: value for key, value in book.labels.items() if key not in {"own", "map"}}
    with pytest.raises(BookRefused, match=r"^Book\.labels: missing map, own$"):
        render_book(replace(book, labels=labels))


def test_a_book_without_title_is_refused() -> None:
    with pytest.raises(BookRefused, match=r"Book\.title: empty"):
        render_book(replace(small(), title=es(" ")))


def test_a_character_that_no_font_holds_is_shown_as_a_box() -> None:
    assert "Agua ☐ y ☐." in " ".join(pages(render_book(small(text="Agua 💧 y 水."))))


def test_a_book_may_be_nearly_empty() -> None:
    empty = Section("a", "", es("Presentación"), None)
    book = replace(sample(1), chapters=(Chapter("", None, (empty,)),), subtitle=None, pending=(Pending("", ""),))
    assert pages(render_book(book))[3].endswith("Red de Puertos del Sur · Abril de 2017 4")


MARKUP = st.text(alphabet="#*$@\\_<>[]{}()/=-+\"'`~&%^|;:,!a1ñ", min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(MARKUP)
def test_text_is_printed_as_it_is_and_never_read_as_code(text: str) -> None:
    # The reader of the file takes a hyphen at the end of a line for a soft one.
    found = "".join("".join(pages(render_book(small(title=text)))).split()).replace("\x02", "-")
    assert found.count(text) >= 4  # cover, particulars, chapter, item


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_printed(title: str, text: str) -> None:
    assert render_book(small(title="Libro " + title, text=text))[:5] == b"%PDF-"


def test_a_long_value_stands_below_its_name() -> None:
    value = "Gobierno Autónomo Municipal de Puerto Alba (GAMPA)"
    named = FactList((Fact(es("Gobierno local"), es(value)), Fact(es("Distritos"), es("11"))), ())
    sheet = replace(cities().sheets[0], facts=named)
    first = Section("cities", "", es("Sobre las ciudades"), None, data=(Sheets((sheet,)),))
    book = replace(sample(), chapters=(Chapter("", None, (first,)),))
    with pypdfium2.PdfDocument(render_book(book)) as made:
        page = next(page for page in made if "Gobierno local" in page.get_textpage().get_text_range())
        bottom_of_name, top_of_value = _box(page, "Gobierno local")[1], _box(page, "Gobierno Autónomo")[3]
        assert top_of_value < bottom_of_name
        assert _box(page, "11")[3] > _box(page, "Distritos")[1]  # a short one stands beside it


def _box(page: pypdfium2.PdfPage, words: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the first place where words stand."""
    text = page.get_textpage()
    index, count = text.search(words).get_next()
    boxes = [text.get_charbox(at) for at in range(index, index + count)]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
