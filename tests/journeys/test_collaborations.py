"""Who went together: from the map to one collaboration and its source; and whom a city could write to next."""

import gzip
import re

from playwright.sync_api import expect
from tests.journeys.axe import faults

KILOBYTES = 150


def test_a_visitor_finds_a_collaboration_and_who_tells_it(page):
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks its handlers
    page.goto("/en/collaborations/", wait_until="networkidle")
    # As they are sent: the product compresses pages, and keeps style, script and drawings compressed.
    sizes = [len(gzip.compress(body)) if ".woff2" not in one.url else len(body) for one, body in _bodies(answers)]
    assert sum(sizes) < KILOBYTES * 1000
    expect(page.locator(".lead").first).to_contain_text("126 collaborations")
    assert page.locator("path.arc").count() > 90
    assert faults(page) == []

    page.get_by_label("Words").fill("hidrogeno")
    page.get_by_label("Country").select_option(label="Japan")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("No collaboration is known with all of this")
    page.get_by_label("Words").fill("hydrogen")
    page.get_by_label("What the source states").select_option(label="Pairing")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**q=hydrogen**")
    page.get_by_role("link", name=re.compile("Yokohama")).click()

    expect(page.locator("main .lead")).to_have_text("The source states that these cities were paired.")
    main = page.locator("main")
    for said in ("In the words of the source: Energy management; Smart city; Hydrogen technology", "not stated"):
        expect(main).to_contain_text(said)
    expect(main.get_by_role("link", name="businessyokohama.com")).to_have_attribute(
        "href", "https://businessyokohama.com/?p=4051"
    )
    assert faults(page) == []
    main.get_by_role("table").get_by_role("link", name="Yokohama").click()
    expect(page.locator("#collaborations")).to_be_visible()


def test_a_coordinator_looks_for_cities_like_what_they_need(new_visitor):
    page = new_visitor("other_coordinator")
    page.goto("/desk/organisations/puerto-alba/finder/")
    cards = page.locator("main article")
    before = cards.count()
    assert before > 0
    assert faults(page) == []
    page.locator("[name=network]").select_option("-")
    page.locator("main form.filters button").click()
    page.wait_for_url("**network=-**")
    assert cards.count() > before
    assert not re.search(r"\b0[.,]\d", cards.first.inner_text())
    link = cards.first.get_by_role("link").first
    name = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_have_text(name)


def _bodies(answers):
    return [(one, one.body()) for one in answers if one.status == 200 and "/img/land" not in one.url]
