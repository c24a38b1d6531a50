"""Pictures: stored with their words, or refused with the reason in the page and nothing stored."""

import io
import zlib
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.core.files import attachments_of, delete_orphans
from entreciudades.core.models import AuditEvent, StoredFile
from entreciudades.core.uploads.pictures import MAX_BYTES
from entreciudades.programmes.models import Programme
from entreciudades.web.templatetags.words import when

ADDRESS = "/desk/programmes/la-paz-2017/pictures/"


def png(width: int = 8, height: int = 8) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#0b5d57").save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG that says it has 60,000 × 60,000 points."""
    header = b"IHDR" + (60_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00"
    whole = png()
    return whole[:12] + header + zlib.crc32(header).to_bytes(4) + whole[33:]


def form(data: bytes, name: str = "cebras.png", **changed: Any) -> dict[str, Any]:
    words = {"alt_es": "Una cebra en un cruce", "credit": "Nadie", "licence": "cc-by-4.0", "people": "nobody"}
    return words | {"picture": SimpleUploadedFile(name, data)} | changed


@pytest.fixture(autouse=True)
def _programme(programme: Programme) -> None:
    """Every test has the programme."""


def test_a_picture_is_stored_with_its_words(programme: Programme, desk: Client) -> None:
    assert desk.post(ADDRESS, form(png())).status_code == 302

    [picture] = attachments_of(programme, "cover")
    assert (picture.alt, picture.credit, picture.licence) == ({"es": "Una cebra en un cruce"}, "Nadie", "cc-by-4.0")
    page = desk.get(ADDRESS).content.decode()
    who_and_when = f"{picture.created_by.get_full_name()} · {when(picture.created_at)}</span>"
    assert (who_and_when in page, "CC BY 4.0" in page) == (True, True)
    served = desk.get(f"/files/{picture.pk}/cover.png")
    assert Image.open(io.BytesIO(served.getvalue())).size == (8, 8)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"<html>no picture</html>", "cebras.png", "type"),
        (png(), "cebras.jpg", "name"),
        (bomb(), "cebras.png", "pixels"),
        (png()[:45], "cebras.png", "broken"),
        (png() + b"\0" * MAX_BYTES, "cebras.png", "size"),
    ],
    ids=["no picture", "another name", "bomb", "broken", "too large"],
)
def test_what_is_no_fit_picture_is_refused_in_the_page(desk: Client, data: bytes, name: str, code: str) -> None:
    page = desk.post(ADDRESS, form(data, name))

    assert page.status_code == 422
    assert [error.code for error in page.context["form"].errors.as_data()["picture"]] == [code]
    assert page.context["form"]["credit"].value() == "Nadie"
    assert StoredFile.objects.count() == 0


def test_of_a_file_without_end_no_more_is_kept_than_it_takes_to_refuse_it(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entreciudades.web.uploads.LONGEST", MAX_BYTES)
    page = desk.post(ADDRESS, form(png() + bytes(3 * MAX_BYTES)))

    [error] = page.context["form"].errors.as_data()["picture"]
    assert (page.status_code, error.code) == (422, "size")
    assert MAX_BYTES < page.wsgi_request.FILES["picture"].size <= MAX_BYTES + 64 * 1024


@pytest.mark.parametrize("missing", ["alt_es", "credit", "licence", "people"])
def test_a_picture_without_its_words_is_refused(desk: Client, missing: str) -> None:
    page = desk.post(ADDRESS, form(png(), **{missing: ""}))

    assert list(page.context["form"].errors) == [missing.partition("_")[0]]
    assert StoredFile.objects.count() == 0


AGREED = {"people": "agreed", "consent_by": "Prensa, en papel", "consent_on": "2026-03-01"}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (AGREED | {"consent_by": ""}, ["consent_by"]),
        (AGREED | {"consent_by": "", "consent_on": ""}, ["consent_by", "consent_on"]),
        (AGREED | {"consent_on": "ayer"}, ["consent_on"]),
        (AGREED | {"people": "unrecognisable"}, ["consent_by", "consent_on"]),
        ({"licence": "GNU"}, ["licence"]),
    ],
)
def test_consent_is_said_with_who_asked_and_when(desk: Client, said: dict[str, str], wrong: list[str]) -> None:
    page = desk.post(ADDRESS, form(png(), **said))

    assert (page.status_code, sorted(page.context["form"].errors)) == (422, wrong)
    assert StoredFile.objects.count() == 0


def test_whose_consent_is_withdrawn_is_seen_no_more(programme: Programme, cast: Cast, desk: Client) -> None:
    desk.post(ADDRESS, form(png(), **AGREED))
    [picture] = attachments_of(programme, "cover")
    assert (picture.consent_by, picture.consent_on) == ("Prensa, en papel", date(2026, 3, 1))
    page = desk.get(ADDRESS).content.decode()
    assert ("Prensa, en papel" in page, 'name="consent-withdrawn"' in page) == (True, True)

    desk.post(f"{ADDRESS}{picture.pk}/remove/", {"consent-withdrawn": ""})

    assert desk.get(f"/files/{picture.pk}/cover.png").status_code == 404
    told = AuditEvent.objects.get(verb="picture.consent_withdrawn")
    assert (told.actor, told.details) == (cast.coordinator, {"picture": picture.pk})
    assert (delete_orphans(), default_storage.exists(picture.file.name)) == (1, False)


def test_a_picture_is_taken_away_by_its_city_only(programme: Programme, cast: Cast, desk: Client, sign_in: As) -> None:
    desk.post(ADDRESS, form(png()))
    [picture] = attachments_of(programme, "cover")
    address = f"{ADDRESS}{picture.pk}/remove/"

    assert sign_in(cast.secretary).post(address).status_code == 403
    assert sign_in(cast.other_coordinator).post(address).status_code == 404
    assert attachments_of(programme, "cover").count() == 1

    assert desk.post(address).status_code == 302
    assert attachments_of(programme, "cover").count() == 0


def test_pictures_stand_in_the_trail_of_the_network_and_of_the_city(
    programme: Programme, cast: Cast, desk: Client
) -> None:
    desk.post(ADDRESS, form(png()))
    [picture] = attachments_of(programme, "cover")
    desk.post(f"{ADDRESS}{picture.pk}/remove/")
    desk.post("/desk/organisations/la-paz-bo/pictures/", form(png()))

    told = AuditEvent.objects.filter(verb__startswith="picture.").order_by("id")
    assert [(one.verb, one.scope, one.actor) for one in told] == [
        ("picture.added", cast.ucci.pk, cast.coordinator),
        ("picture.removed", cast.ucci.pk, cast.coordinator),
        ("picture.added", cast.la_paz.pk, cast.coordinator),
    ]
    changes = desk.get("/desk/programmes/la-paz-2017/").context["changes"]
    assert [change.what for change in changes][:2] == ["Imagen quitada", "Imagen añadida"]
