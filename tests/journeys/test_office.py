"""A network's office: what is stuck and with whom, a reminder, and who sees it without touching it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from entreciudades.core.models import AuditEvent, OutboxMessage
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import withdraw

STUCK = "puerto-alba-2026"
REMIND = f"/office/programmes/{STUCK}/remind/"
MESSAGE = "Nos vemos el lunes para hablar de los barrios."


def test_the_secretary_reminds_and_the_coordinator_reads_it_in_her_language(new_visitor):
    secretary = new_visitor("second_secretary")
    secretary.goto("/office/")
    card = secretary.locator("article", has=secretary.locator(f'a[href="{REMIND}"]'))
    expect(card).to_contain_text("Puerto Alba")
    expect(card).to_contain_text("Inés Calafate")
    card.locator("details summary").click()
    assert card.locator("details li").count() > 0
    card.locator(f'a[href="{REMIND}"]').click()

    secretary.locator("main form button[type=submit]").click()
    expect(secretary.locator("[name=message]")).to_have_attribute("aria-invalid", "true")
    assert OutboxMessage.objects.count() == 0
    secretary.fill("[name=message]", MESSAGE)
    secretary.locator("main form button[type=submit]").click()
    secretary.wait_for_url("**/office/red-ribera/")

    mail = OutboxMessage.objects.get()
    assert mail.payload["to"] == ["coordinacion.puertoalba@entreciudades.example"]
    coordinator = new_visitor("other_coordinator")
    coordinator.goto("/demo/mail")
    letter = coordinator.locator("main article")
    expect(letter).to_contain_text(MESSAGE)
    expect(letter).to_contain_text("ainda precisa")  # she reads Portuguese
    letter.locator(f'a[href$="/desk/programmes/{STUCK}/"]').click()
    assert coordinator.url.endswith(f"/desk/programmes/{STUCK}/")
    expect(coordinator.locator("h1")).to_contain_text("uma baía limpa")


def test_the_auditor_sees_the_lists_and_no_button(new_visitor, client_of):
    auditor = new_visitor("auditor")
    auditor.goto("/office/ucci/")
    expect(auditor.locator("main")).to_contain_text("La Paz")
    for address in ("", "members/", "methodologies/", "practices/"):
        assert auditor.goto(f"/office/ucci/{address}").status == 200
        assert auditor.locator("main form").count() == 0
        assert auditor.locator("main a.btn-primary").count() == 0

    client, events = client_of("auditor"), AuditEvent.objects.count()
    for address, form in (
        ("/office/programmes/la-paz-2017/remind/", {"message": MESSAGE}),
        ("/office/ucci/programmes/add/", {}),
        ("/office/ucci/organisations/add/", {}),
        ("/office/ucci/members/members/add/", {}),
        ("/office/ucci/methodologies/adopt/", {"methodology": "1"}),
        ("/desk/programmes/la-paz-2017/texts/1.2/es/", {"text": "1.2", "body": "x", "version": "1"}),
        ("/desk/programmes/la-paz-2017/state/withdraw/", {"reason": "x"}),
        ("/desk/organisations/ucci/names/", {}),
    ):
        assert (address, client.post(address, form).status_code) == (address, 403)
    assert (OutboxMessage.objects.count(), AuditEvent.objects.count()) == (0, events)


@pytest.mark.parametrize("name", ["reviewer", "coordinator", "colleague", "second_secretary"])
def test_others_are_refused(name, client_of):
    client = client_of(name)
    for address in ("/office/ucci/", "/office/ucci/members/", "/office/programmes/la-paz-2017/remind/"):
        assert (address, client.get(address).status_code) == (
            address,
            403,
        )  # all of it is public: they know it is there
    page = client.get("/office/")
    assert "/office/ucci/" not in page.content.decode()


@pytest.fixture
def draft(person):
    """The programme of La Paz, taken back."""
    programme = Programme.objects.get(slug="la-paz-2017")
    withdraw(programme, by=person("coordinator"), reason="Se revisa.")
    return programme


def test_a_draft_is_nowhere_for_another_networks_secretary(draft, client_of):
    stranger, owner = client_of("second_secretary"), client_of("secretary")
    address = reverse("public:programme", args=[draft.slug])
    for list_page in (
        "/office/",
        "/office/red-ribera/",
        "/desk/",
        "/es/",
        "/es/programas/",
        "/es/busqueda/?q=fortalecimiento",
    ):
        page = stranger.get(list_page, follow=True)
        assert (list_page, page.status_code, draft.slug in page.content.decode()) == (list_page, 200, False)
    assert draft.slug in owner.get("/es/busqueda/?q=fortalecimiento").content.decode()
    for hidden in (
        address,
        reverse("public:book_pdf", args=[draft.slug, "es"]),
        reverse("desk:programme", args=[draft.slug]),
        reverse("desk:section-edit", args=[draft.slug, "1.2", "es"]),
        reverse("desk:matrices", args=[draft.slug]),
        reverse("desk:book-file", args=[draft.slug, "es"]),
        reverse("office:remind", args=[draft.slug]),
    ):
        assert (hidden, stranger.get(hidden).status_code) == (hidden, 404)
    assert owner.get(address).status_code == 200


def test_the_networks_drafts_are_nowhere_for_her_neighbour(client_of):
    secretary = client_of("secretary")
    for list_page in ("/office/ucci/", "/es/programas/", "/es/busqueda/?q=bahia"):
        assert STUCK not in secretary.get(list_page).content.decode()
    for hidden in (f"/es/programas/{STUCK}/", f"/desk/programmes/{STUCK}/", REMIND):
        assert (hidden, secretary.get(hidden).status_code) == (hidden, 404)
