"""The office tries other numbers: the page of a run shows by itself how far it is and what came of it."""

from playwright.sync_api import expect
from tests.journeys.axe import faults

from entreciudades.calls.jobs import next_run
from entreciudades.calls.models import Call, PairingRun

OFFICE = "/office/red-ribera/calls/pares-ribera-2026/pairing/"


def test_another_run_is_watched_compared_and_stopped(new_visitor):
    office = new_visitor("second_secretary")
    call = Call.objects.get(slug="pares-ribera-2026")
    before = call.runs.first()
    office.goto(f"{OFFICE}runs/new/?from={before.number}")
    barriers = {"form": faults(office)}
    office.fill("[name=weight_scale]", "0")
    office.fill("[name=min_score]", "0,55")  # so that some city has no pair
    office.fill("[name=note]", "Sin contar el tamaño")
    office.locator("main form button[type=submit]").click()
    office.wait_for_url(f"**/runs/{before.number + 1}/")
    barriers["waiting"] = faults(office)
    PairingRun.objects.filter(number=before.number + 1).update(state="running", progress="round 1", done=40)
    expect(office.locator("progress")).to_have_attribute("value", "40")
    barriers["under way"] = faults(office)
    PairingRun.objects.filter(number=before.number + 1).update(state="waiting")
    assert next_run() is True
    expect(office.locator("table.pairs")).to_be_visible()  # nobody has pressed anything
    barriers["pairs"] = faults(office)
    office.locator("a[href$='/unpaired/']").click()
    barriers["not paired yet"] = faults(office)
    office.goto(f"{OFFICE}compare/?former={before.number}&now={before.number + 1}")
    barriers["compared"] = faults(office)

    office.goto(f"{OFFICE}runs/new/")
    office.locator("main form button[type=submit]").click()
    office.locator("form[action$='/stop/'] button").click()
    expect(office.locator("[role=alert]")).to_be_visible()
    barriers["stopped"] = faults(office)
    assert call.runs.first().state == "interrupted"
    assert {where: found for where, found in barriers.items() if found} == {}
