"""The same work without JavaScript: a plain form, and a page where two versions meet."""

import pytest
from playwright.sync_api import expect
from tests.journeys.editor import PROGRAMME, Editor, stored

from entreciudades.core.texts import LIMIT
from entreciudades.programmes.models import StrategicLine

HERS = "La ciudad escucha a sus laderas."
HIS = "La ciudad mira al altiplano."


@pytest.fixture
def plain(new_visitor):
    """Somebody of the cast whose browser runs no script, at the editor."""
    return lambda name: Editor(new_visitor(name, javascript=False)).open()


def test_two_people_at_one_text_lose_nothing(plain):
    coordinator, colleague = plain("coordinator"), plain("colleague")
    expect(colleague.others).to_contain_text("Nayra Quispe")

    coordinator.box.fill(HERS)
    coordinator.send()
    assert stored() == HERS
    assert coordinator.box.input_value() == HERS

    colleague.box.fill(HIS)
    colleague.send()
    expect(colleague.page.locator(".notice[role=alert]")).to_be_visible()
    expect(colleague.conflict).to_contain_text(HERS)
    assert colleague.box.input_value() == HIS
    assert stored() == HERS

    colleague.box.fill(f"{HERS} {HIS}")
    colleague.send()
    assert stored() == f"{HERS} {HIS}"


def test_a_text_over_the_limit_is_kept_with_the_limit(plain):
    editor, before = plain("coordinator"), stored()
    editor.box.fill("x" * (LIMIT + 1))
    editor.send()
    expect(editor.box).to_have_attribute("aria-invalid", "true")
    expect(editor.slot.locator("[role=alert]")).to_contain_text(str(LIMIT)[:2])
    assert editor.box.input_value() == "x" * (LIMIT + 1)
    assert stored() == before


@pytest.mark.smoke
def test_a_line_is_added_found_and_removed(new_visitor):
    page = new_visitor("coordinator", javascript=False)
    title = "Agua para las laderas"
    page.goto(f"{PROGRAMME}data/lines/add/")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=titles_es]", title)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{PROGRAMME}data/lines/")
    line = StrategicLine.objects.get(titles__es=title)

    page.goto(f"{PROGRAMME}data/lines/{line.pk}/remove/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{PROGRAMME}data/lines/")
    assert StrategicLine.objects.filter(titles__es=title).count() == 0
