"""No barrier on any page, wide or narrow: all that a walk through the site finds, and the pages that say no."""

import pytest
from django.template.loader import render_to_string
from tests.journeys.axe import faults
from tests.journeys.walk import Page, named, walk, without_words

#: Who walks, and from where beside every address without words: pages whose kind somebody before them knows already.
#: The last two belong to a network whose programme has action forms, and whose texts wait for a translation.
WALKERS = {
    "visitor": (),
    "coordinator": (),
    "secretary": ("/desk/organisations/ucci/team/",),
    "second_secretary": (
        "/desk/programmes/ribera-2026/texts/",
        "/office/red-ribera/",
        "/office/red-ribera/translations/",
        "/office/red-ribera/glossary/",
    ),
    "other_coordinator": (
        "/desk/organisations/puerto-alba/translations/",
        "/desk/organisations/puerto-alba/calls/",
        "/desk/organisations/puerto-alba/searches/",
    ),
    "reviewer": (),
}
PARTS = 6  # so that every core has some

#: Views that no page leads to with a link, or whose names end so, and why.
WITHOUT_A_LINK = {
    "brief-file": "a PDF",
    "consent": "reached from a mail",
    "consent-act": "a button",
    "consent-give": "nobody in the cities of the walk; tried in test_handover",
    "coordinator-invitation": "a button",
    "desk:handover": "the demonstration hands nothing over; tried in test_handover",
    "handover-cancel": "a button",
    "invitation": "reached from a mail; tried in test_handover",
    "network-reply": "a button",
    "team-back": "a button",
    "team-invitation": "a button",
    "-discard": "a button",
    "address-works": "a button",
    "agreement-document-remove": "a button",
    "book-word": "a Word file",
    "calendar-end": "a button",
    "contribution": "the demonstration asks nobody; tried in test_contributions",
    "contribution-act": "a button",
    "contribution-back": "as the contribution",
    "contribution-settle": "a button",
    "contribution-word": "a Word file",
    "mayor": "its own link leads to it; tried in the tests of pages",
    "mayor-pdf": "a PDF",
    "mayor-share": "a button",
    "mayor-stop": "a button",
    "notices:feed": "for programs with calendars",
    "notices:follow": "leads on to what it tells",
    "notices:read": "a button",
    "notices:read-all": "a button",
    "notices:stop": "reached from a mail",
    "notices:task": "the demonstration has no task; tried in test_notices",
    "public:book_word": "a Word file",
    "application-document-remove": "a button",
    "application-findings": "asked by the editor",
    "application-member-letter": "a button",
    "application-member-remove": "a button",
    "application-part": "while the call is open; tried in test_applications",
    "application-receipt-contents": "a file to check the receipt with",
    "application-receipt-pdf": "a PDF",
    "application-take-up": "a button",
    "call-applications-file": "a spreadsheet",
    "call-calendar": "a file for calendars",
    "call-apply": "a button",
    "desk:group": "the demonstration asks nobody to join; tried in test_applications",
    "group-reply": "a button",
    "desk:alliance": "no call of the demonstration has founded one yet; tried in test_pairing",
    "alliance-accept": "a button",
    "alliance-advance": "a button",
    "alliance-decline": "where an organisation is invited; tried in the tests of pages",
    "alliance-party-invite": "a button",
    "alliance-party-person": "a button",
    "alliance-party-person-remove": "a button",
    "alliance-party-plan": "a button",
    "alliance-party-plan-remove": "a button",
    "alliance-propose": "where only a source or a pair tells an alliance; tried in the tests of pages",
    "alliance-stage-paper": "a button",
    "alliance-stage-paper-remove": "a button",
    "alliance-stage-ready": "a button",
    "alliance-stage-skip": "while an optional stage lies ahead; tried in the tests of pages",
    "alliance-version": "where a network adopts another version; tried in the tests of pages",
    "office:alliance-attest": "where the secretariat is asked to; tried in the tests of pages",
    "application-meeting-held": "a button",
    "application-pair-accept": "once a pair is proposed; tried in test_pairing",
    "application-pair-decline": "once a pair is proposed; tried in test_pairing",
    "call-meeting-cancel": "a button",
    "call-meeting-held": "a button",
    "call-short-lists-draw": "a button; tried in test_pairing",
    "call-short-lists-show": "a button; tried in test_pairing",
    "call-admission-decide": "a button; tried in test_assessment",
    "call-admission-publish": "while a call is under review; tried in test_assessment",
    "call-pairing-follow": "a button",
    "call-pairing-pin-release": "a button",
    "call-pairing-stop": "a button",
    "call-pairing-unpaired": "every city of the demonstration has a pair; tried in test_pairing_runs",
    "call-reviewers-assign": "while an application lacks a reviewer; its form is that of every page",
    "call-reviewers-draw": "while an application lacks a reviewer; tried in test_assessment",
    "call-reviewers-replace": "while a call is under review; its form is that of every page",
    "reviews:declare": "a button",
    "reviews:document": "a document that was handed in",
    "reviews:send": "once every criterion is scored; tried in test_assessment",
    "search-candidate": "nobody answered the search of the demonstration yet; tried in test_searches",
    "search-document-remove": "a button",
    "search-found": "a button",
    "search-weights": "until a search is public; tried in test_searches",
    "task-done": "a button",
    "task-open": "a button",
    "translation-history": "no translation of the demonstration has one; the page is that of every text",
    "translation-names": "no short text of the demonstration waits; tried in the tests of pages",
    "translation-send": "a file for translators",
    "file": "a picture or a document",
    "-presence": "asked by the editor",
    "-publish": "a button",
    "-up": "a button",
    "-withdraw": "a button",
    "account:second-factor": "desk and office lead to it",
    "account:session-end": "a button",
    "account:sessions-end": "a button",
    "account_change_password": "the demonstration's people have no password to change",
    "account_confirm_email": "reached from a mail",
    "account_confirm_login_code": "codes are not in use",
    "account_logout": "a button in every page",
    "account_reauthenticate": "asked for by itself",
    "account_reset_password_from_key": "reached from a mail",
    "demo:enter": "a button",
    "desk:home": "leads on to the only organisation",
    "entrance": "leads on to the home in a language",
    "healthz": "for machines",
    ":import": "the demonstration brings no file in; tried in test_imports",
    "import-act": "a button",
    "import-columns": "as the import",
    "import-row": "a button",
    "import-sheet": "a button",
    "language": "a button",
    "matrix-undo": "a button",
    "mfa_authenticate": "between password and desk",
    "mfa_deactivate_totp": "the demonstration's people have no second factor",
    "mfa_edit_webauthn": "the demonstration's people have no second factor",
    "mfa_list_webauthn": "a second name of the ways to sign in",
    "mfa_login_webauthn": "a button",
    "mfa_reauthenticate": "asked for by itself",
    "mfa_reauthenticate_webauthn": "asked for by itself",
    "mfa_remove_webauthn": "the demonstration's people have no second factor",
    "mfa_view_recovery_codes": "the demonstration's people have no second factor",
    "office:adopt": "a button",
    "office:second-factor-stop": "a button",
    "openid_connect_callback": "the provider leads to it",
    "openid_connect_login": "the demonstration has no provider",
    "pictures-remove": "a button",
    "public:book_pdf": "a PDF",
    "robots": "for machines",
    "second-factor-reset": "the demonstration's people have no second factor",
    "sitemap": "for machines",
    "socialaccount_login_cancelled": "leads on to signing in",
}
WIDE = """<!doctype html><html lang="es"><title>Ancha</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 0 }</style>
<main><h1>Ancha</h1><img src="/static/img/logo.svg" width="400" height="10"></main></html>"""
WALKED: dict[object, Page] = {}  # the same in every copy of the demonstration, so walked once


