"""A task goes from hand to hand: told by the bell and by mail, done, stopped with one click, seen in a calendar."""

import datetime as dt
import re

import icalendar
from django.utils import timezone
from playwright.sync_api import expect
from tests.journeys.axe import faults

from entreciudades.core.models import OutboxMessage
from entreciudades.notices.mailing import mail_notices
from entreciudades.notices.models import Notice, Task

TITLE = "Enviar el perfil de la ciudad"


def test_a_task_is_handed_on_told_done_and_its_mails_stopped(new_visitor):
    coordinator, colleague, anybody = new_visitor("coordinator"), new_visitor("colleague"), new_visitor()
    coordinator.goto("/tasks/")
    coordinator.locator("main a[href^='/tasks/add/']").first.click()
    coordinator.fill("[name=title]", TITLE)
    coordinator.fill("[name=due]", (timezone.localdate() + dt.timedelta(days=3)).isoformat())
    coordinator.select_option("[name=owner]", label="Julio Arancibia")
    coordinator.locator("main form.form button[type=submit]").click()
    coordinator.wait_for_url("**/tasks/")
    assert faults(coordinator) == []

    colleague.goto("/desk/")
    expect(colleague.locator(".bell .tag")).to_contain_text("1")
    colleague.locator(".bell").click()
    assert faults(colleague) == []
    colleague.get_by_role("link", name=re.compile(TITLE)).click()
    expect(colleague.locator("[name=title]")).to_have_value(TITLE)
    expect(colleague.locator(".bell .tag")).to_have_count(0)

    Notice.objects.update(read_at=None, created_at=timezone.now() - dt.timedelta(minutes=5))
    assert mail_notices() == 1
    letter = OutboxMessage.objects.latest("pk").payload
    assert TITLE in letter["body"]
    anybody.goto(letter["headers"]["List-Unsubscribe"].strip("<>"))
    anybody.locator("main button[name=these]").click()
    expect(anybody.locator("main button[name=these]")).to_have_count(0)
    assert faults(anybody) == []
    colleague.goto("/notices/preferences/")
    expect(colleague.locator("[name=tasks]")).to_have_value("never")

    colleague.goto("/notices/calendar/")
    colleague.locator("main form[action$='/calendar/'] button").click()
    feed = anybody.request.get(colleague.locator("#address").input_value())
    titles = [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(feed.body()).walk("VEVENT")]
    assert [title for title in titles if title.endswith(TITLE)] == [f"La Paz: {TITLE}"]

    colleague.goto("/tasks/")
    colleague.locator("li", has_text=TITLE).locator("form[action$='/done/'] button").click()
    expect(colleague.locator("[role=status]").first).to_contain_text(TITLE)
    assert Task.objects.get(facts__title=TITLE).done_by.email.startswith("colega.lapaz@")
