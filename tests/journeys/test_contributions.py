"""A department answers by a link, another by Word, nobody signs in; the coordinator takes it over part by part."""

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import expect
from tests.contributions.test_word_answers import written
from tests.journeys.axe import faults

from entreciudades.contributions.models import Request
from entreciudades.contributions.word import word_file
from entreciudades.core.models import Link, OutboxMessage, Text
from entreciudades.programmes.models import Programme

DESK = "/desk/organisations/la-paz-bo/contributions/"


def asks(page, name, email):
    """Ask for section 1.2 of the city's programme; the request that was made."""
    page.goto(DESK + "ask/")
    choice = page.locator("select[name=what] option", has_text="1.2.").first.get_attribute("value")
    page.select_option("select[name=what]", choice)
    page.fill("[name=asks]", "Cuente en dos párrafos qué hace su área.")
    page.fill("[name=to_name]", name)
    page.fill("[name=to_office]", "Secretaría de Movilidad")
    page.fill("[name=to_email]", email)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/contributions/\d+/$"))
    return Request.objects.latest("pk")


def link_to(email):
    mail = next(one.payload for one in OutboxMessage.objects.order_by("-pk") if one.payload["to"] == [email])
    return re.search(r"/reply/[\w-]+/", mail["body"])[0]


def text_of(request):
    programme = Programme.objects.get(pk=request.object_id)
    return Text.objects.of(programme).get(section="1.2", language=request.language).body


def test_a_department_answers_by_a_link_and_is_taken_over_part_by_part(new_visitor):
    coordinator, department, crawler = new_visitor("coordinator"), new_visitor(width=360), new_visitor(javascript=False)
    request = asks(coordinator, "Lucía Inventada", "lucia@example.org")
    address = link_to("lucia@example.org")
    for _time in range(2):  # a preview in the mail program, a crawler
        assert crawler.goto(address).status == 200
    assert Link.objects.filter(used_at=None, object_id=request.pk).count() == 1

    department.goto(address)
    box = department.locator("textarea")
    before = box.input_value()
    box.fill(before + "\n\nHay buses nuevos.\n\nHay ciclovías nuevas.")
    expect(department.locator("[data-status]")).to_have_attribute("data-state", "saved")
    assert faults(department) == []
    crawler.goto(address)  # another browser, without JavaScript: what was typed is there
    assert "Hay ciclovías nuevas." in crawler.locator("textarea").input_value()
    department.fill("[name=written_by]", "Lucía Inventada, Secretaría de Movilidad")
    department.locator("button[value=hand-in]").click()
    expect(department.locator("h1")).to_have_text(re.compile("Thank you|Gracias"))
    assert crawler.goto(address).status == 410
    expect(crawler.locator("main a[href^='mailto:']")).to_be_visible()

    coordinator.goto(f"{DESK}{request.pk}/")
    expect(coordinator.locator("main")).to_contain_text("Lucía Inventada, Secretaría de Movilidad")
    assert faults(coordinator) == []
    changes = coordinator.locator("input[type=checkbox][name='accept:1.2']")
    expect(changes).to_have_count(2)
    changes.last.uncheck()
    coordinator.locator("button[value=ticked]").click()
    expect(coordinator.locator("[role=status]").first).to_be_visible()
    assert text_of(request).endswith("Hay buses nuevos.")


def test_another_answers_by_word_and_links_that_are_over_say_so_kindly(new_visitor, tmp_path):
    coordinator, department = new_visitor("coordinator"), new_visitor()
    by_word = asks(coordinator, "Ramón Inventado", "")
    assert faults(coordinator) == []
    with coordinator.expect_download() as out:
        coordinator.locator("a[download]").click()
    sent = out.value.path().read_bytes()
    assert sent == word_file(by_word)
    back = tmp_path / "respuesta.docx"
    back.write_bytes(written(sent, "<w:sectPr", "<w:p><w:r><w:t>Una línea desde Word.</w:t></w:r></w:p><w:sectPr"))
    coordinator.set_input_files("input[type=file]", str(back))
    coordinator.locator("form[enctype] button[type=submit]").click()
    coordinator.locator("button[value=all]").click()
    expect(coordinator.locator("[role=status]").first).to_be_visible()
    assert text_of(by_word).endswith("Una línea desde Word.")

    request = asks(coordinator, "Lucía Inventada", "lucia@example.org")
    address = link_to("lucia@example.org")
    links = Link.objects.filter(object_id=request.pk, object_kind="contributions.request")
    links.update(expires_at=timezone.now() - dt.timedelta(days=1))
    assert department.goto(address).status == 410
    expect(department.locator("main")).to_contain_text(request.asked_by.email)
    links.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert department.goto(address).status == 200
    coordinator.goto(f"{DESK}{request.pk}/")
    coordinator.locator("form[action$='/revoke/'] button").click()
    expect(coordinator.locator("[role=status]").first).to_be_visible()
    assert department.goto(address).status == 410
    assert department.goto("/reply/" + "x" * 43 + "/").status == 410
