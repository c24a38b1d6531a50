"""Pages as they look in the middle of work have no barrier either: refused, empty, in conflict, full."""

from playwright.sync_api import expect
from tests.journeys.axe import faults
from tests.journeys.editor import PROGRAMME, Editor

from entreciudades.programmes.models import StrategicLine


def found_in(page, *states):
    """Walk through states, each a name and what leads to it; name -> faults, where there are any."""
    found = {}
    for name, lead in states:
        lead(page)
        page.wait_for_load_state()
        if wrong := faults(page):
            found[name] = wrong
    return found


def go(address):
    return lambda page: page.goto(address)


def send_empty(address):
    def lead(page):
        page.goto(address)
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator(".error-summary")).to_be_visible()

    return lead


def open_all(address):
    """Every part that unfolds, unfolded."""

    def lead(page):
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")

    return lead


def test_the_desk(new_visitor):
    line = StrategicLine.objects.get(programme__slug="la-paz-2017", number=1)

    def remove_in_use(page):
        page.goto(f"{PROGRAMME}data/lines/{line.pk}/remove/")
        page.locator("main form button[type=submit]").click()
        expect(page.locator("main [role=alert]")).to_be_visible()

    assert (
        found_in(
            new_visitor("coordinator"),
            ("refused activity", send_empty(f"{PROGRAMME}data/activities/add/")),
            ("refused row", send_empty(f"{PROGRAMME}matrices/pem/add/")),
            ("refused picture", send_empty("/desk/organisations/la-paz-bo/pictures/")),
            ("line in use", remove_in_use),
            ("parts of a section", open_all(f"{PROGRAMME}texts/3.11/pt/")),
            ("place", open_all("/desk/organisations/la-paz-bo/place/?q=la+paz")),
        )
        == {}
    )


def test_a_city_that_begins_and_its_network(new_visitor):
    coordinator, secretary = new_visitor("other_coordinator"), new_visitor("second_secretary")
    of_city = ("", "profile/", "data/plans/", "data/needs/", "practices/", "pictures/")
    of_programme = ("", "matrices/", "synergies/", "texts/", "data/channels/")
    found = found_in(
        coordinator,
        *((page, open_all(f"/desk/organisations/puerto-alba/{page}")) for page in of_city),
        *((page, open_all(f"/desk/programmes/puerto-alba-2026/{page}")) for page in of_programme),
    )

    def remind(page):
        page.goto("/office/programmes/puerto-alba-2026/remind/")
        page.fill("[name=message]", "Nos vemos el lunes.")
        page.locator("main form button[type=submit]").click()

    found |= found_in(
        secretary,
        ("its Monday", open_all("/office/red-ribera/")),
        ("refused reminder", send_empty("/office/programmes/puerto-alba-2026/remind/")),
        ("refused programme", send_empty("/office/red-ribera/programmes/add/")),
        ("reminded", remind),
        ("mail", go("/demo/mail")),
    )
    assert found == {}


def test_a_conflict_and_its_history(new_visitor):
    editor, other = Editor(new_visitor("coordinator")).open(), Editor(new_visitor("colleague")).open()
    other.add(" Otra frase.")
    other.says("saved")
    editor.add(" Una más.")
    editor.says("conflict")
    found = {"conflict": faults(editor.page)}
    editor.page.goto(f"{editor.address}history/?text=1.2")
    found["history"] = faults(editor.page)
    assert found == {"conflict": [], "history": []}


def test_public_pages_unfolded_and_in_the_other_languages(page):
    addresses = [
        f"/{language}/{words}"
        for language, pages in {
            "es": ("", "ciudades/", "ciudades/la-paz-bo/", "programas/la-paz-2017/", "busqueda/?q=paz"),
            "pt": ("", "cidades/", "cidades/la-paz-bo/", "programas/la-paz-2017/", "busca/?q=xyz"),
            "en": ("", "cities/", "cities/la-paz-bo/", "programmes/la-paz-2017/", "search/?q=peace"),
        }.items()
        for words in pages
    ]
    for address in addresses:
        assert (address, page.goto(address).status) == (address, 200)
    assert found_in(page, *((address, open_all(address)) for address in addresses)) == {}
