"""Files: pictures are what they say, refused ones leave nothing, and a file goes with its last attachment."""

import datetime as dt
import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from entreciudades.accounts.models import User
from entreciudades.core import files
from entreciudades.core.errors import FileRefused
from entreciudades.core.models import Attachment, StoredFile
from entreciudades.core.uploads import pictures

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 90).save(out, kind, **options)
    return out.getvalue()


def moving(kind: str) -> bytes:
    first, second = Image.new("RGB", (4, 3), "red"), Image.new("RGB", (4, 3), "blue")
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "media_type"),
    [
        ("JPEG", "plaza.JPG", "image/jpeg"),
        ("JPEG", "plaza.jpeg", "image/jpeg"),
        ("PNG", "plaza.png", "image/png"),
        ("WEBP", "plaza.webp", "image/webp"),
    ],
)
def test_a_picture_is_stored_once(media: Path, kind: str, name: str, media_type: str) -> None:
    first = files.store_picture(SimpleUploadedFile(name, picture(kind)))
    again = files.store_picture(SimpleUploadedFile(name, picture(kind)))
    assert (first, first.media_type, first.width, first.height) == (again, media_type, 4, 3)
    (path,) = kept(media)
    assert path.read_bytes() == files.read_bytes(first)
    assert first.sha256 == hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    assert first.size == len(path.read_bytes())


@pytest.mark.django_db
def test_a_picture_loses_its_metadata_and_stands_upright(media: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    exif[0x010E] = "taken at the home of Ana"
    jpeg = files.store_picture(SimpleUploadedFile("a.jpg", picture("JPEG", (4, 3), exif=exif)))
    info = PngInfo()
    info.add_text("Comment", "taken at the home of Ana")
    png = files.store_picture(SimpleUploadedFile("a.png", picture("PNG", pnginfo=info)))
    assert (jpeg.width, jpeg.height) == (3, 4)
    for stored in (jpeg, png):
        data = files.read_bytes(stored)
        assert b"Ana" not in data
        with Image.open(io.BytesIO(data)) as image:
            assert (dict(image.getexif()), image.size) == ({}, (stored.width, stored.height))


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_mode_of_picture_can_be_stored(media: Path, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    stored = files.store_picture(SimpleUploadedFile(f"a.{kind.lower()}", picture(kind, mode=mode)))
    with Image.open(io.BytesIO(files.read_bytes(stored))) as image:
        assert image.mode == ("RGBA" if mode in {"RGBA", "LA"} else "RGB")


BAD = {
    "an SVG": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "type", pictures.EXPECTED_TYPE),
    "a page named as a picture": ("a.png", b"<html><script>x()</script></html>", "type", pictures.EXPECTED_TYPE),
    "a GIF": ("a.gif", picture("GIF", mode="L"), "type", pictures.EXPECTED_TYPE),
    "nothing": ("a.png", b"", "type", pictures.EXPECTED_TYPE),
    "a JPEG named PNG": ("a.png", picture("JPEG"), "name", ".jpg"),
    "a picture without name": ("a", picture("PNG"), "name", ".png"),
    "a PNG that moves": ("a.png", moving("PNG"), "animated", "1"),
    "a WebP that moves": ("a.webp", moving("WEBP"), "animated", "1"),
    "a GIF that is a script": ("a.gif", b"GIF89a/*<script>*/=1;x()</script>", "type", pictures.EXPECTED_TYPE),
    "a bomb": ("a.png", bomb(50_000, 50_000), "pixels", "40"),
    "a large bomb": ("a.png", bomb(10_000, 5_000), "pixels", "40"),
    "a torn file": ("a.jpg", picture("JPEG", (400, 400))[:-800], "broken", "JPEG"),
    "too many bytes": ("a.png", picture("PNG") + b"\0" * pictures.MAX_BYTES, "size", "10.0 MB"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", BAD)
def test_what_is_no_fit_picture_is_refused_and_nothing_is_stored(media: Path, case: str) -> None:
    name, data, reason, expected = BAD[case]
    with pytest.raises(FileRefused) as caught:
        files.store_picture(SimpleUploadedFile(name, data))
    assert (caught.value.reason, caught.value.expected) == (reason, expected)
    assert (StoredFile.objects.count(), kept(media)) == (0, [])


def test_the_first_picture_of_a_telephones_several_is_kept() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (4, 3), "red"), Image.new("RGB", (8, 6), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    read = pictures.read_picture(SimpleUploadedFile("IMG_0001.JPG", out.getvalue()))
    assert (read.media_type, read.width, read.height) == ("image/jpeg", 4, 3)
    with Image.open(io.BytesIO(read.data)) as image:
        assert (image.format, getattr(image, "n_frames", 1)) == ("JPEG", 1)


def test_odd_metadata_do_not_cost_the_picture() -> None:
    sideways = struct.pack("<HHII", 0x0112, 3, 1, 6)
    resolution_in_letters = struct.pack("<HHII", 0x011A, 2, 1, 0x20)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + sideways + resolution_in_letters + bytes(4)
    read = pictures.read_picture(SimpleUploadedFile("a.jpg", picture("JPEG", (4, 3), exif=exif)))
    assert (read.width, read.height) == (3, 4)


HIDDEN = b"<script>x()</script>"


def with_place() -> bytes:
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (16.0, 30.0, 0.0)})
    exif[0x9286] = HIDDEN.decode()
    return picture("JPEG", exif=exif, comment=HIDDEN, icc_profile=HIDDEN * 10)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", with_place()),
        ("a.jpg", picture("JPEG") + HIDDEN),
        ("a.png", picture("PNG") + b"PK\x03\x04" + HIDDEN),
        ("a.png", picture("PNG", icc_profile=HIDDEN * 10)),
        ("a.webp", picture("WEBP", xmp=HIDDEN)),
    ],
    ids=["place, comment and profile", "page behind it", "archive behind it", "profile", "description"],
)
def test_nothing_travels_with_a_picture(name: str, data: bytes) -> None:
    assert HIDDEN in data or name == "a.png"
    read = pictures.read_picture(SimpleUploadedFile(name, data))
    with Image.open(io.BytesIO(read.data)) as image:
        assert (dict(image.getexif()), image.info.get("icc_profile"), image.info.get("xmp")) == ({}, None, None)
    assert (HIDDEN in read.data, b"PK\x03\x04" in read.data) == (False, False)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_set_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("L", (16, 8))
    image.paste(255, (8, 0, 16, 4))
    out = io.BytesIO()
    image.save(out, "PNG", exif=exif)
    read = pictures.read_picture(SimpleUploadedFile("a.png", out.getvalue()))
    with Image.open(io.BytesIO(out.getvalue())) as sent, Image.open(io.BytesIO(read.data)) as kept_picture:
        assert kept_picture.tobytes() == ImageOps.exif_transpose(sent).convert("RGB").tobytes()


