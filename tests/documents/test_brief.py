"""A brief stands on one page, read back as a reader's program reads it."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from entreciudades.documents.book import Item, Listing, Words
from entreciudades.documents.brief import Brief
from entreciudades.documents.typeset import BookRefused, render_brief


def es(text: str) -> Words:
    return Words(text, "es")


def brief(entries: int) -> Brief:
    signed = tuple(
        Item(es(f"Convenio {n}"), text=es("Con Riomayor y Puerto Alba"), note="2024") for n in range(entries)
    )
    parts = (Listing("Lo que firmamos", signed), Listing("Lo que viene", (Item(es("Comité"), note="3 de marzo"),)))
    return Brief(
        "es", es("Cooperación de Vallehermoso"), "Vallehermoso", "Informe para la alcaldía", parts, "Hecho hoy"
    )


def read(pdf: bytes) -> tuple[list[str], float]:
    """The words of each page, and the size of the type of its entries, in points."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
        page = document[0].get_textpage()
        _left, bottom, _right, top = page.get_charbox(page.get_text_bounded().index("firmamos"))
        return texts, top - bottom


def test_it_says_everything_on_one_page() -> None:
    (page,), _size = read(render_brief(brief(3)))
    for said in (
        "Informe para la alcaldía",
        "Cooperación de Vallehermoso",
        "Lo que firmamos",
        "Convenio 2 · 2024",
        "3 de marzo",
    ):
        assert said in page


def test_more_is_said_in_smaller_type_and_too_much_is_refused() -> None:
    few, many = read(render_brief(brief(3))), read(render_brief(brief(22)))
    assert len(many[0]) == 1
    assert many[1] < few[1]
    with pytest.raises(BookRefused, match="more than a page"):
        render_brief(brief(60))


def test_one_that_runs_on_takes_the_pages_that_it_needs_and_numbers_them() -> None:
    pages, _size = read(render_brief(replace(brief(60), runs_on=True)))
    assert len(pages) > 1
    assert [f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert "Convenio 59" in " ".join(pages)


def test_without_a_title_it_is_refused() -> None:
    with pytest.raises(BookRefused, match="title"):
        render_brief(replace(brief(1), title=es(" ")))


def test_a_line_in_another_language_says_so() -> None:
    foreign = replace(brief(1), parts=(Listing("Lo que firmamos", (Item(Words("Agreement", "en")),)),))
    (page,), _size = read(render_brief(foreign))
    assert "Agreement (en)" in page
