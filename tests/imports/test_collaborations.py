"""Collaborations come in at a network's office, and go out again."""

import csv
import io

import pytest
from ruamel.yaml import YAML
from tests.factories.actors import CityFactory
from tests.factories.alliances import AllianceFactory, SeatFactory
from tests.imports.bringing import checked, problems, states, table, undone, written

from entreciudades.alliances.models import Alliance
from entreciudades.core.models import AuditEvent, IndexEntry
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS
from entreciudades.settings.addresses import ROOT
from entreciudades.taxonomy.codelists import load

pytestmark = pytest.mark.django_db
KIND = KINDS["collaborations"]
HEADINGS = ["Programa", "Partes", "Evidencia", "Temas", "Fuente", "Desde"]


@pytest.fixture
def port(db):
    return CityFactory(names={"es": "Puerto Bruma"})


@pytest.fixture
def told(cast, port):
    """A collaboration of UCCI that a source tells with other names."""
    row = AllianceFactory(
        network=cast.ucci,
        programme_name="Cuencas",
        basis="cooperation",
        topics={"en": "Rivers; drains"},
        starts="2019",
        source="",
        source_urls=["https://example.org/a?b=1", "https://example.org/b"],
        published=True,
    )
    row.themes.set(["iuc:7"])
    SeatFactory(alliance=row, organisation=port, position=1, name="Bruma (puerto)")
    SeatFactory(alliance=row, organisation=cast.la_paz, position=2)
    return row


def bring(cast, *rows, headings=HEADINGS, **how):
    return checked(cast, table(*rows, headings=headings), kind="collaborations", **how)


def parties(alliance):
    return [(one.organisation.slug, one.name) for one in alliance.seats.select_related("organisation")]


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_file_that_nobody_touched_changes_nothing(cast, told, form, language):
    data = file_of(KIND, cast.ucci, form, language)
    brought = checked(cast, data, kind="collaborations", name=f"colaboraciones.{form}")
    assert states(brought) == [(2, "same")]


def test_what_goes_out(cast, told):
    heads, row = csv.reader(io.StringIO(file_of(KIND, cast.ucci, "csv", "es").decode("utf-8-sig")))
    said = dict(zip(heads, row, strict=True))
    assert KIND.choices(cast.ucci)["basis"].find(said.pop("Qué afirma la fuente")) == "cooperation"
    assert said == {
        "Número": str(told.pk),
        "Programa": "Cuencas",
        "Título (español)": "",
        "Título (portugués)": "",
        "Título (inglés)": "",
        "Partes": "Puerto Bruma; La Paz",
        "Nombres en la fuente": "Bruma (puerto); –",
        "Temas": "Agua, residuos y saneamiento",
        "Temas según la fuente (español)": "",
        "Temas según la fuente (portugués)": "",
        "Temas según la fuente (inglés)": "Rivers; drains",
        "Desde": "2019",
        "Hasta": "",
        "Fuente": "",
        "Enlaces de la fuente": "https://example.org/a?b=1; https://example.org/b",
        "Público": "TRUE",
    }


def test_rows_become_collaborations_of_the_network_and_go_again(cast, port):
    rows = (
        ["Cuencas", "La Paz; Puerto Bruma", "pairing", "iuc:7; iuc:12", "Boletín 4", "2019"],
        ["Cuencas", "Puerto Bruma; La Paz", "cooperation", "", "", ""],
    )
    brought = written(cast, bring(cast, *rows))
    first, second = Alliance.objects.order_by("pk")
    assert (first.network, first.slug, first.basis, str(first.starts), first.published) == (
        cast.ucci,
        "cuencas-la-paz-puerto-bruma",
        "pairing",
        "2019",
        False,
    )
    assert (second.basis, second.starts, second.source) == ("cooperation", None, "")
    assert [parties(one) for one in (first, second)] == [
        [("la-paz-bo", ""), (port.slug, "")],
        [(port.slug, ""), ("la-paz-bo", "")],
    ]
    assert set(first.themes.values_list("pk", flat=True)) == {"iuc:7", "iuc:12"}
    index = IndexEntry.objects.filter(object_kind="alliances.alliance", language="es")
    assert list(index.values_list("title", flat=True)) == ["La Paz – Puerto Bruma", "Puerto Bruma – La Paz"]
    told = AuditEvent.objects.filter(object_kind="alliances.alliance").values_list("verb", "scope")
    assert list(told) == [("alliance.added", cast.ucci.pk)] * 2
    assert states(bring(cast, *rows)) == [(2, "same"), (3, "same")]

    undone(cast, brought)
    assert (Alliance.objects.count(), index.count()) == (0, 0)


