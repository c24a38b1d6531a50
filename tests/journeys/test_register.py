"""A secretary brings her own register of 200 old agreements: 12 problems, mended in the file; written; taken back."""

from playwright.sync_api import expect
from tests.factories import register

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.processes.work import do_jobs

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bring(page, data):
    page.goto("/office/red-ribera/imports/new/agreements/")
    page.set_input_files("input[type=file]", {"name": register.NAME, "mimeType": TYPE, "buffer": data})
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/columns/")


def done_by_the_worker(page):
    expect(page.locator("#progress")).to_be_visible()
    assert do_jobs()
    expect(page.locator("#progress")).to_have_count(0)


def said_of_columns(page):
    return {
        heading: page.locator(f"[name=column-{place}]").input_value()
        for place, heading in enumerate(register.HEADINGS, start=1)
        if heading in register.COLUMNS
    }


def went_out(page, network):
    return page.request.get(f"/office/{network}/imports/new/agreements/csv/").text()


def test_two_hundred_old_agreements(new_visitor):
    register.make_cities(Organisation.objects.get(slug="red-ribera"))
    before = set(Agreement.objects.values_list("pk", flat=True))
    page = new_visitor("second_secretary")

    bring(page, register.make_register())
    for place, heading in enumerate(register.HEADINGS, start=1):
        page.select_option(f"[name=column-{place}]", register.COLUMNS.get(heading, ""))
    page.locator("main form button[type=submit]").last.click()
    done_by_the_worker(page)
    expect(page.locator("main li.card")).to_have_count(len(register.PROBLEMS))
    for cell in filter(None, register.PROBLEMS):
        expect(page.locator("main strong", has_text=cell.partition("!")[2])).to_have_count(1)
    expect(page.locator("main")).to_contain_text("Puerto Bruma")  # the nearest to “Puerto Brumas”
    expect(page.locator("form[action$='/write/']")).to_have_count(0)

    bring(page, register.make_register(mended=True))
    assert said_of_columns(page) == register.COLUMNS
    page.locator("main form button[type=submit]").last.click()
    done_by_the_worker(page)
    page.locator("form[action$='/write/'] button").click()
    done_by_the_worker(page)
    made = Agreement.objects.exclude(pk__in=before)
    assert made.count() == register.COUNT
    assert [
        text.count("Caja 7, legajo 130")
        for text in (went_out(page, "red-ribera"), went_out(new_visitor("secretary"), "ucci"))
    ] == [1, 0]

    page.locator("details summary").last.click()
    page.locator("form[action$='/undo/'] button").click()
    done_by_the_worker(page)
    assert set(Agreement.objects.values_list("pk", flat=True)) == before
