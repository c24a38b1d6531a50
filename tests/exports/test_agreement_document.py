"""The file of an agreement: a draft that changes, and the one file that all parties sign."""

import datetime as dt
import io

import pypdfium2
import pytest
import time_machine
from django.utils.translation import override
from pypdf import PdfReader
from tests.factories.actors import CityFactory
from tests.factories.agreements import agreed, drafted
from tests.factories.alliances import AgreementFactory, AllianceFactory

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.signatures import signature_field
from entreciudades.core.files import read_bytes
from entreciudades.core.models import Text
from entreciudades.core.slugs import change_slug
from entreciudades.documents.typeset import BookRefused
from entreciudades.exports.agreement_document import (
    agreed_version,
    agreement_pdf,
    assemble_agreement,
    document_of,
)
from entreciudades.exports.models import DocumentRun

pytestmark = pytest.mark.django_db


def printed(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def fields(pdf: bytes) -> list[tuple[str, str]]:
    form = PdfReader(io.BytesIO(pdf)).root_object.get("/AcroForm", {"/Fields": []})
    return [(one.get_object()["/T"], one.get_object()["/TU"]) for one in form["/Fields"]]


def test_a_draft_is_the_text_as_it_stands_and_has_no_fields() -> None:
    agreement = drafted()
    text = assemble_agreement(agreement)
    assert (text.draft, text.version, text.language) == (True, "", "es")
    assert [one.text for one in text.titles] == ["Convenio del agua alta", "Convénio da água alta"]
    assert [[(w.language, w.heading, bool(w.blocks)) for w in article] for article in text.articles] == [
        [("es", "Objeto", True), ("pt", "Objeto", True)],
        [("es", "Vigencia", True), ("pt", "Vigência", False)],
    ]
    pdf = agreement_pdf(agreement)
    assert ("Cuatro años." in printed(pdf), fields(pdf), DocumentRun.objects.count()) == (True, [], 0)


def test_the_agreed_text_has_a_field_for_each_party_and_says_which_version_it_is() -> None:
    agreement = agreed()
    version = agreed_version(agreement)
    assert version is not None
    pdf = read_bytes(document_of(agreement, by=None).file)
    assert [name for name, _whose in fields(pdf)] == ["vallehondo", "santa-bruma"]
    assert [signature_field(one) for one in agreement.parties.all()] == ["vallehondo", "santa-bruma"]
    assert version.digest in printed(pdf)


def test_until_that_file_is_made_it_is_printed_as_a_draft_and_then_as_it_is() -> None:
    agreement = agreed()
    draft = agreement_pdf(agreement)
    assert (fields(draft), assemble_agreement(agreement).labels["draft"].upper() in printed(draft)) == ([], True)
    run = document_of(agreement, by=None)
    assert agreement_pdf(agreement) == read_bytes(run.file)


def test_a_city_whose_address_changed_since_is_still_a_party() -> None:
    agreement = agreed()
    change_slug(Organisation.objects.get(slug="vallehondo"), "valle-hondo")
    pdf = read_bytes(document_of(agreement, by=None).file)
    assert [name for name, _whose in fields(pdf)] == ["valle-hondo", "santa-bruma"]


@pytest.mark.parametrize("state", ["drafting", "tabled", "withdrawn"])
def test_what_is_not_agreed_has_no_file_to_sign(state: str) -> None:
    agreement = agreed(state=state)
    with pytest.raises(ValueError, match="agua-alta: its parties have not agreed to a text"):
        document_of(agreement, by=None)
    assert assemble_agreement(agreement).draft


@pytest.mark.parametrize("state", ["agreed", "signing", "signed"])
def test_the_file_to_sign_is_made_once_whoever_reads_and_whatever_changes(state: str) -> None:
    agreement = agreed(state=state)
    with override("pt"):
        first = document_of(agreement, by=None)
    before = read_bytes(first.file)
    assert Text.objects.update(body="Otra cosa.") == 2
    agreement.parties.update(signed_by="Alguien", signed_as="Alcaldesa")
    with override("en"), time_machine.travel(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), tick=False):
        again = document_of(Agreement.objects.get(pk=agreement.pk), by=None)
    assert (again.pk, read_bytes(again.file), first.language) == (first.pk, before, "es")


def test_the_words_around_the_text_are_in_its_first_language_that_the_site_speaks() -> None:
    agreement = drafted(languages=["fr", "pt", "es"], titles={"fr": "Accord", "pt": "Acordo", "es": "Acuerdo"})
    text = assemble_agreement(agreement)
    assert (text.language, [w.number for w in text.articles[0]]) == ("pt", ["1", "Artigo 1", "Artículo 1"])
    assert assemble_agreement(drafted("otra", cities=("uno", "dos"), languages=["fr"])).language == "es"


def test_it_names_the_alliance_in_which_it_was_born() -> None:
    alliance = AllianceFactory(titles={"es": "Alianza del agua"})
    assert assemble_agreement(drafted(alliance=alliance)).foot == "Alianza del agua"
    network = CityFactory(names={"es": "Red de Altamar"})
    assert assemble_agreement(drafted("otra", cities=("uno", "dos"), network=network)).foot == "Red de Altamar"


def test_an_agreement_that_only_a_register_tells_is_not_printed() -> None:
    with pytest.raises(BookRefused) as refused:
        agreement_pdf(AgreementFactory(slug="de-antes"))
    assert str(refused.value) == ("de-antes: not negotiated here, so that its text has no languages to be printed in")


def test_it_asks_as_much_for_three_parties_as_for_one(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    few = Agreement.objects.get(pk=drafted(cities=("uno",)).pk)
    many = Agreement.objects.get(pk=drafted("otra", cities=("dos", "tres", "cuatro")).pk)
    with django_assert_num_queries(4):
        assemble_agreement(few)
    with django_assert_num_queries(4):
        assemble_agreement(many)
