"""A secretary brings her contacts in, sees problems with their cells, mends them, has all written, and undoes it."""

from playwright.sync_api import expect
from tests.journeys.axe import faults

from entreciudades.actors.models import Person
from entreciudades.processes.work import do_jobs

WRONG = """Nombre y apellidos;Ciudad;Correo electrónico;Fin del mandato
Elisa Inventada;Puerto Alba;elisa@example.org;03/04/2027
Mario Inventado;Atlántida;mario@example.org;25/12/2027
Nora Inventada;Puerto Alba;nora(en)example.org;2027
Elisa Inventda;Puerto Alba;;
"""
MENDED = WRONG.replace("Atlántida", "Puerto Alba").replace("(en)", "@")


def bring(page, text):
    page.set_input_files("input[type=file]", {"name": "contactos.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/columns/")


def done_by_the_worker(page):
    """The page waits for the worker, and shows by itself what it found."""
    expect(page.locator("#progress")).to_be_visible()
    assert do_jobs()
    expect(page.locator("#progress")).to_have_count(0)


def test_contacts_come_in_and_go_out_again(new_visitor):
    page = new_visitor("second_secretary")
    before = set(Person.objects.values_list("name", flat=True))
    page.goto("/office/red-ribera/imports/")
    page.locator("main a[href$='/new/contacts/']").click()
    bring(page, WRONG)
    assert faults(page) == []
    page.locator("main form button[type=submit]").last.click()
    done_by_the_worker(page)
    for cell in ("B3", "C4"):
        expect(page.locator("main strong", has_text=cell)).to_be_visible()
    expect(page.locator("form[action$='/write/']")).to_have_count(0)
    assert faults(page) == []

    page.locator("a[href$='/new/contacts/']").click()
    bring(page, MENDED)
    page.locator("main form button[type=submit]").last.click()  # its columns are known by now
    done_by_the_worker(page)
    assert faults(page) == []  # the fourth is perhaps the first, written otherwise
    page.locator("button[name=out]").first.click()
    page.locator("form[action$='/write/'] button").click()
    done_by_the_worker(page)
    assert set(Person.objects.values_list("name", flat=True)) - before == {
        "Elisa Inventada",
        "Mario Inventado",
        "Nora Inventada",
    }
    assert str(Person.objects.get(name="Elisa Inventada").ends) == "2027-04-03"

    page.locator("details summary").last.click()
    page.locator("form[action$='/undo/'] button").click()
    done_by_the_worker(page)
    assert set(Person.objects.values_list("name", flat=True)) == before
