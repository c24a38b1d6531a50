"""Programmes and what they are made of come in, sheet by sheet, and go out again."""

from decimal import Decimal

import pytest
from tests.factories.actors import DepartmentFactory, OrganisationFactory
from tests.factories.methodologies import MethodologyFactory
from tests.factories.programmes import ActivityFactory, ProgrammeFactory, ProjectFactory, StrategicLineFactory
from tests.imports.bringing import checked, problems, states, table, undone, written

from entreciudades.actors.models import Adoption
from entreciudades.core.models import AuditEvent, IndexEntry
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS
from entreciudades.programmes.models import Activity, Programme

pytestmark = pytest.mark.django_db
SHEETS = ("programmes", "lines", "projects", "activities")


@pytest.fixture
def programme(cast):
    """A programme of La Paz with two lines, a project and an activity."""
    programme = ProgrammeFactory(
        holder=cast.la_paz, network=cast.ucci, methodology=MethodologyFactory(), titles={"es": "PCI La Paz"}
    )
    Adoption.objects.create(network=cast.ucci, methodology=programme.methodology)
    programme.sectors.set(["sector:urban-development"])
    line, _other = (StrategicLineFactory(programme=programme, number=number) for number in (1, 2))
    project = ProjectFactory(programme=programme, line=line, titles={"es": "Laderas", "pt": "Encostas"})
    activity = ActivityFactory(
        line=line,
        project=project,
        titles={"es": "Taller de taludes"},
        department=DepartmentFactory(organisation=cast.la_paz, names={"es": "Gestión de riesgos"}),
        modality_id="modality:technical-assistance",
        starts="2017-04",
        ends="2018",
        cost_amount=Decimal("1234.50"),
        cost_currency="EUR",
    )
    activity.partners.set([OrganisationFactory(names={"es": "Agencia Inventada"}), cast.riomayor])
    activity.targets.set(["sdg:11.5", "sdg:13.1"])
    return programme


def bring(cast, kind, *rows, headings, **how):
    return checked(cast, table(*rows, headings=headings), kind=kind, owner=cast.la_paz, by=cast.coordinator, **how)


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_a_file_that_nobody_touched_changes_nothing(cast, programme, kind, form):
    data = file_of(KINDS[kind], cast.la_paz, form, "pt")
    brought = checked(cast, data, kind=kind, owner=cast.la_paz, by=cast.coordinator, name=f"libro.{form}")
    assert states(brought) == [(row, "same") for row in ((2, 3) if kind == "lines" else (2,))]


def begin(cast, *row, owner=None, by=None):
    methodology = KINDS["programmes"].choices(cast.ucci)["methodology"].show("ucci-pci/city", "es")
    values = {"Título": "Programa del agua", "Metodología": methodology, "Titular": "La Paz", "Edición": "2020"}
    values |= {"Hasta": "2024", "ODS y metas": "sdg:6"} | dict(row)
    data = table([*values.values()], headings=[*values])
    return checked(cast, data, kind="programmes", owner=owner or cast.ucci, by=by or cast.secretary)


def test_a_programme_begins_in_its_networks_office_alone(cast, programme):
    at_desk = begin(cast, owner=cast.la_paz, by=cast.coordinator)
    assert problems(at_desk) == [("", "refused")]
    assert problems(begin(cast, ("Metodología", "Programa de una ciudad"))) == [("B2", "not-listed")]
    assert problems(begin(cast, ("Titular", "UCCI"))) == [("B2", "refused")]  # that variant is for cities


