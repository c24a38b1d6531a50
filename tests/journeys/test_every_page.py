"""No barrier on any page, wide or narrow: all that a walk through the site finds, and the pages that say no."""

import pytest
from tests.journeys.axe import faults
from tests.journeys.walk import Page, named, walk, without_words

#: Who walks, and from where if not from every address without words. The last one's programme has action forms.
WALKERS = {
    "visitor": None,
    "coordinator": None,
    "secretary": None,
    "second_secretary": ["/desk/programmes/ribera-2026/texts/"],
}
PARTS = 6  # so that every core has some

#: Views that no page leads to with a link, and why.
WITHOUT_A_LINK = {
    "account_change_password": "the demonstration's people have no password to change",
    "account_confirm_email": "reached from a mail",
    "account_login": "whoever has signed in is led on; looked at as a visitor",
    "account_logout": "a button in every page",
    "account_reauthenticate": "asked for by itself",
    "account_reset_password_from_key": "reached from a mail",
    "account_signup": "nobody registers",
    "demo:enter": "a button",
    "desk:book-file": "a PDF",
    "desk:home": "leads on to the only organisation",
    "desk:matrix-undo": "a button",
    "desk:organisation-up": "a button",
    "desk:practice-publish": "a button",
    "desk:practice-withdraw": "a button",
    "desk:programme-up": "a button",
    "entrance": "leads on to the home in a language",
    "healthz": "for machines",
    "language": "a button",
    "office:adopt": "a button",
    "office:member-up": "a button",
    "public:book_pdf": "a PDF",
    "robots": "for machines",
    "sitemap": "for machines",
}


WALKED: dict[object, Page] = {}  # the same in every copy of the demonstration, so walked once


@pytest.fixture
def pages(client_of):
    """Every kind of page, each as the first of the walkers who reaches it."""
    for person, starts in WALKERS.items() if not WALKED else ():
        seen = walk(client_of(person), person, starts or without_words("es"), known=WALKED)
        WALKED.update({page.kind: page for page in seen})
    return list(WALKED.values())


def test_the_walk_reaches_every_address(pages):
    views = {name for name, _address in named()}
    reached = {page.view for page in pages}
    assert sorted(views - reached - WITHOUT_A_LINK.keys()) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_barrier_or_scrolls_sideways(part, pages, new_visitor):
    visitors = {}
    found = {}
    for page in pages[part::PARTS]:
        browser_page = visitors.get(page.person) or visitors.setdefault(page.person, new_visitor(page.person))
        browser_page.set_viewport_size({"width": 1280, "height": 900})
        browser_page.goto(page.address, wait_until="load")
        if wrong := faults(browser_page):
            found[page.address] = wrong
    assert found == {}


def test_refusals_have_no_barrier(new_visitor):
    visitor, colleague = new_visitor(), new_visitor("colleague")
    found = {}
    for page, address, status in (
        (visitor, "/es/no-hay/", 404),
        (colleague, "/desk/programmes/ribera-2026/", 404),
        (colleague, "/desk/programmes/la-paz-2017/state/publish/", 403),
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(address).status == status
        found[address] = faults(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