def test_a_party_that_moves_keeps_its_name_in_the_source(cast, told, port):
    written(cast, bring(cast, [str(told.pk), "La Paz; Puerto Bruma"], headings=["Número", "Partes"]))
    assert parties(told) == [("la-paz-bo", ""), (port.slug, "Bruma (puerto)")]


def test_a_file_of_another_network_neither_sees_nor_changes_it(cast, told):
    other = {"owner": cast.puertos, "by": cast.second_secretary}
    data = file_of(KIND, cast.puertos, "csv", "es")
    assert len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))) == 1
    brought = bring(cast, [str(told.pk), "Otra"], headings=["Número", "Programa"], **other)
    assert problems(brought) == [("A2", "unknown-row")]
    assert not KIND.offered_to(cast.la_paz)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["C", "La Paz", "pairing", "", "", ""], [("B2", "refused")]),
        (["C", "La Paz; la-paz-bo", "pairing", "", "", ""], [("B2", "refused")]),
        (["C", "La Paz; Puerto Brumoso", "pairing", "", "", ""], [("B2", "not-listed")]),
        (["C", "Puerto Bruma; Riomayor Ajeno", "pairing", "", "", ""], [("B2", "refused")]),
        (["C", "La Paz; Puerto Bruma", "romance", "", "", ""], [("C2", "not-listed")]),
        (["C", "La Paz; Puerto Bruma", "", "", "", ""], [("C2", "required")]),
        (["C", "La Paz; Puerto Bruma", "pairing", "Hidrógeno", "", ""], [("D2", "not-listed")]),
        (["C", "La Paz; Puerto Bruma", "pairing", "", "", "ayer"], [("F2", "no-date")]),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(cast, port, row, expected):
    CityFactory(names={"es": "Riomayor Ajeno"})
    brought = bring(cast, row)
    assert problems(brought) == expected
    assert states(brought) == [(2, "problem")]


@pytest.mark.parametrize(("source", "state"), [("", "problem"), ("Boletín 4", "new")])
def test_nothing_is_public_without_a_source(cast, port, source, state):
    row = ["C", "La Paz; Puerto Bruma", "pairing", source, "sí"]
    brought = bring(cast, row, headings=["Programa", "Partes", "Evidencia", "Fuente", "Público"])
    assert states(brought) == [(2, state)]


def test_an_address_that_is_none_is_refused(cast, port):
    row = ["C", "La Paz; Puerto Bruma", "pairing", "https://example.org; ejemplo"]
    brought = bring(cast, row, headings=["Programa", "Partes", "Evidencia", "Enlace"])
    assert problems(brought) == [("D2", "refused")]


def test_the_themes_of_the_demonstration_follow_its_table():
    """Each subject of a source stands in the table, and its themes are those of the collaboration."""
    folder = ROOT / "demo" / "collaborations"
    with (folder / "topics.csv").open(encoding="utf-8") as file:
        meant = {row["topic"]: row["terms"].split() for row in csv.DictReader(file)}
    entries = YAML(typ="safe").load(folder / "alliances.yaml")["alliances"]
    assert {term for terms in meant.values() for term in terms} <= {term.id for term in load()}
    for entry in entries:
        topics = [one for one in entry.get("topics", {"en": ""})["en"].split("; ") if one]
        said = {theme for theme in entry.get("themes", ()) if theme.startswith("iuc:")}
        assert said == {term for one in topics for term in meant[one]}, entry["slug"]
    assert {basis: sum(one["basis"] == basis for one in entries) for basis in ("pairing", "cooperation")} == {
        "pairing": 78,
        "cooperation": 38,
    }
