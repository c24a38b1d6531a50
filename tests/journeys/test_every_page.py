"""No barrier on any page, wide or narrow: all that a walk through the site finds, and the pages that say no."""

import pytest
from django.template.loader import render_to_string
from tests.journeys.axe import faults
from tests.journeys.walk import Page, is_button, named, walk, without_words

from entreciudades.alliances.models import Agreement

#: Who walks, and from where beside every address without words: pages whose kind somebody before them knows already.
#: The last two belong to a network whose programme has action forms, and whose texts wait for a translation.
WALKERS = {
    "visitor": ("/es/redes/red-ribera/grafo/",),
    "coordinator": (),
    "secretary": ("/desk/organisations/ucci/team/",),
    "second_secretary": (
        "/desk/programmes/ribera-2026/texts/",
        "/office/red-ribera/alliances/aguas-compartidas/",
        "/office/red-ribera/",
        "/office/red-ribera/agreements/",
        "/office/red-ribera/agreements/rules/",
        "/office/red-ribera/alliances/",
        "/office/red-ribera/calls/",
        "/office/red-ribera/calls/pares-ribera-2026/",
        "/office/red-ribera/bodies/",
        "/office/red-ribera/translations/",
        "/office/red-ribera/glossary/",
    ),
    "other_coordinator": (
        "/desk/organisations/puerto-alba/alliances/aguas-compartidas/",
        "/desk/organisations/puerto-alba/alliances/",
        "/desk/alliances/voz-de-las-riberas/data/agenda/",
        "/desk/organisations/puerto-alba/positions/",
        "/desk/organisations/puerto-alba/translations/",
        "/desk/organisations/puerto-alba/calls/",
        "/desk/organisations/puerto-alba/searches/",
    ),
    "santa_bruma": (),
    "reviewer": (),
}
#: Pages of agreements from which somebody walks on: an agreement looks different in every state. Base -> slug -> pages.
AGREEMENTS = {
    "other_coordinator": (
        "/desk/organisations/puerto-alba",
        {
            "convenio-especifico-drenaje": ("",),
            "adhesion-santa-bruma": ("approvals/", "signatures/", "ceremony/", "validity/"),
        },
    ),
    "second_secretary": (
        "/office/red-ribera",
        {
            "memorandum-aguas-compartidas": ("", "validity/"),
            "adhesion-santa-bruma": ("approvals/", "signatures/", "ceremony/"),
        },
    ),
    "santa_bruma": ("/desk/organisations/santa-bruma", {"adhesion-santa-bruma": ("approvals/",)}),
}
PARTS = 6  # so that every core has some

#: Views that no page leads to with a link, or whose names end so, and why.
WITHOUT_A_LINK = {
    "-print": "a PDF",
    "alliance-programme-adopt": "all parties of the demonstration have adopted theirs; tried in the tests of pages",
    "alliance-exchange-cancel": "its form is that of every reason; tried in the tests of exchanges",
    "alliance-exchange-people": "of a party that travels; tried in the tests of exchanges",
    "alliance-product-change": "while a product is being made; tried in the tests of exchanges",
    "alliance-product-files": "while a product is being made; tried in the tests of exchanges",
    "alliance-product-return": "once a product was handed in to one's city; tried in the tests of exchanges",
    "-sign": "the demonstration has signed what it opened for signing; tried in test_alliance",
    "-sign-paper": "as a digital signature",
    "-signature-act": "as a digital signature",
    "-ceremony-record": "as a digital signature; tried in test_alliance",
    "governance-body": "no body of the demonstration's alliances is made yet; tried in the tests of governance",
    "governance-body-change": "as the body",
    "governance-charge": "as the meeting",
    "governance-decision-remove": "as the meeting",
    "governance-member": "as the body",
    "governance-member-add": "as the body",
    "governance-rules": "as the body",
    "governance-meeting": "the demonstration holds no meeting; tried in the tests of governance",
    "governance-meeting-add": "as the body",
    "governance-meeting-change": "as the meeting",
    "governance-meeting-cancel": "as the meeting",
    "governance-paper": "as the meeting",
    "governance-item": "as the meeting",
    "governance-item-add": "as the meeting",
    "governance-attendance": "as the meeting",
    "governance-guest-add": "as the meeting",
    "governance-documents": "as the meeting",
    "governance-approve": "as the meeting",
    "governance-decision-add": "as the meeting",
    "governance-roll-call": "as the meeting",
    "governance-urgent": "as the body",
    "governance-minutes-edit": "as the meeting; the editor is that of every text",
    "governance-minutes-history": "as the meeting",
    "position-consult": "no position of the demonstration is still being drafted; tried in the tests of positions",
    "position-remark": "as the consultation of a position",
    "position-answer": "as the consultation of a position",
    "position-endorse": "while somebody is invited and has not answered; tried in the tests of positions",
    "position-decline": "as the endorsement of a position",
    "exchange-minute-history": "once a minute was changed; its page is that of every text",
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


def starts_among_agreements(person):
    """Where somebody begins among agreements; their numbers are those of the database."""
    base, agreements = AGREEMENTS.get(person, ("", {}))
    numbers = {slug: Agreement.objects.get(slug=slug).pk for slug in agreements}
    return [f"{base}/agreements/{numbers[slug]}/{page}" for slug, pages in agreements.items() for page in pages]


WALKED: dict[object, Page] = {}  # the same in every copy of the demonstration, so walked once


@pytest.fixture
def pages(client_of):
    """Every kind of page, each as the first of the walkers who reaches it."""
    for person, starts in WALKERS.items() if not WALKED else ():
        begins = [*without_words("es"), *starts, *starts_among_agreements(person)]
        seen = walk(client_of(person), person, begins, known=WALKED)
        WALKED.update({page.kind: page for page in seen})
    return list(WALKED.values())


def test_a_barrier_and_a_wide_page_would_be_seen(page):
    page.route("**/es/wide/", lambda route: route.fulfill(body=WIDE, content_type="text/html"))
    page.goto("/es/wide/")
    assert faults(page) == ["360 px: image-alt: img", "360 px: 40 px too wide", "1280 px: image-alt: img"]


def test_the_walk_reaches_every_address(pages, client_of):
    reached = {page.view for page in pages}
    left = {name: at for name, at in named() if name not in reached and not name.endswith(tuple(WITHOUT_A_LINK))}
    client = client_of("coordinator")
    assert sorted(name for name, address in left.items() if not is_button(client, address)) == []


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
