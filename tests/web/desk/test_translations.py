"""The queue of translations at a desk and in an office, and the pages on which one translates."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.cast import Cast
from tests.factories.programmes import ProgrammeFactory, StrategicLineFactory
from tests.web.conftest import As

from entreciudades.actors.languages import choose_working_languages, wanted_languages
from entreciudades.actors.models import GlossaryTerm
from entreciudades.core.models import Attachment, Text
from entreciudades.core.texts import save_text
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import write_section
from entreciudades.web.files import address_of

pytestmark = pytest.mark.django_db

QUEUE = "/desk/organisations/la-paz-bo/translations/"
OFFICE = "/office/ucci/translations/"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    choose_working_languages(cast.ucci, ["es", "pt"], by=cast.secretary)
    made: Programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, titles={"es": "Ciudad de colores"})
    write_section(made, "1.2", "es", "Dos hermanamientos", expected_version=0, by=cast.coordinator)
    return made


def shown(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page_of(programme: Programme, space: str = "desk") -> str:
    source = Text.objects.of(programme).get(language="es")
    slug = "la-paz-bo" if space == "desk" else "ucci"
    return reverse(f"{space}:translation-edit", args=[slug, source.pk, "pt"])


@pytest.mark.parametrize("where", [QUEUE, OFFICE])
def test_the_queue_says_what_waits_and_leads_there(where: str, cast: Cast, programme: Programme, sign_in: As) -> None:
    client = sign_in(cast.coordinator if where == QUEUE else cast.secretary)
    response = client.get(f"{where}?language=pt")
    assert "1.2. Contexto" in shown(response)
    assert page_of(programme, "desk" if where == QUEUE else "office") in response.content.decode()
    assert "Ciudad de colores · Falta 1" in shown(response)
    assert "1.2. Contexto" not in shown(client.get(f"{where}?language=pt&kind=practice"))
    assert "1.2. Contexto" not in shown(client.get(f"{where}?language=pt&state=stale"))
    assert "1.2. Contexto" in shown(client.get(f"{where}?language=pt&kind=programme&owner={programme.pk}"))


def test_an_auditor_reads_the_queue_and_is_led_nowhere(cast: Cast, programme: Programme, sign_in: As) -> None:
    response = sign_in(cast.auditor).get(f"{OFFICE}?language=pt")
    assert "1.2. Contexto" in shown(response)
    assert "/translations/texts/" not in response.content.decode()


def test_an_auditor_is_not_led_to_add_a_term(cast: Cast, sign_in: As) -> None:
    said = [
        "/glossary/terms/add/" in sign_in(reader).get("/office/ucci/glossary/").content.decode()
        for reader in (cast.secretary, cast.auditor)
    ]
    assert said == [True, False]


def test_a_second_network_sees_nothing_of_it(cast: Cast, programme: Programme, sign_in: As) -> None:
    choose_working_languages(cast.puertos, ["es", "pt"], by=cast.second_secretary)
    client = sign_in(cast.second_secretary)
    assert "Contexto" not in shown(client.get("/office/puertos/translations/?language=pt"))
    source = Text.objects.of(programme).get()
    for page in ("translation-edit", "translation-history"):
        assert client.get(reverse(f"office:{page}", args=["puertos", source.pk, "pt"])).status_code == 404
    names = reverse("office:translation-names", args=["puertos", "programme", programme.pk, "pt"])
    assert client.get(names).status_code == 404


@pytest.mark.parametrize("space", ["desk", "office"])
def test_a_text_is_translated_beside_its_source(space: str, cast: Cast, programme: Programme, sign_in: As) -> None:
    client = sign_in(cast.coordinator if space == "desk" else cast.secretary)
    page = page_of(programme, space)
    assert "Dos hermanamientos" in shown(client.get(page))
    sent = {"body:1.2": "Dois irmanamentos", "version:1.2": "0", "digest:1.2": ""}
    assert client.post(page, sent).status_code == 302
    saved = Text.objects.of(programme).get(language="pt")
    assert (saved.body, saved.source_version, saved.published_body) == ("Dois irmanamentos", 1, None)
    assert client.post(page, sent | {"body:1.2": "Outra coisa"}).status_code == 409
    assert Text.objects.of(programme).get(language="pt").body == "Dois irmanamentos"


@pytest.mark.parametrize("language", ["es", "en", "xx"])
def test_nobody_translates_into_the_source_or_into_what_is_not_wanted(
    language: str, cast: Cast, programme: Programme, sign_in: As
) -> None:
    source = Text.objects.of(programme).get()
    page = reverse("office:translation-edit", args=["ucci", source.pk, language])
    assert sign_in(cast.secretary).get(page).status_code == 404


def test_what_changed_in_the_source_stands_beside_its_old_translation(
    cast: Cast, programme: Programme, sign_in: As
) -> None:
    client, page = sign_in(cast.coordinator), page_of(programme)
    save_text(programme, "1.2", "pt", "Dois irmanamentos", expected_version=0, by=cast.coordinator)
    write_section(programme, "1.2", "es", "Tres hermanamientos", expected_version=1, by=cast.coordinator)
    response = client.get(page)
    assert re.findall(r"<(ins|del)>.*?</span>(\w+)", response.content.decode()) == [("del", "Dos"), ("ins", "Tres")]
    assert "1.2. Contexto" in shown(client.get(f"{QUEUE}?language=pt&state=stale"))
    version = Text.objects.get(language="pt").version
    digest = re.search(r'name="digest:1.2" value="(\w+)"', response.content.decode())
    assert digest is not None
    sent = {"body:1.2": "Dois irmanamentos", "version:1.2": str(version), "digest:1.2": digest[1], "confirm": "1.2"}
    assert client.post(page, sent).status_code == 302
    assert Text.objects.get(language="pt").source_version == 2


def test_the_glossary_warns_and_never_blocks(cast: Cast, programme: Programme, sign_in: As) -> None:
    terms = {"es": "hermanamiento", "pt": "irmanamento"}
    GlossaryTerm.objects.create(network=cast.ucci, terms=terms, avoided={"pt": "geminação\ngemelação"})
    client, page = sign_in(cast.coordinator), page_of(programme)
    response = client.post(page, {"body:1.2": "Duas geminações", "version:1.2": "0", "digest:1.2": ""}, follow=True)
    assert response.status_code == 200
    assert Text.objects.get(language="pt").body == "Duas geminações"
    assert [word in shown(response) for word in ("«hermanamiento»", "«irmanamento»", "«geminação»", "«gemelação»")] == [
        True, True, True, False
    ]  # fmt: skip

    # As it is typed, it is said at once, and no more when it is mended.
    for body, warned in (("Duas geminações outra vez", True), ("Dois irmanamentos", False)):
        version = Text.objects.get(language="pt").version
        sent = {"text": "1.2", "body": body, "version": version}
        answer = client.post(page, sent, headers={"Accept": "application/json"}).json()
        assert ("«geminação»" in answer["remarks"], bool(answer["remarks"])) == (warned, warned)


def test_short_texts_are_written_many_at_once_and_never_over_anothers(
    cast: Cast, programme: Programme, sign_in: As
) -> None:
    line = StrategicLineFactory(programme=programme, titles={"es": "Línea"}, descriptions={})
    client = sign_in(cast.secretary)
    page = reverse("office:translation-names", args=["ucci", "programme", programme.pk, "pt"])
    html = client.get(page).content.decode()
    boxes = dict(re.findall(r'name="digest:([^"]+)" value="(\w+)"', html))
    title, of_line = f"programmes.programme/{programme.pk}/titles", f"programmes.strategicline/{line.pk}/titles"
    assert set(boxes) == {title, of_line}
    line.titles = {"es": "Línea", "pt": "Linha dela"}
    line.save()
    sent = {f"digest:{key}": digest for key, digest in boxes.items()}
    response = client.post(page, sent | {f"text:{title}": "Cidade de cores", f"text:{of_line}": "Minha linha"})
    assert response.status_code == 409
    assert ("Linha dela" in shown(response), "Minha linha" in shown(response)) == (True, True)
    programme.refresh_from_db()
    line.refresh_from_db()
    assert (programme.titles["pt"], line.titles["pt"]) == ("Cidade de cores", "Linha dela")


def test_a_short_text_of_another_is_not_written(cast: Cast, programme: Programme, sign_in: As) -> None:
    other = ProgrammeFactory(holder=cast.riomayor, network=cast.puertos)
    page = reverse("office:translation-names", args=["ucci", "programme", programme.pk, "pt"])
    sent = {f"text:programmes.programme/{other.pk}/titles": "Meu"}
    assert sign_in(cast.secretary).post(page, sent).status_code == 404


def test_the_secretariat_chooses_the_working_languages(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.secretary)
    assert client.post("/office/ucci/languages/", {"languages": ["pt", "en"]}).status_code == 302
    assert wanted_languages(cast.ucci) == ("pt", "en")
    assert client.post("/office/ucci/languages/", {"languages": []}).status_code == 200
    assert client.post("/office/ucci/languages/", {"languages": ["xx"]}).status_code == 200
    assert wanted_languages(cast.ucci) == ("pt", "en")


def test_the_secretariat_keeps_the_glossary(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.secretary)
    sent = {"terms_es": "hermanamiento", "terms_pt": "irmanamento", "avoided_pt": "geminação\ngemelação"}
    assert client.post("/office/ucci/glossary/terms/add/", sent).status_code == 302
    kept = GlossaryTerm.objects.get()
    assert (kept.network, kept.terms) == (cast.ucci, {"es": "hermanamiento", "pt": "irmanamento"})
    assert kept.avoided_in("pt") == ("geminação", "gemelação")
    listed = shown(client.get("/office/ucci/glossary/"))
    assert ("hermanamiento" in listed, "irmanamento" in listed) == (True, False)
    choose_working_languages(cast.ucci, ["es", "pt"], by=cast.secretary)
    listed = shown(client.get("/office/ucci/glossary/"))
    assert ("irmanamento" in listed, "geminação" in listed) == (True, True)


def test_a_file_goes_out_comes_back_is_looked_at_and_accepted(cast: Cast, programme: Programme, sign_in: As) -> None:
    client = sign_in(cast.secretary)
    response = client.post(f"{OFFICE}send/", {"language": "pt", "kind": "programme", "owner": str(programme.pk)})
    assert re.fullmatch(r'attachment; filename="ucci-pt-[\d-]+\.xlf"', response.headers["Content-Disposition"])
    data = re.sub(rb"(<source>)(.*?)(</source>)", rb"\1\2\3<target>\2</target>", response.content)
    looked = client.post(f"{OFFICE}back/", {"file": SimpleUploadedFile("vuelta.xlf", data)}, follow=True)
    assert ("vuelta.xlf" in shown(looked), "Dos hermanamientos" in shown(looked)) == (True, True)
    assert not Text.objects.filter(language="pt").exists()
    page = looked.redirect_chain[-1][0]
    seen = {"seen": looked.context["seen"]}
    source = Text.objects.get(language="es")
    assert client.post(page, {"seen": "another", "all": "1"}).status_code == 409
    assert client.post(page, seen | {"choice": f"pt/texts/{source.pk}/1"}).status_code == 302
    assert Text.objects.get(language="pt").body == "Dos hermanamientos"
    programme.refresh_from_db()
    assert "pt" not in programme.titles
    again = client.get(page)
    assert client.post(page, {"seen": again.context["seen"], "all": "1"}).status_code == 302
    programme.refresh_from_db()
    assert programme.titles["pt"] == "Ciudad de colores"
    assert client.post(f"{page}discard/").status_code == 302
    assert client.get(page).status_code == 404
    assert not Attachment.objects.filter(purpose="translation").exists()


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"<html/>", b"<!DOCTYPE x><x/>", b"\xff\xff", b"<xliff/>"])
def test_what_is_no_xliff_is_refused_and_not_kept(data: bytes, cast: Cast, programme: Programme, sign_in: As) -> None:
    response = sign_in(cast.secretary).post(f"{OFFICE}back/", {"file": SimpleUploadedFile("a.xlf", data)})
    assert response.status_code == 422
    assert len(response.context["form"].errors["file"]) == 1
    assert not Attachment.objects.exists()


def test_a_returned_file_is_its_networks_alone(cast: Cast, programme: Programme, sign_in: As) -> None:
    client = sign_in(cast.secretary)
    data = client.post(f"{OFFICE}send/", {"language": "pt"}).content
    client.post(f"{OFFICE}back/", {"file": SimpleUploadedFile("a.xlf", data)})
    attachment = Attachment.objects.get(purpose="translation")
    theirs = sign_in(cast.second_secretary)
    assert theirs.get(f"/office/puertos/translations/back/{attachment.object_id}/").status_code == 404
    assert theirs.get(f"{OFFICE}back/{attachment.object_id}/").status_code == 403
    assert client.get(address_of(attachment)).status_code == 404
