"""What a visitor meets: every language, the keyboard alone, paper, and a light first view."""

import gzip
import re

import pytest
from playwright.sync_api import expect
from tests.journeys.walk import walk

LANGUAGES = {"es": "es", "pt": "pt-BR", "pt-pt": "pt-PT", "en": "en"}
"""Code in the address -> tag for machines."""
PROGRAMME = "/es/programas/la-paz-2017/"
KILOBYTES = 150


@pytest.mark.parametrize("language", ["es", "pt-pt", "en"])
def test_every_public_page_stands_in_every_language(language, client_of):
    visitor = client_of("visitor")
    pages = [page for page in walk(visitor, "visitor", [f"/{language}/"], language=language) if "public:" in page.view]
    assert sorted({page.view for page in pages}) == [
        f"public:{name}"
        for name in (
            "accessibility",
            "agreement",
            "call",
            "calls",
            "cities",
            "city",
            "collaboration",
            "collaborations",
            "home",
            "network",
            "networks",
            "organisation",
            "position",
            "positions",
            "practice",
            "practices",
            "privacy",
            "programme",
            "programmes",
            "search",
        )
    ]
    for page in pages:
        html = visitor.get(page.address).content.decode()
        assert (page.address, re.search(r'<html lang="([\w-]+)"', html)[1]) == (page.address, LANGUAGES[language])
        others = dict(re.findall(r'rel="alternate" hreflang="(?!x-)([\w-]+)" href="https?://[^/]+([^"]+)"', html))
        assert list(others) == list(LANGUAGES.values())
        for code, tag in LANGUAGES.items():
            assert (others[tag], visitor.get(others[tag]).status_code) == (others[tag], 200)
            assert others[tag].startswith(f"/{code}/")


def test_the_choice_of_language_keeps_the_page(page, new_visitor):
    page.goto(f"{PROGRAMME}?from=mail")
    for language, address in (
        ("pt-PT", "/pt-pt/programas/la-paz-2017/?from=mail"),
        ("pt-BR", "/pt/programas/la-paz-2017/?from=mail"),
        ("en", "/en/programmes/la-paz-2017/?from=mail"),
    ):
        page.locator("header details.drop summary").last.click()
        page.locator(f'header a[hreflang="{language}"]').click()
        page.wait_for_url(lambda found, address=address: found.endswith(address))
        assert page.locator("html").get_attribute("lang") == language

    colleague = new_visitor("colleague")
    colleague.goto("/desk/programmes/la-paz-2017/matrices/")
    colleague.locator("header details.drop summary").last.click()
    colleague.locator('header button[value="pt"]').click()
    colleague.wait_for_url("**/desk/programmes/la-paz-2017/matrices/")
    assert colleague.locator("html").get_attribute("lang") == "pt-BR"


def test_the_keyboard_alone_is_enough(page):
    page.goto("/es/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

    page.goto("/es/")
    for _step in range(4):  # the skip link, the name of the site, two entries of the menu
        page.keyboard.press("Tab")
    entry = page.locator(".site-nav a").nth(1)
    expect(entry).to_be_focused()
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    address = entry.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")

    page.goto("/accounts/login/")
    page.locator("[name=login]").focus()
    page.keyboard.type("nadie@example.org")
    while not page.locator("[name=password]").evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("una contraseña")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()


def test_a_programme_is_printed_without_what_is_for_the_screen(page):
    page.goto(PROGRAMME)
    page.emulate_media(media="print")
    hidden = ("header.site-header", "nav.crumbs", ".skip-link", "main .actions")
    assert [part for part in hidden if any(one.is_visible() for one in page.locator(part).all())] == []
    expect(page.locator("h1")).to_be_visible()
    assert len(page.pdf()) > 10_000


def test_the_first_view_of_home_is_light(page):
    """Pages as they are sent; style, script and drawings as gzip leaves them, since the product keeps them so."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks its handlers
    page.goto("/es/", wait_until="networkidle")
    sizes = {}
    for answer in answers:
        if answer.status == 200:
            body = answer.body()
            is_text = answer.url.endswith((".css", ".js", ".svg"))
            sizes[answer.url] = len(gzip.compress(body)) if is_text else len(body)
    assert {address.rpartition(".")[2] for address in sizes} >= {"css", "woff2", "svg"}
    weight = sum(size for address, size in sizes.items() if "/img/land" not in address)
    assert weight < KILOBYTES * 1000, sizes


def test_the_map_says_its_data_as_a_table(page):
    page.goto("/es/")
    drawn = page.locator("figure.map path.arc").count()
    page.locator("details", has=page.locator("#ties")).locator("summary").click()
    assert drawn == page.locator("#ties tbody tr").count() > 0
