"""A picture that is none, too large or a bomb is refused in the page, and nothing of it is stored."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import expect

from entreciudades.core.models import Attachment, StoredFile
from entreciudades.core.uploads.pictures import MAX_BYTES

PICTURES = "/desk/organisations/la-paz-bo/pictures/"


def picture(media="PNG"):
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, media)
    return file.getvalue()


def bomb():
    """A PNG of few bytes that says it is 30,000 points wide and high, and would be."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + 30_000 // 8)) for _row in range(30_000)) + packer.flush()
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def send(tmp_path):
    """Hand in a file of the name and the bytes."""

    def send_file(page, name, data):
        file = tmp_path / name
        file.write_bytes(data)
        fill_in(page, file)

    return send_file


def fill_in(page, file):
    page.goto(PICTURES)
    page.set_input_files("[name=picture]", file)
    page.fill("[name=alt_es]", "Una plaza")
    page.fill("[name=credit]", "Ana Inventada")
    page.select_option("[name=licence]", "cc-by-4.0")
    page.check("[name=people][value=nobody]")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def stored():
    folder = Path(default_storage.location)
    files = sorted(str(file) for file in folder.rglob("*") if file.is_file()) if folder.exists() else []
    return StoredFile.objects.count(), Attachment.objects.count(), files


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plaza.png", lambda: picture("JPEG"), "nombre"),
        ("plaza.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG"),
        ("plaza.png", lambda: picture() + bytes(MAX_BYTES), "MB"),
        ("plaza.png", bomb, "puntos"),
        ("plaza.png", lambda: picture()[:60], "dañad"),
    ],
    ids=["another-kind", "no-picture", "too-large", "bomb", "damaged"],
)
def test_what_is_no_good_picture_is_refused(name, data, said, new_visitor, send):
    page, before = new_visitor("coordinator"), stored()
    send(page, name, data())
    expect(page.locator("[name=picture]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".error-summary")).to_contain_text(said)
    assert page.input_value("[name=credit]") == "Ana Inventada"
    assert stored() == before


def test_a_good_picture_is_shown(new_visitor, send):
    page = new_visitor("coordinator")
    files, attachments, _names = stored()
    send(page, "plaza.png", picture())
    expect(page.locator("main img.picture")).to_have_attribute("alt", "Una plaza")
    expect(page.locator("main img.picture")).to_have_js_property("naturalWidth", 40)  # waits until it has come
    assert stored()[:2] == (files + 1, attachments + 1)