def test_a_refusal_says_what_was_found() -> None:
    with pytest.raises(FileRefused) as caught:
        pictures.read_picture(SimpleUploadedFile("a.png", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"))
    assert str(caught.value) == ("file refused (type): found application/pdf, expected JPEG, PNG, WebP")


def test_attachments_stand_in_order_with_what_a_page_says_of_them(ana: User, luis: User, media: Path) -> None:
    stored = files.store_bytes(b"%PDF", "application/pdf")
    first = files.attach(stored, ana, purpose="document", by=luis, alt={"es": "El acta"}, credit="Ana")
    second = files.attach(stored, ana, purpose="document", by=luis)
    files.attach(stored, ana, purpose="cover", by=luis)
    files.attach(stored, luis, purpose="document", by=luis)
    assert list(files.attachments_of(ana, "document")) == [first, second]
    assert (first.position, second.position, first.alt, first.created_by) == (0, 1, {"es": "El acta"}, luis)
    assert stored.name.endswith(f"{stored.sha256}.pdf")


def test_a_file_goes_with_its_last_attachment_after_a_grace_period(ana: User, luis: User, media: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        stored = files.store_bytes(b"%PDF", "application/pdf")
        first = files.attach(stored, ana, purpose="document", by=None)
        second = files.attach(stored, luis, purpose="document", by=None)
        clock.shift(dt.timedelta(days=30))
        files.detach(first)
        clock.shift(dt.timedelta(days=30))
        assert files.delete_orphans() == 0
        files.detach(second)
        clock.shift(files.GRACE)
        assert files.delete_orphans() == 0
        clock.shift(dt.timedelta(seconds=1))
        assert files.delete_orphans() == 1
    assert (StoredFile.objects.count(), Attachment.objects.count(), kept(media)) == (0, 0, [])


def test_the_same_bytes_stored_again_begin_a_new_grace_period(ana: User, media: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        stored = files.store_bytes(b"%PDF", "application/pdf")
        clock.shift(dt.timedelta(days=30))
        assert files.store_bytes(b"%PDF", "application/pdf") == stored
        assert files.delete_orphans() == 0
        assert files.read_bytes(stored) == b"%PDF"


def test_bytes_that_were_lost_are_stored_again(ana: User, media: Path) -> None:
    stored = files.store_bytes(b"%PDF", "application/pdf")
    (path,) = kept(media)
    path.unlink()
    files.store_bytes(b"%PDF", "application/pdf")
    assert files.read_bytes(stored) == b"%PDF"