@pytest.fixture
def pages(client_of):
    """Every kind of page, each as the first of the walkers who reaches it."""
    for person, starts in WALKERS.items() if not WALKED else ():
        seen = walk(client_of(person), person, [*without_words("es"), *starts], known=WALKED)
        WALKED.update({page.kind: page for page in seen})
    return list(WALKED.values())


def test_a_barrier_and_a_wide_page_would_be_seen(page):
    page.route("**/es/wide/", lambda route: route.fulfill(body=WIDE, content_type="text/html"))
    page.goto("/es/wide/")
    assert faults(page) == ["360 px: image-alt: img", "360 px: 40 px too wide", "1280 px: image-alt: img"]


def test_the_walk_reaches_every_address(pages):
    views = {name for name, _address in named()}
    reached = {page.view for page in pages}
    assert sorted(view for view in views - reached if not view.endswith(tuple(WITHOUT_A_LINK))) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_barrier_or_scrolls_sideways(part, pages, new_visitor):
    visitors = {}
    found = {}
    for page in pages[part::PARTS]:
        browser_page = visitors.get(page.person) or visitors.setdefault(page.person, new_visitor(page.person))
        browser_page.goto(page.address, wait_until="load")
        if wrong := faults(browser_page):
            found[page.address] = wrong
    assert found == {}


def test_pages_that_say_no_have_no_barrier(new_visitor):
    visitor, colleague = new_visitor(), new_visitor("colleague")
    found = {}
    for page, address, status in (
        (visitor, "/es/no-hay/", 404),
        (colleague, "/desk/programmes/ribera-2026/", 404),
        (colleague, "/desk/programmes/la-paz-2017/state/publish/", 403),
    ):
        assert page.goto(address).status == status
        found[address] = faults(page)

    visitor.goto("/accounts/login/")
    visitor.locator("main [name=csrfmiddlewaretoken]").first.evaluate("field => field.remove()")
    with visitor.expect_navigation() as refused:
        visitor.locator("main form button[type=submit]").first.click()
    assert refused.value.status == 403
    found["a form that is not ours"] = faults(visitor)

    visitor.route("**/es/broken/", lambda route: route.fulfill(body=render_to_string("500.html"), status=500))
    visitor.goto("/es/broken/")
    found["our own fault"] = faults(visitor)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
