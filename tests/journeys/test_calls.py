"""A call from the office to its readers: prepared, published when nothing is missing, read, extended with a reason."""

from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from entreciudades.actors.models import Adoption, Organisation
from entreciudades.calls.models import Call
from entreciudades.methodologies.services import load_methodology
from entreciudades.methodologies.shipped import shipped_text

REASON = "Doce ciudades pidieron más tiempo para sus cartas aval."
SUMMARIES = {"es": "Ciudades que aprenden una de otra durante 18 meses.", "pt": "Cidades que aprendem uma com a outra."}
TITLES = {"es": "Pares de la Ribera 2030", "pt": "Pares da Ribera 2030"}
SLUG = "pares-de-la-ribera-2030"
OFFICE = f"/office/red-ribera/calls/{SLUG}/"


def sent(page):
    page.locator("main form button[type=submit]").last.click()


def write_moment(page, name, day, time):
    page.fill(f"[name={name}_day]", day)
    page.fill(f"[name={name}_time]", time)


def begin(page):
    """Choose the methodology, write the facts; a time that the clocks of Madrid do not show is refused."""
    network = Organisation.objects.get(slug="red-ribera")
    methodology = load_methodology(shipped_text("iuc-city-pairing"), file="iuc-city-pairing.toml", by=None)
    Adoption.objects.get_or_create(network=network, methodology=methodology)
    page.goto("/office/red-ribera/calls/add/")
    page.check(f"[name=methodology][value='{methodology.pk}']")
    sent(page)
    page.fill("[name=titles_es]", TITLES["es"])
    page.select_option("[name=zone]", "Europe/Madrid")
    write_moment(page, "opens_at", "2026-01-10", "09:00")
    write_moment(page, "closes_at", "2030-03-31", "02:30")
    for language in TITLES:
        page.check(f"[name=languages][value={language}]")
    sent(page)
    expect(page.locator(".errorlist").last).to_contain_text("02:30")
    write_moment(page, "closes_at", "2030-03-04", "23:59")
    sent(page)
    page.wait_for_url(f"**{OFFICE}")


def complete(page):
    """Write what the call says that it lacks, and a number of its own."""
    expect(page.locator("#missing li")).to_have_count(3)  # a summary in Spanish; a title and a summary in Portuguese
    page.goto(f"{OFFICE}facts/")
    page.locator("details.in-other-languages summary").first.click()
    page.fill("[name=titles_pt]", TITLES["pt"])
    sent(page)
    for language, summary in SUMMARIES.items():
        page.goto(f"{OFFICE}texts/{language}/")
        page.fill("[name='body:summary']", summary)
        page.locator("form.editor button[type=submit]").last.click()
        page.wait_for_load_state()
    page.goto(f"{OFFICE}numbers/")
    page.fill("[name='eligible/population/more_than']", "50.000")
    sent(page)
    expect(page.locator("#numbers")).to_contain_text("50.000")
    expect(page.locator("#missing")).to_have_count(0)


def extend(page):
    """Without a reason nothing happens, and what was written stays."""
    page.goto(f"{OFFICE}do/extend/")
    write_moment(page, "closes_at", "2030-03-18", "23:59")
    sent(page)
    expect(page.locator("[name=reason]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=closes_at_day]")).to_have_value("2030-03-18")
    page.fill("[name=reason]", REASON)
    sent(page)
    page.wait_for_url(f"**{OFFICE}")


def test_a_call_from_the_office_to_its_readers(new_visitor, person):
    secretary = new_visitor("second_secretary")
    begin(secretary)
    complete(secretary)
    secretary.goto(f"{OFFICE}do/publish/")
    sent(secretary)
    secretary.wait_for_url(f"**{OFFICE}")

    visitor = new_visitor(language="pt", width=360)
    with override("pt"):
        visitor.goto(reverse("public:calls"))
    visitor.locator("main a", has_text=TITLES["pt"]).click()
    expect(visitor.locator("h1")).to_have_text(TITLES["pt"])
    expect(visitor.locator("main")).to_contain_text(SUMMARIES["pt"])
    expect(visitor.locator("main")).to_contain_text("segunda-feira, 4 de março de 2030, 23:59 (hora de Madri)")
    expect(visitor.locator("#who")).to_contain_text("50.000")
    with visitor.expect_download() as download:
        visitor.locator("#dates a").click()
    assert b"DTSTART:20300304T225900Z" in download.value.path().read_bytes()

    extend(secretary)
    visitor.reload()
    expect(visitor.locator("#decisions")).to_contain_text(REASON)
    expect(visitor.locator("#decisions del")).to_contain_text("4 de março de 2030")
    expect(visitor.locator("#decisions ins")).to_contain_text("18 de março de 2030")
    assert Call.objects.get(slug=SLUG).decisions.get().made_by == person("second_secretary")
