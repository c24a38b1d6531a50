"""The signed text of an agreement: refused with what to do, handed in, read by the party and by nobody else."""

from playwright.sync_api import expect
from tests.core.hostile_files import HOSTILE
from tests.core.office_files import pdf

AGREEMENTS = "/desk/organisations/la-paz-bo/agreements/"


def handed_in(page, folder, name, data):
    (folder / name).write_bytes(data)
    page.set_input_files("[name=document]", folder / name)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def test_a_scan_is_handed_in_and_read_by_the_party_alone(new_visitor, tmp_path):
    page = new_visitor("coordinator")
    page.goto(f"{AGREEMENTS}add/")
    page.fill("[name=titles_es]", "Hermanamiento con Riomayor")
    page.select_option("[name=kind]", "twinning")
    page.locator("[name=others] option, input[name=others]").first.evaluate("e => e.selected = e.checked = true")
    page.locator("main form button[type=submit]").last.click()
    page.locator("a[href$='/documents/']").click()

    handed_in(page, tmp_path, "acta.docx", HOSTILE["a Word file with macros"][1])
    expect(page.locator("[name=document]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".error-summary")).to_contain_text("macro")

    handed_in(page, tmp_path, "Hermanamiento firmado.pdf", pdf())
    link = page.get_by_role("link", name="Hermanamiento firmado.pdf")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "Hermanamiento firmado.pdf"
    assert download.value.path().read_bytes() == pdf()

    address = link.get_attribute("href")
    stranger = new_visitor("second_secretary")
    assert stranger.request.get(address).status == 404
    assert new_visitor().request.get(address).status == 404
