"""The coordinator of La Paz, from a text that two people write at once to the printed book."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect
from tests.journeys.editor import PROGRAMME, Editor, history, stored

from entreciudades.core.models import AuditEvent
from entreciudades.programmes.models import MatrixChange

HERS = " La ciudad escucha a sus laderas."
HIS = " La ciudad mira al altiplano."
ACTIVITY = "Escuela itinerante de cebras"
ROW = "Mesas de ladera"
ENTRY = "Una mesa por macrodistrito"
REASON = "El concejo las creó y ningún plan las nombra."


def text_of_book(file):
    """The words of a book, on one line: a printed line ends anywhere."""
    book = pypdfium2.PdfDocument(file)
    pages = (page.get_textpage().get_text_bounded() for page in book)
    words = re.sub(r"\s+", " ", " ".join(pages))
    book.close()
    return words


def rows(page, matrix):
    """Row of a matrix -> its cell, as the desk shows them."""
    table = page.locator(f"#{matrix} table")
    heads, cells = (
        table.locator("tbody > tr > th").all_inner_texts(),
        table.locator("tbody > tr > td").all_inner_texts(),
    )
    return {head.splitlines()[0]: cell for head, cell in zip(heads, cells, strict=True)}


def test_two_people_at_one_text_lose_nothing(new_visitor):
    coordinator, colleague = Editor(new_visitor("coordinator")).open(), Editor(new_visitor("colleague")).open()
    before = stored()
    expect(colleague.others).to_contain_text("Nayra Quispe")

    coordinator.add(HERS)
    coordinator.says("saved")
    assert stored() == before + HERS

    colleague.add(HIS)
    colleague.says("conflict")
    expect(colleague.conflict).to_contain_text("Nayra Quispe")
    expect(colleague.conflict).to_contain_text(HERS.strip())
    expect(colleague.conflict.locator("ins")).to_contain_text("altiplano")
    assert colleague.box.input_value() == before + HIS
    assert stored() == before + HERS

    colleague.box.fill(before + HERS + HIS)
    colleague.resolve("mine")
    colleague.says("saved")
    assert stored() == before + HERS + HIS
    assert history()[:2] == [before + HERS + HIS, before + HERS]

    colleague.page.goto(f"{colleague.address}history/?text=1.2")
    expect(colleague.page.locator("ins")).to_contain_text("altiplano")
    expect(colleague.page.get_by_role("navigation", name="Versiones")).to_contain_text("Nayra Quispe")


def test_whoever_meets_a_conflict_may_take_the_others_text(new_visitor):
    coordinator, colleague = Editor(new_visitor("coordinator")).open(), Editor(new_visitor("colleague")).open()
    before = stored()
    coordinator.add(HERS)
    coordinator.says("saved")
    colleague.add(HIS)
    colleague.says("conflict")
    colleague.resolve("theirs")
    colleague.says("saved")
    assert colleague.box.input_value() == before + HERS
    assert stored() == before + HERS


@pytest.fixture
def coordinator(new_visitor):
    return new_visitor("coordinator")


def test_what_she_adds_stands_in_the_matrices_the_page_and_the_book(coordinator, new_visitor, tmp_path):
    editor = Editor(coordinator).open()
    editor.add(HERS)
    editor.says("saved")

    coordinator.goto(f"{PROGRAMME}matrices/")
    before = rows(coordinator, "ppci")
    coordinator.goto(f"{PROGRAMME}data/activities/add/")
    coordinator.fill("[name=titles_es]", ACTIVITY)
    coordinator.select_option("[name=line]", index=1)
    coordinator.locator("main form button[type=submit]").click()
    coordinator.wait_for_url(f"**{PROGRAMME}data/activities/")
    expect(coordinator.locator("main")).to_contain_text(ACTIVITY)

    coordinator.goto(f"{PROGRAMME}matrices/")
    after = rows(coordinator, "ppci")
    changed = {head for head in after if after[head] != before[head]}
    assert changed == {"Acciones/Proyectos Identificados"}
    assert ACTIVITY in after["Acciones/Proyectos Identificados"]

    coordinator.goto(f"{PROGRAMME}matrices/pem/add/")
    coordinator.fill("[name=titles_es]", ROW)
    coordinator.fill("[name=texts_es]", ENTRY)
    coordinator.locator("main form button[type=submit]").click()
    expect(coordinator.locator("[name=reason]")).to_have_attribute("aria-invalid", "true")
    assert coordinator.input_value("[name=titles_es]") == ROW
    assert MatrixChange.objects.filter(titles__es=ROW).count() == 0
    coordinator.fill("[name=reason]", REASON)
    coordinator.locator("main form button[type=submit]").click()
    coordinator.wait_for_url(f"**{PROGRAMME}matrices/#pem")
    assert ENTRY in rows(coordinator, "pem")[ROW]
    expect(coordinator.locator("#pem .is-own")).to_contain_text(REASON)

    visitor = new_visitor()
    visitor.goto("/es/programas/la-paz-2017/")
    assert HERS.strip() not in visitor.inner_text("main")  # at the desk until it is published again

    coordinator.goto(PROGRAMME)
    coordinator.locator(f'a[href="{PROGRAMME}state/publish/"]').click()
    coordinator.locator("main form button[type=submit]").click()
    coordinator.wait_for_url(f"**{PROGRAMME}")
    visitor.reload()
    shown = visitor.inner_text("main")
    assert [words for words in (HERS.strip(), ACTIVITY, ROW, ENTRY, REASON) if words not in shown] == []

    coordinator.goto(f"{PROGRAMME}book/")
    with coordinator.expect_download(timeout=60_000) as download:
        coordinator.locator(f'a[href="{PROGRAMME}book/es/"]').click()
    assert download.value.suggested_filename == "la-paz-2017-es.pdf"
    download.value.save_as(tmp_path / "book.pdf")
    printed = text_of_book(tmp_path / "book.pdf")
    assert [words for words in (HERS.strip(), ACTIVITY, ROW, ENTRY, REASON) if words not in printed] == []

    verbs = set(
        AuditEvent.objects.filter(actor__email="coordinadora.lapaz@entreciudades.example").values_list(
            "verb", flat=True
        )
    )
    assert {"text.saved", "activity.added", "matrix.changed", "programme.publish"} <= verbs
