"""A person takes along and erases what is kept of them; what they did is still told, without their name."""

import json
from pathlib import Path

from playwright.sync_api import expect
from tests.journeys.axe import faults

from entreciudades.accounts.models import User
from entreciudades.core.models import AuditEvent


def test_a_colleague_exports_and_erases_herself(new_visitor, person):
    colleague = person("colleague")
    name, address, wrote = colleague.get_full_name(), colleague.email, "Un barrio con agua, y quien la cuida."
    page = new_visitor("colleague", width=360)
    page.goto("/desk/organisations/la-paz-bo/presentation/es/")
    page.locator("textarea").first.fill(wrote)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()

    page.goto("/account/")
    page.get_by_role("link", name="Lo que se guarda de usted").click()
    assert faults(page) == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="Llevarme mis datos (JSON)").click()
    taken = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    assert taken["email"] == address
    assert "presentation" in {text["section"] for text in taken["texts"]}

    page.goto("/account/data/")
    page.get_by_role("link", name="Borrar mis datos").click()
    assert faults(page) == []
    page.get_by_label("Su dirección de correo, para confirmar").fill(address)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Sus datos se borraron")
    page.goto("/account/")
    assert "/accounts/login/" in page.url

    assert not User.objects.filter(email=address).exists()
    event = AuditEvent.objects.filter(actor=colleague, verb="text.saved").latest("pk")
    assert event.actor.get_full_name() == "antigua persona usuaria"
    desk = new_visitor("coordinator")
    desk.goto("/desk/organisations/la-paz-bo/")
    expect(desk.get_by_text("antigua persona usuaria").first).to_be_visible()
    expect(desk.get_by_text(name)).to_have_count(0)
