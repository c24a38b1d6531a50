"""What is typed while the connection is gone stays in the browser, and is sent when it returns."""

import pytest
from tests.journeys.editor import CONTEXT, Editor, stored, text_of

from entreciudades.core.texts import LIMIT

WORDS = " Escrito sin conexión."
KEPT = "() => Object.entries(localStorage).map(([key, copy]) => [key, JSON.parse(copy)])"


@pytest.fixture
def editor(new_visitor):
    return Editor(new_visitor("coordinator")).open()


def typed_offline(editor):
    editor.page.context.set_offline(True)
    editor.add(WORDS)
    editor.says("offline")


def test_it_is_kept_and_sent_when_the_connection_returns(editor, person):
    before = stored()
    typed_offline(editor)
    key = f"entreciudades:{person('coordinator').pk}:{CONTEXT}:1.2"
    assert editor.page.evaluate(KEPT) == [[key, {"body": before + WORDS, "version": 1}]]
    assert stored() == before

    editor.page.context.set_offline(False)
    editor.says("saved")
    assert stored() == before + WORDS
    assert editor.page.evaluate(KEPT) == []


def test_it_outlives_the_page(editor):
    before = stored()
    typed_offline(editor)
    editor.page.goto("about:blank")
    editor.page.context.set_offline(False)

    editor.open()  # a browser may also have sent it by itself, once it could
    assert editor.box.input_value() == before + WORDS
    editor.page.wait_for_function("() => localStorage.length === 0")
    assert stored() == before + WORDS


def test_what_somebody_else_wrote_meanwhile_is_met_as_a_conflict(editor, new_visitor):
    before = stored()
    typed_offline(editor)
    colleague = Editor(new_visitor("colleague")).open()
    colleague.add(" Mientras tanto.")
    colleague.says("saved")

    editor.page.context.set_offline(False)
    editor.says("conflict")
    assert editor.box.input_value() == before + WORDS
    assert stored() == before + " Mientras tanto."


def test_a_text_over_the_limit_is_kept_with_the_limit(editor):
    before = stored()
    editor.box.fill(before + "x" * LIMIT)
    editor.says("long")
    assert str(LIMIT) in editor.status.inner_text()
    assert editor.box.input_value() == before + "x" * LIMIT
    assert stored() == before

    editor.box.fill(before + WORDS)
    editor.says("saved")
    assert stored() == before + WORDS


def enter_as(page, name, client_of):
    session = client_of(name).cookies["sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "domain": "localhost", "path": "/"}])


def test_whoever_was_signed_out_meanwhile_finds_the_text_again_and_nobody_else_does(editor, client_of):
    before = stored()
    editor.page.context.clear_cookies()
    editor.add(WORDS)
    editor.says("refused")
    assert editor.box.input_value() == before + WORDS
    assert [copy["body"] for _key, copy in editor.page.evaluate(KEPT)] == [before + WORDS]

    enter_as(editor.page, "colleague", client_of)
    editor.open()
    assert editor.box.input_value() == before
    assert stored() == before

    enter_as(editor.page, "coordinator", client_of)
    editor.open()
    editor.says("saved")
    assert stored() == before + WORDS
    assert text_of("1.2", "es").updated_by.get_full_name() == "Nayra Quispe"
