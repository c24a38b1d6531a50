"""Agreements come in at a city's desk and at a network's office, and go out again."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.actors import CityFactory, OrganisationFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory
from tests.imports.bringing import again, checked, problems, states, table, undone, written

from entreciudades.alliances.models import Agreement
from entreciudades.alliances.services import Signatory
from entreciudades.core.files import attach, store_bytes
from entreciudades.imports import services, signatories
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS

pytestmark = pytest.mark.django_db
KIND = KINDS["agreements"]
HEADINGS = ["Tipo", "Título", "Partes", "Fecha de firma", "Firmantes"]


@pytest.fixture
def port(db):
    return CityFactory(names={"es": "Puerto Bruma"})


@pytest.fixture
def twinning(cast, port):
    agreement = AgreementFactory(
        kind="twinning", titles={"es": "Hermanamiento, con coma"}, signed="1998-05", reference="0012", ends="2030"
    )
    agreement.themes.set(["iuc:12", "sdg:11.2"])
    signed = {port: ("Ada Inventada", "Alcaldesa (interina)"), cast.riomayor: ("", ""), cast.la_paz: ("Beto", "")}
    for position, (organisation, (by, office)) in enumerate(signed.items()):
        AgreementPartyFactory(
            agreement=agreement, organisation=organisation, position=position, signed_by=by, signed_as=office
        )
    attach(store_bytes(b"%PDF-1.7", "application/pdf"), agreement, purpose="document", by=None, name="firmado.pdf")
    return agreement


def bring(cast, *rows, headings=HEADINGS, owner=None, by=None, **how):
    return checked(cast, table(*rows, headings=headings), kind="agreements", owner=owner, by=by, **how)


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def parties(agreement):
    rows = agreement.parties.select_related("organisation")
    return [(one.organisation.slug, one.signed_by, one.signed_as) for one in rows]


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_file_that_nobody_touched_changes_nothing(cast, twinning, form, language):
    for owner, by in ((cast.ucci, cast.secretary), (cast.la_paz, cast.coordinator)):
        data = file_of(KIND, owner, form, language)
        brought = checked(cast, data, kind="agreements", owner=owner, by=by, name=f"registro.{form}")
        assert states(brought) == [(2, "same")]


def test_what_goes_out(cast, twinning):
    heads, row = rows_of(file_of(KIND, cast.ucci, "csv", "es"))
    assert (
        dict(zip(heads, row, strict=True))
        == {
            "Número": str(twinning.pk),
            "Número de registro": "0012",
            "Tipo": "Hermanamiento",
            "Título (español)": "Hermanamiento, con coma",
            "Título (portugués)": "",
            "Título (inglés)": "",
            "Partes": "Puerto Bruma; Riomayor; La Paz",
            "Firmantes": "Ada Inventada (Alcaldesa (interina)); –; Beto",
            "Fecha de firma": "1998-05",
            "En vigor desde": "",
            "En vigor hasta": "2030",
            "Temas": "Movilidad urbana; sdg:11.2",
            "Público": "no",
            "Fuente": "",
            "Documento": "firmado.pdf",
        }
        or row
    )


def test_a_city_is_a_party_of_what_it_brings(cast, port):
    brought = bring(
        cast,
        ["Convenio marco", "Puertos", "Puerto Bruma", "2001", "–; Ada Inventada (Alcaldesa)"],
        owner=cast.la_paz,
        by=cast.coordinator,
    )
    written(cast, brought, by=cast.coordinator)

    made = Agreement.objects.get()
    assert (made.kind, made.titles, str(made.signed), made.published, made.slug) == (
        "framework-agreement",
        {"es": "Puertos"},
        "2001",
        False,
        "puertos",
    )
    assert parties(made) == [("la-paz-bo", "", ""), (port.slug, "Ada Inventada", "Alcaldesa")]


def test_parties_change_places_and_keep_who_signed(cast, twinning, port):
    data = [str(twinning.pk), "La Paz; Puerto Bruma"]
    brought = bring(cast, data, headings=["Número", "Partes"], owner=cast.la_paz, by=cast.coordinator)
    before = parties(twinning)

    brought = written(cast, brought, by=cast.coordinator)

    assert parties(twinning) == [("la-paz-bo", "Beto", ""), (port.slug, "Ada Inventada", "Alcaldesa (interina)")]
    assert brought.lines.get().changes["signatories"][1] == ["Beto", "Ada Inventada (Alcaldesa (interina))"]
    undone(cast, brought, by=cast.coordinator)
    assert parties(twinning) == before


def test_an_office_keeps_what_cities_with_a_coordinator_say(cast, twinning, port):
    heads = ["Número", "Título"]
    brought = bring(cast, [str(twinning.pk), "Otro"], headings=heads)
    assert (states(brought), [one["code"] for one in brought.lines.get().problems]) == ([(2, "same")], ["kept"])

    lonely = AgreementFactory()
    AgreementPartyFactory(agreement=lonely, organisation=cast.ucci)
    AgreementPartyFactory(agreement=lonely, organisation=cast.la_paz)
    assert states(bring(cast, [str(lonely.pk), "Otro"], headings=heads)) == [(2, "changed")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Hermanamiento", "A", "Puerto Brumas; La Paz", "2001", ""], [("C2", "not-listed")]),
        (["Hermanamiento", "A", "La Paz; la-paz-bo", "2001", ""], [("C2", "refused")]),
        (["Hermanamiento", "A", "Puerto Bruma", "2001", ""], [("C2", "refused")]),
        (["Hermanamiento", "A", "La Paz", "2001", "Ada; Beto"], [("E2", "refused")]),
        (["Hermanamiento", "A", "La Paz", "2001", "A" * 151], [("E2", "refused")]),
        (["Acuerdo de caballeros", "", "La Paz", "2001", ""], [("A2", "not-listed"), ("B2", "required")]),
    ],
)
def test_problems(cast, port, row, expected):
    assert problems(bring(cast, row)) == expected


def test_the_same_in_the_register_is_known_again_and_alike_is_asked(cast, port):
    first = ["Hermanamiento", "Hermanamiento de los puertos", "La Paz; Puerto Bruma", "14/06/2001", ""]
    written(cast, bring(cast, first))

    again = ["hermanamiento", "HERMANAMIENTO DE LOS PUERTOS", "Puerto Bruma; La Paz", "2001-06-14", ""]
    alike = ["Hermanamiento", "Hermanamiento de los puerto", "La Paz; Puerto Bruma", "2001", ""]
    brought = bring(cast, again, again, alike)

    assert states(brought)[1:] == [(3, "problem"), (4, "double")]
    assert [code for _cell, code in problems(brought)] == ["twice"]


@pytest.mark.parametrize("state", ["drafting", "tabled", "agreed", "signed", "withdrawn"])
def test_what_is_negotiated_here_goes_out_and_is_changed_by_no_file(cast, twinning, state):
    Agreement.objects.update(state=state, languages=["es"])
    data = file_of(KIND, cast.la_paz, "csv", "es")
    brought = checked(cast, data, kind="agreements", owner=cast.la_paz, by=cast.coordinator)
    assert states(brought) == [(2, "same")]
    said = {"headings": ["Número", "Título"], "owner": cast.la_paz, "by": cast.coordinator}
    assert problems(bring(cast, [str(twinning.pk), "Otro"], **said)) == [("B2", "refused")]


def test_hidden_organisations_are_not_known_to_others(cast):
    OrganisationFactory(names={"es": "Agencia Reservada"}, published=False)
    brought = bring(cast, ["Hermanamiento", "A", "La Paz; Agencia Reservada", "2001", ""])
    assert problems(brought) == [("C2", "not-listed")]
    assert "Agencia Reservada" not in brought.lines.get().problems[0]["facts"]["near"]


def test_a_second_network_neither_sees_nor_changes(cast, twinning):
    other = CityFactory()
    assert (KIND.stored(cast.puertos), KIND.stored(other)) == ({}, {})
    data = table([str(twinning.pk), "Otro"], headings=["Número", "Título"])
    brought = checked(cast, data, kind="agreements", owner=cast.puertos, by=cast.second_secretary)
    assert problems(brought) == [("A2", "unknown-row")]


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("Ada Inventada (Alcaldesa)", Signatory("Ada Inventada", "Alcaldesa")),
        ("Ada  Inventada ( Secretaria (interina))", Signatory("Ada Inventada", "Secretaria (interina)")),
        ("(Alcaldesa)", Signatory("", "Alcaldesa")),
        ("Ada (sin cerrar", Signatory("Ada (sin cerrar", "")),
        ("-", Signatory("", "")),
    ],
)
def test_signatories_are_read(text, signature):
    assert signatories.read(text) == signature


@given(st.text(alphabet="aé (-–) ", max_size=20))
def test_what_is_read_of_a_signatory_is_written_so_that_it_is_read_the_same(text):
    signature = signatories.read(text)
    again = signatories.written([signature]) or [signatories.NOBODY]
    assert signatories.read(again[0]) == signature


def test_signatories_are_written_as_they_are_read():
    signed = [Signatory("Ada", "Alcaldesa; en funciones"), Signatory("", ""), Signatory("Beto", ""), Signatory("", "")]
    assert signatories.written(signed) == ["Ada (Alcaldesa, en funciones)", "–", "Beto"]
    assert signatories.written([Signatory("", "")]) is None


def test_a_name_with_a_comma_is_one_party(cast):
    CityFactory(names={"es": "Santa Rosa, D. C."})
    for cell in ("Santa Rosa, D. C.", "La Paz, Riomayor"):
        brought = bring(cast, ["Hermanamiento", "A", cell, "2001", ""], owner=cast.la_paz, by=cast.coordinator)
        assert (cell, states(brought), len(brought.lines.get().values["parties"])) == (cell, [(2, "new")], 2)


def test_what_a_file_says_of_documents_is_not_read(cast, twinning):
    data = [str(twinning.pk), "otro.pdf"]
    brought = bring(cast, data, headings=["Número", "Documento"], owner=cast.la_paz, by=cast.coordinator)
    assert states(brought) == [(2, "same")]


def test_a_likely_double_becomes_the_one_that_is_here(cast, twinning):
    row = ["Hermanamiento", "Hermanamiento, con comas", "Puerto Bruma; Riomayor; La Paz", "1998-05-14", "–; Olga"]
    brought = bring(cast, row, owner=cast.la_paz, by=cast.coordinator)
    assert states(brought) == [(2, "double")]

    services.answer(brought, 2, is_row=twinning.pk, by=cast.coordinator)
    written(cast, again(brought), by=cast.coordinator)

    twinning.refresh_from_db()
    assert (Agreement.objects.count(), twinning.titles, str(twinning.signed)) == (
        1,
        {"es": "Hermanamiento, con comas"},
        "1998-05-14",
    )
    assert [name for _slug, name, _office in parties(twinning)] == ["", "Olga", ""]
