"""A network chooses its languages; texts go out to a translator and come back, shown before they are taken."""

import re

from playwright.sync_api import expect

QUEUE = "/office/red-ribera/translations/"


def test_a_text_is_sent_out_brought_back_and_waits_again_when_its_source_changes(new_visitor, tmp_path):
    secretary = new_visitor("second_secretary")
    secretary.goto("/office/red-ribera/languages/")
    secretary.check("[name=languages][value=pt]")
    secretary.check("[name=languages][value=en]")
    secretary.locator("main form button[type=submit]").click()
    secretary.wait_for_url(f"**{QUEUE}")
    secretary.goto(f"{QUEUE}?language=pt&kind=programme")
    waiting = secretary.locator("main table a")
    before = waiting.count()

    with secretary.expect_download() as sent:
        secretary.locator("main form[action$='/send/'] button").click()
    text = sent.value.path().read_text(encoding="utf-8")
    first = re.search(r"<file .*?</file>", text, re.DOTALL)[0]
    done = re.sub(r"(<source>)(.*?)(</source>)", r"\1\2\3<target>Traduzido: \2</target>", first, flags=re.DOTALL)
    back = tmp_path / "volta.xlf"
    back.write_text(text.replace(first, done), encoding="utf-8")

    secretary.locator("a[href$='/translations/back/']").click()
    secretary.set_input_files("input[type=file]", back)
    secretary.locator("main form.form button[type=submit]").click()
    expect(secretary.locator("article")).to_have_count(1)
    expect(secretary.locator("article")).to_contain_text("Traduzido: ")
    secretary.locator("button[name=all]").click()
    expect(secretary.locator("[role=status]").first).to_be_visible()
    secretary.goto(f"{QUEUE}?language=pt&kind=programme")
    expect(secretary.locator("main table a")).to_have_count(before - 1)

    coordinator = new_visitor("other_coordinator")
    assert coordinator.goto("/desk/organisations/puerto-alba/translations/?language=pt").status == 200
    assert coordinator.goto(QUEUE).status == 403
