"""A coordinator leaves, and the next one finds everything: on a page, in a brief, in what waits."""

import re
from io import BytesIO

import pypdfium2
from playwright.sync_api import expect
from tests.journeys.axe import faults

from entreciudades.actors.models import Organisation
from entreciudades.core.models import AuditEvent, OutboxMessage
from entreciudades.notices.models import Task
from entreciudades.notices.services import open_task

PASSWORD = "un-faro-junto-a-la-bahia"
TEAM = "/desk/organisations/puerto-alba/team/"


def submit(page):
    page.locator("main form.form button[type=submit]").last.click()


def invitation_to(email):
    body = next(mail.payload["body"] for mail in OutboxMessage.objects.order_by("-pk") if mail.payload["to"] == [email])
    return re.search(r"https?://\S+/invitation/\S+/", body)[0]


def leaves(leaving):
    """She writes down one more promise, invites who comes after her, and hands over; what bars the way on that page."""
    leaving.goto("/desk/organisations/puerto-alba/data/promises/add/")
    leaving.fill("[name=what]", "Prestar la draga en mayo")
    leaving.fill("[name=to_whom]", "Vallehondo")
    leaving.select_option("[name=kept_by]", label="Inés Calafate")
    submit(leaving)
    leaving.goto(f"{TEAM}add/")
    leaving.fill("[name=email]", "nora@example.org")
    leaving.fill("[name=name]", "Nora Inventada")
    leaving.select_option("main [name=language]", "es")
    submit(leaving)
    expect(leaving.locator("main")).to_contain_text("Nora Inventada")
    leaving.goto(TEAM)
    leaving.locator("tr", has_text="Inés Calafate").locator("a[href$='/hand-over/']").click()
    expect(leaving.locator("main")).to_contain_text("Firmar el convenio")
    expect(leaving.locator("main")).to_contain_text("Prestar la draga en mayo")
    expect(leaving.locator("main")).to_contain_text("Olalla Marisma")
    barriers = faults(leaving)
    leaving.select_option("[name=invitation]", label="Nora Inventada (nora@example.org)")
    leaving.fill("[name=note]", "Llame antes a Obras que a Hacienda.")
    submit(leaving)
    expect(leaving.locator("[role=status]").first).to_be_visible()
    return barriers


def test_a_coordinator_leaves_and_the_next_one_finds_everything(new_visitor, person):
    leaving, city = new_visitor("other_coordinator"), Organisation.objects.get(slug="puerto-alba")
    open_task(city, kind="by-hand", facts={"title": "Firmar el convenio"}, owner=person("other_coordinator"), by=None)

    barriers = {"hand over": leaves(leaving)}
    assert leaving.goto("/desk/organisations/puerto-alba/").status == 200  # nothing is without an owner meanwhile

    # The next one accepts by choosing a password, and is led to what was left to her.
    coming = new_visitor(width=360)
    coming.goto(invitation_to("nora@example.org"))
    barriers["invitation"] = faults(coming)
    coming.fill("[name=password1]", PASSWORD)
    coming.fill("[name=password2]", PASSWORD)
    submit(coming)
    coming.wait_for_url("**/desk/organisations/puerto-alba/")
    coming.goto(TEAM)
    coming.locator("a[href*='/handovers/']").first.click()
    for said in ("Llame antes a Obras que a Hacienda.", "Prestar la draga en mayo", "Olalla Marisma"):
        expect(coming.locator("main")).to_contain_text(said)
    barriers["handover"] = faults(coming)
    with coming.expect_download() as download:
        coming.evaluate("document.querySelector('.page-head a.btn-primary').setAttribute('download', '')")
        coming.click(".page-head a.btn-primary")
    with pypdfium2.PdfDocument(BytesIO(download.value.path().read_bytes())) as document:
        assert len(document) == 1
        assert "Prestar la draga en mayo" in document[0].get_textpage().get_text_bounded()

    # All is hers, the other is out, and the trail tells it.
    owned = Task.objects.filter(organisation=city).exclude(owner=None)
    assert {task.owner.name for task in owned} == {"Nora Inventada"}
    assert {one.kept_by.name for one in city.promises.all()} == {"Nora Inventada"}
    leaving.goto("/desk/organisations/puerto-alba/")
    assert "/accounts/login/" in leaving.url  # whose role ends is signed out
    done = AuditEvent.objects.get(verb="handover.done")
    assert (done.details["tasks"], done.details["promises"], done.details["contacts"]) == (1, 3, 2)
    coming.goto("/desk/organisations/puerto-alba/consents/")
    coming.locator("a[href$='/give/']").click()
    barriers["consent"] = faults(coming)
    assert [found for found in barriers.values() if found] == []
    coming.goto("/desk/organisations/puerto-alba/data/promises/add/")
    assert coming.locator("[name=kept_by] option").all_inner_texts() == ["—", "Nora Inventada", "Telmo Baliza"]
