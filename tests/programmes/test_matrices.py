"""Each source of a matrix gives its entries from the rows given, in order; the shipped matrices are made of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.factories.actors import (
    CityFactory,
    CityProfileFactory,
    CooperationInstrumentFactory,
    DepartmentFactory,
    OrganisationFactory,
    PersonFactory,
    PlanFactory,
    PriorityFactory,
)
from tests.factories.programmes import (
    ActivityFactory,
    InvolvedActorFactory,
    PartnerFactory,
    PlanAlignmentFactory,
    ProgrammeDepartmentFactory,
    ProgrammeFactory,
    ProjectFactory,
    StrategicLineFactory,
)
from tests.factories.whole import whole_programme

from entreciudades.methodologies import sources as declared
from entreciudades.methodologies.pack import Matrix, Row, RowSource
from entreciudades.programmes import matrices
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.matrices import Entry, matrix_table
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


def entries(
    programme: Programme,
    name: str,
    columns: tuple[str, ...] = (),
    *,
    published: bool = False,
    **filters: tuple[str, ...],
) -> list[Entry]:
    """The entries of a source, its filters at their defaults but for those given."""
    source = declared.SOURCES[name]
    complete = {one.name: one.default for one in source.filters} | filters
    facts = facts_of(programme, published=published)
    return list(matrices.SOURCES[name](facts, RowSource(name, complete, columns or source.columns[:1])))


def texts(found: list[Entry]) -> list[str]:
    return [", ".join(labels["es"] for labels in (entry.text, *entry.joined)) for entry in found]


def es(text: str) -> dict[str, str]:
    return {"es": text}


def test_every_source_that_a_methodology_may_name_is_evaluated() -> None:
    assert list(matrices.SOURCES) == list(declared.SOURCES)


def test_an_empty_programme_has_every_row_and_no_entry() -> None:
    facts = facts_of(ProgrammeFactory())
    tables = [matrix_table(facts, one.key) for one in facts.variant.matrices]
    assert [(table.key, len(table.rows)) for table in tables] == [("pem", 8), ("pai", 4), ("ppci", 7)]
    assert [row.items for table in tables for row in table.rows] == [()] * 19


def test_plans_of_the_programme_stand_in_the_citys_order_by_kind(programme: Programme) -> None:
    city = programme.holder
    rank = {"legal_rank": es("Ley 12"), "starts": "2014", "ends": "2020-06"}
    late = PlanFactory(organisation=city, titles=es("Agua"), position=2, kind="public-policy")
    early = PlanFactory(organisation=city, titles=es("Riesgos"), position=1, kind="public-policy", **rank)
    nation = PlanFactory(organisation=city, titles=es("Agenda 2025"), position=3, kind="national-plan")
    PlanFactory(organisation=city, titles=es("Ajeno al programa"), kind="public-policy")
    for plan in (late, nation, early):
        PlanAlignmentFactory(programme=programme, plan=plan)
    assert texts(entries(programme, "city-plans")) == ["Riesgos", "Agua", "Agenda 2025"]
    assert texts(entries(programme, "city-plans", kind=("national-plan",))) == ["Agenda 2025"]
    everything = entries(programme, "city-plans", columns=("name", "period", "rank"), kind=("public-policy",))
    assert texts(everything) == ["Riesgos, 2014–junio de 2020, Ley 12", "Agua"]
    assert [entry.key for entry in everything] == [f"actors.plan:{early.pk}", f"actors.plan:{late.pk}"]


def test_a_citys_priorities_are_cut_to_the_vocabulary_asked_for(programme: Programme) -> None:
    for place, term in enumerate(("sector:urban-development", "iuc:7", "sector:social-development")):
        PriorityFactory(organisation=programme.holder, term_id=term, position=place)
    found = entries(programme, "city-priorities")
    assert [entry.key for entry in found] == [
        "taxonomy.term:sector:urban-development",
        "taxonomy.term:sector:social-development",
    ]
    assert [entry.key for entry in entries(programme, "city-priorities", codelist=("iuc",))] == ["taxonomy.term:iuc:7"]


def test_sectors_and_axes_are_the_programmes_own(programme: Programme) -> None:
    programme.sectors.set(["sector:social-development", "sector:institutional-strengthening"])
    programme.axes.set(["axis:innovation", "axis:gender-equality"])
    in_order = Term.objects.filter(pk__in=programme.sectors.all()).order_by("position")
    assert texts(entries(programme, "programme-sectors")) == [term.labels["es"] for term in in_order]
    assert texts(entries(programme, "cross-cutting-axes", ("names",))) == ["Igualdad de género, Innovación"]


def test_lines_stand_by_their_number(programme: Programme) -> None:
    for number in (2, 1):
        StrategicLineFactory(programme=programme, number=number, titles=es(f"Línea {number}"))
    StrategicLineFactory()
    assert texts(entries(programme, "strategic-lines")) == ["Línea 1", "Línea 2"]


def test_departments_by_task_and_who_answers_there(programme: Programme) -> None:
    def department(name: str, task: str, **values: Any) -> None:
        row = DepartmentFactory(organisation=programme.holder, names=es(name))
        ProgrammeDepartmentFactory(programme=programme, department=row, task=task, **values)

    department("Obras", "involved")
    department("Despacho", "supports")
    focal = PersonFactory(organisation=programme.holder, name="Elena Inventada", posts=es("Directora"))
    department("Relaciones", "coordinates", focal_point=focal)
    DepartmentFactory(organisation=programme.holder, names=es("Cooperación"), manages_cooperation=True)
    assert texts(entries(programme, "departments-involved")) == ["Obras", "Despacho", "Relaciones"]
    assert texts(entries(programme, "managing-department")) == ["Cooperación"]
    assert texts(entries(programme, "coordinating-department")) == ["Relaciones", "Despacho"]
    with_focal = entries(programme, "coordinating-department", ("name", "focal-point"))
    assert texts(with_focal) == ["Relaciones, Elena Inventada", "Despacho"]
    for_the_public = entries(programme, "coordinating-department", ("name", "focal-point"), published=True)
    assert texts(for_the_public) == ["Relaciones, Directora", "Despacho"]


def test_allies_and_partners_are_departments_then_allies_then_cities(programme: Programme) -> None:
    PartnerFactory(programme=programme, organisation=CityFactory(names=es("Riomayor")), partner_as="city")
    PartnerFactory(programme=programme, organisation=OrganisationFactory(names=es("Agencia")), partner_as="ally")
    row = DepartmentFactory(organisation=programme.holder, names=es("Obras"))
    ProgrammeDepartmentFactory(programme=programme, department=row)
    assert texts(entries(programme, "allies-and-partners")) == ["Obras", "Agencia", "Riomayor"]
    assert texts(entries(programme, "allies-and-partners", include=("allies",))) == ["Agencia"]
    assert texts(entries(programme, "allies-and-partners", include=("cities", "departments"))) == ["Obras", "Riomayor"]


def test_actors_involved_and_modalities(programme: Programme) -> None:
    for place, name in ((2, "Vecindario"), (1, "Universidad")):
        InvolvedActorFactory(programme=programme, names=es(name), position=place)
    profile = CityProfileFactory(organisation=programme.holder)
    profile.modalities.set(["modality:triangular", "modality:technical-assistance"])
    assert texts(entries(programme, "actors-involved")) == ["Universidad", "Vecindario"]
    assert [entry.key for entry in entries(programme, "cooperation-modalities")] == [
        "taxonomy.term:modality:technical-assistance",
        "taxonomy.term:modality:triangular",
    ]


def test_instruments_are_those_that_the_programme_names_else_all_of_the_city(programme: Programme) -> None:
    fund, _scheme = (
        CooperationInstrumentFactory(organisation=programme.holder, titles=es(title)) for title in ("Fondo", "Plan")
    )
    assert texts(entries(programme, "cooperation-instruments")) == ["Fondo", "Plan"]
    programme.instruments.set([fund])
    assert texts(entries(programme, "cooperation-instruments")) == ["Fondo"]


def test_projects_hold_their_activities_and_other_activities_follow(programme: Programme) -> None:
    line = StrategicLineFactory(programme=programme)
    project = ProjectFactory(programme=programme, titles=es("Escuela"))
    ActivityFactory(line=line, project=project, titles=es("Curso"))
    ActivityFactory(line=line, titles=es("Visita"))
    found = entries(programme, "actions-and-projects")
    assert [(entry.text, entry.details) for entry in found] == [(es("Escuela"), (es("Curso"),)), (es("Visita"), ())]
    assert [(one.text, one.details) for one in entries(programme, "actions-and-projects", include=("projects",))] == [
        (es("Escuela"), ())
    ]
    only = entries(programme, "actions-and-projects", include=("activities",))
    assert texts(only) == ["Curso", "Visita"]


def test_goals_are_those_of_the_targets_too(programme: Programme) -> None:
    programme.sdg_focus.set(["sdg:11.3", "sdg:5", "sdg:11.2"])
    goals = entries(programme, "sdg-focus")
    assert [entry.key for entry in goals] == ["taxonomy.term:sdg:5", "taxonomy.term:sdg:11"]
    assert [text[:4] for text in texts(goals)] == ["(5) ", "(11)"]
    targets = entries(programme, "sdg-focus", level=("target",))
    assert [entry.key for entry in targets] == ["taxonomy.term:sdg:11.2", "taxonomy.term:sdg:11.3"]


def row_texts(programme: Programme, matrix: str, row: str) -> list[str]:
    table = matrix_table(facts_of(programme), matrix)
    return texts([item for one in table.rows if one.key == row for item in one.items])


def test_an_added_activity_stands_in_the_ppci_at_once(programme: Programme) -> None:
    line = StrategicLineFactory(programme=programme)
    ActivityFactory(line=line, titles=es("Primera"))
    assert row_texts(programme, "ppci", "acciones-proyectos") == ["Primera"]
    ActivityFactory(line=line, titles=es("Segunda"))
    assert row_texts(programme, "ppci", "acciones-proyectos") == ["Primera", "Segunda"]


def test_several_sources_of_a_row_follow_one_another(programme: Programme) -> None:
    PriorityFactory(organisation=programme.holder, term_id="sector:social-development")
    programme.axes.set(["axis:innovation", "axis:gender-equality"])
    assert row_texts(programme, "pem", "prioridad-sectorial") == [
        Term.objects.get(pk="sector:social-development").labels["es"],
        "Igualdad de género, Innovación",
    ]


def test_what_two_sources_of_a_row_give_stands_once(programme: Programme) -> None:
    line = StrategicLineFactory(programme=programme, titles=es("Riesgos"))
    source = RowSource("strategic-lines", {}, ("title",))
    twice = Matrix("m", es("M"), "city", (Row("r", es("R"), (source, source)),))
    [row] = matrices.compute(facts_of(programme), twice).rows
    assert row.items == (Entry(f"programmes.strategicline:{line.pk}", es("Riesgos")),)


def test_a_whole_programme_leaves_no_row_without_an_entry() -> None:
    def empty_rows(programme: Programme) -> Iterator[str]:
        facts = facts_of(programme)
        for matrix in facts.variant.matrices:
            yield from (row.key for row in matrix_table(facts, matrix.key).rows if not row.items)

    assert list(empty_rows(whole_programme(5))) == []


def test_a_matrix_that_the_methodology_has_not_is_no_matrix(programme: Programme) -> None:
    with pytest.raises(KeyError, match="pex"):
        matrix_table(facts_of(programme), "pex")