def test_a_programme_begins_with_its_lines_and_activities_and_goes_again(cast, programme):
    begun = written(cast, begin(cast))
    made = Programme.objects.exclude(pk=programme.pk).get()
    assert (made.slug, made.holder, made.network, made.state) == ("la-paz-bo-2020", cast.la_paz, cast.ucci, "draft")
    assert (str(made.ends), [one.pk for one in made.sdg_focus.all()]) == ("2024", ["sdg:6"])

    lines = bring(cast, "lines", [made.slug, "1", "Agua"], headings=["Programa", "Número de la línea", "Título"])
    lines = written(cast, lines, by=cast.coordinator)
    rows = [
        [
            made.slug,
            "1",
            "Aforo del río",
            "Gestión de riesgos",
            "Riomayor; Agencia Inventada",
            "sdg:6.1",
            "1.234,50",
            "EUR",
        ]
    ]
    heads = ["Programa", "Línea", "Título", "Responsable", "Socios", "ODS", "Coste", "Moneda"]
    activities = written(cast, bring(cast, "activities", *rows, headings=heads), by=cast.coordinator)
    activity = Activity.objects.get(programme=made)
    assert (str(activity.cost_amount), activity.department.names, activity.position) == (
        "1234.5000", {"es": "Gestión de riesgos"}, 1,
    )  # fmt: skip
    assert sorted(one.names["es"] for one in activity.partners.all()) == ["Agencia Inventada", "Riomayor"]
    assert AuditEvent.objects.filter(verb="activity.added", scope=cast.ucci.pk, details__programme=made.pk).count() == 1
    entries = IndexEntry.objects.filter(object_kind="programmes.programme", object_id=made.pk)
    assert entries.filter(body_terms__contains="afor").exists()

    for brought in (lines, begun):
        assert undone(cast, brought, by=brought.asked_by).failure["code"] == "built-on"
    for brought in (activities, lines, begun):
        assert undone(cast, brought, by=brought.asked_by).state == "undone"
    assert list(Programme.objects.all()) == [programme]
    assert not entries.exists()


def test_one_cell_changed_is_one_field_changed(cast, programme):
    activity = Activity.objects.get()
    brought = bring(cast, "activities", [str(activity.pk), "2", "encostas"], headings=["Número", "Línea", "Proyecto"])
    assert brought.lines.get().changes == {"line": [1, 2], "project": ["Laderas", "encostas"]}
    written(cast, brought, by=cast.coordinator)
    activity.refresh_from_db()
    assert (activity.line.number, activity.project.titles["es"], activity.cost_currency) == (2, "Laderas", "EUR")


@pytest.mark.parametrize(
    ("heading", "said", "expected"),
    [
        ("Línea", "7", ("A2", "refused")),
        ("Proyecto", "Montañas", ("A2", "refused")),
        ("Dependencia", "Turismo", ("A2", "refused")),
        ("Moneda", "pesos", ("A2", "not-listed")),
        ("Coste", "-5", ("A2", "refused")),
        ("Hasta", "2016", ("A2", "refused")),
        ("Socios", "Agencia Desconocida", ("A2", "not-listed")),
    ],
)
def test_what_does_not_fit_its_programme_is_said(cast, programme, heading, said, expected):
    brought = bring(cast, "activities", [said, str(Activity.objects.get().pk)], headings=[heading, "Número"])
    assert problems(brought) == [expected]


def test_closed_programmes_stay_as_they_are(cast, programme):
    Programme.objects.update(state="closed", published_at="2020-01-01T00:00Z")
    for kind, row in (("programmes", programme.pk), ("activities", Activity.objects.get().pk)):
        brought = bring(cast, kind, [str(row), "Otro"], headings=["Número", "Título"])
        assert [one["code"] for one in brought.lines.get().problems] == ["kept"]
    new = bring(cast, "lines", [programme.slug, "3", "Otra"], headings=["Programa", "Número de la línea", "Título"])
    assert problems(new) == [("A2", "refused")]


def test_the_networks_office_changes_those_of_cities_that_nobody_coordinates(cast, programme):
    data = table([str(programme.pk), "Otro"], headings=["Número", "Título"])
    kept = checked(cast, data, kind="programmes")
    assert ([one["code"] for one in kept.lines.get().problems], KINDS["lines"].stored(cast.ucci)) == (["kept"], {})
    cast.la_paz.memberships.all().delete()
    assert states(checked(cast, data, kind="programmes")) == [(2, "changed")]
    assert len(KINDS["lines"].stored(cast.ucci)) == 2
    assert (KINDS["programmes"].stored(cast.puertos), KINDS["activities"].stored(cast.riomayor)) == ({}, {})
