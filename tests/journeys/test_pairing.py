"""From short lists to an alliance, in the office and at the desk: lists, meetings, preferences, pairs, answers."""

import datetime as dt

from playwright.sync_api import expect
from tests.journeys.axe import faults

from entreciudades.actors.models import Membership
from entreciudades.alliances.models import Alliance
from entreciudades.calls.jobs import next_run
from entreciudades.calls.models import Call, Pair, PartnerPreference

OFFICE = "/office/red-ribera/calls/pares-ribera-2026/"
REASON = "Comparten una cuenca y un comité que ya se reúne."


def sent(page):
    page.locator("main form button[type=submit]").last.click()


def lists_and_round(office):
    """Lists are drawn up and shown; a round is looked at, then kept; preferences are asked for."""
    office.goto(f"{OFFICE}short-lists/")
    office.click("form[action$='/draw/'] button")
    office.click("form[action$='/show/'] button")
    expect(office.locator("form[action$='/show/']")).to_have_count(0)
    barriers = {"short lists": faults(office)}
    office.goto(f"{OFFICE}meetings/plan/")
    monday = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=7)
    monday += dt.timedelta(days=-monday.weekday() % 7)
    office.fill("[name=first_day]", str(monday))
    office.fill("[name=last_day]", str(monday + dt.timedelta(days=2)))
    office.fill("[name=where]", "https://sala.example.org/ribera")
    office.click("button[value=look]")
    expect(office.locator("#draft")).to_be_visible()
    barriers["plan"] = faults(office)
    office.click("button[value=plan]")
    expect(office.locator("#timetable")).to_be_visible()
    barriers["timetable"] = faults(office)
    office.goto(f"{OFFICE}meetings/preferences/")
    office.fill("[name=due_at_day]", str(monday + dt.timedelta(days=7)))
    office.fill("[name=due_at_time]", "23:59")
    sent(office)
    expect(office.locator("#given")).to_be_visible()
    return barriers


def notes_and_preferences(city, home):
    """A city reads why, writes its notes, and says how gladly it would go with the first."""
    city.goto(f"{home}short-list/")
    expect(city.locator("article.card").first).to_be_visible()
    barriers = {"short list": faults(city)}
    city.goto(f"{home}meetings/")
    barriers["meetings"] = faults(city)
    city.locator(".row-actions a").first.click()
    city.fill("[name=text]", "Preguntar por la red de agua.")
    barriers["notes"] = faults(city)
    sent(city)
    city.goto(f"{home}preferences/")
    city.locator("input[type=radio][value='4']").first.check()
    barriers["preferences"] = faults(city)
    sent(city)
    expect(city.locator("[role=status]").first).to_be_visible()
    return barriers


def proposed(office, number):
    office.goto(f"{OFFICE}pairing/runs/{number}/propose/")
    sent(office)
    expect(office.locator("[role=alert]")).to_have_count(0)


def overridden(office, run):
    """Two pairs change partners for a reason; return the partner of Puerto Alba, which is in neither."""
    pairs = [(one["a"], one["b"]) for one in run.result["pairs"]]
    partner = next(set(pair) - {"puerto-alba"} for pair in pairs if "puerto-alba" in pair).pop()
    (keep, instead), (_left, other), *_rest = [pair for pair in pairs if "puerto-alba" not in pair]
    office.goto(f"{OFFICE}pairing/runs/{run.number}/pairs/{keep}/{instead}/another/")
    office.check(f"[name=keep][value={keep}]")
    office.select_option("[name=other]", other)
    office.fill("[name=reason]", REASON)
    sent(office)
    expect(office.locator("main")).to_contain_text(REASON)
    return partner


def test_from_short_lists_to_an_alliance(new_visitor, person):
    office, city = new_visitor("second_secretary"), new_visitor("other_coordinator", width=360)
    call = Call.objects.get(slug="pares-ribera-2026")
    mine = call.applications.get(applicant__slug="puerto-alba")
    home = f"/desk/organisations/puerto-alba/applications/{mine.pk}/"
    call.meetings.all().delete()  # as the call stood when its admission was decided
    call.matchmaking.delete()
    barriers = lists_and_round(office) | notes_and_preferences(city, home)
    assert PartnerPreference.objects.get().level == 4

    # A run after the preferences; the office reads why two go together, and proposes.
    office.goto(f"{OFFICE}pairing/runs/new/")
    sent(office)
    assert next_run() is True
    run = call.runs.first()
    proposed(office, run.number)
    first = Pair.objects.of(mine).get(state="proposed")
    barriers["pairs"] = faults(office) if office.goto(f"{OFFICE}pairs/").ok else ["not found"]

    # The city reads why, and declines; the rest is solved again, and the secretariat proposes what comes of it.
    city.goto(f"{home}pairs/")
    barriers["pair"] = faults(city)
    city.locator("a[href$='/decline/']").click()
    city.fill("[name=reason]", "Nuestro equipo no habla su lengua.")
    sent(city)
    expect(city.locator("form[action$='/accept/']")).to_have_count(0)
    assert next_run() is True
    again = call.runs.first()
    assert again.number == run.number + 1
    office.goto("/tasks/")
    expect(office.locator("main")).to_contain_text("Pares de ciudades 2026 (ficticia)")

    # Another partner for somebody, with a reason; then all of it is proposed.
    partner = overridden(office, again)
    proposed(office, again.number)
    assert Pair.objects.get(state="proposed", override=REASON).run == again
    first.refresh_from_db()
    second = Pair.objects.of(mine).get(state="proposed")
    assert (first.state, second.pk == first.pk) == ("declined", False)

    # Both accept: they land in their alliance.
    theirs = second.b if second.a_id == mine.pk else second.a
    assert theirs.applicant.slug == partner
    Membership.objects.create(organisation=theirs.applicant, user=person("colleague"), role="coordinator")
    partner_page = new_visitor("colleague")
    partner_page.goto(f"/desk/organisations/{partner}/applications/{theirs.pk}/pairs/")
    partner_page.locator("form[action$='/accept/'] button").click()
    city.goto(f"{home}pairs/")
    city.locator("form[action$='/accept/'] button").click()
    city.wait_for_url("**/alliances/**")
    alliance = Alliance.objects.get(pair=second)
    assert city.url.endswith(f"/desk/organisations/puerto-alba/alliances/{alliance.slug}/")
    barriers["alliance"] = faults(city)
    assert {where: found for where, found in barriers.items() if found} == {}
