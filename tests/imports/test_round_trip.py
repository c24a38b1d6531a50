"""The file that goes out comes back in: nothing changes but what somebody changed."""

import csv
import io
from decimal import Decimal

import pytest
from tests.factories.actors import (
    CityFactory,
    CityProfileFactory,
    LanguageShareFactory,
    NetworkMemberFactory,
    OrganisationFactory,
    OrganisationFigureFactory,
    PersonFactory,
    PlanFactory,
)
from tests.imports.bringing import checked, states, table, written

from entreciudades.actors.models import CityProfile, Organisation, Person
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    return [
        PersonFactory(
            organisation=organisation,
            name=f"Persona Inventada {place}",
            email=f"persona-{place}@example.org",
            phone="007",
            posts={"es": "Directora", "pt": "Diretora"},
            languages=["es", "ay"],
            office="alcalde",
            starts="2024-01",
            ends="2028~",
        )
        for place, organisation in enumerate([cast.la_paz, cast.riomayor, cast.ucci])
    ]


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_file_that_nobody_touched_changes_nothing(cast, people, form, language):
    data = file_of(KINDS["contacts"], cast.ucci, form, language)

    brought = checked(cast, data, name=f"contactos.{form}")

    assert states(brought) == [(2, "same"), (3, "same"), (4, "same")]


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_organisations_too(cast, form):
    NetworkMemberFactory(
        network=cast.ucci,
        organisation=OrganisationFactory(
            names={"es": "Agencia", "pt": "Agência"}, country="ES", fictional_country={}, website="https://example.org/"
        ),
        since="1982",
        source="Actas",
    )

    brought = checked(
        cast, file_of(KINDS["organisations"], cast.ucci, form, "es"), kind="organisations", name=f"socias.{form}"
    )

    assert states(brought) == [(2, "same"), (3, "same"), (4, "same")]


@pytest.mark.usefixtures("uncoordinated")
def test_one_cell_changed_is_one_field_changed(cast, people):
    rows = rows_of(file_of(KINDS["contacts"], cast.ucci, "csv", "es"))
    row = next(row for row in rows if "Persona Inventada 1" in row)
    row[rows[0].index("Cargo (español)")] = "Subdirectora"

    brought = checked(cast, table(*rows[1:], headings=rows[0]))

    changes = [line.changes for line in brought.lines.filter(state="changed")]
    assert changes == [{"posts:es": ["Directora", "Subdirectora"]}]
    before = {person.pk: vars(person) for person in Person.objects.all()}
    assert written(cast, brought).state == "written"
    changed = {
        name
        for person in Person.objects.all()
        for name, value in vars(person).items()
        if name != "_state" and value != before[person.pk][name]
    }
    assert changed == {"posts"}
    assert Person.objects.get(name="Persona Inventada 1").posts == {"es": "Subdirectora", "pt": "Diretora"}


def test_telephones_of_other_organisations_do_not_go_out_and_are_not_overwritten(cast, people):
    rows = rows_of(file_of(KINDS["contacts"], cast.ucci, "csv", "es"))
    phone, name = rows[0].index("Teléfono"), rows[0].index("Nombre")
    assert sorted((row[name], row[phone]) for row in rows[1:]) == [
        ("Persona Inventada 0", ""),
        ("Persona Inventada 1", ""),
        ("Persona Inventada 2", "007"),
    ]
    rows[1][phone] = "555"

    brought = checked(cast, table(*rows[1:], headings=rows[0]))

    assert states(brought) == [(2, "same"), (3, "same"), (4, "same")]
    said = [(one["code"], one["cell"]) for line in brought.lines.order_by("number") for one in line.problems]
    assert said == [("kept", "I2")]


@pytest.mark.usefixtures("uncoordinated")
def test_nobody_takes_the_people_of_another_organisation_with_their_telephones(cast, people):
    theirs = next(one for one in people if one.organisation_id != cast.ucci.pk)
    data = table([str(theirs.pk), cast.ucci.slug, "Otro nombre"], headings=["Número", "Organización", "Nombre"])

    brought = checked(cast, data)

    line = brought.lines.get()
    assert line.changes == {"name": [theirs.name, "Otro nombre"]}
    assert [(one["code"], one["cell"]) for one in line.problems] == [("kept", "B2")]
    assert written(cast, brought).state == "written"
    before = theirs.organisation_id
    theirs.refresh_from_db()
    assert (theirs.organisation_id, theirs.name) == (before, "Otro nombre")


def test_absent_columns_and_empty_cells_leave_fields_as_they_stand(cast, people):
    person = people[2]
    data = table([str(person.pk), "", ""], headings=["Número", "Nombre", "Cargo (portugués)"])

    assert states(checked(cast, data)) == [(2, "same")]


def test_empty_cells_empty_the_field_where_somebody_says_so(cast, people):
    person = people[2]
    data = table([str(person.pk), ""], headings=["Número", "Cargo (portugués)"])

    brought = written(cast, checked(cast, data, empties=True))

    person.refresh_from_db()
    assert (brought.state, person.posts) == ("written", {"es": "Directora"})


def test_a_name_is_not_emptied(cast, people):
    data = table([str(people[2].pk), ""], headings=["Número", "Nombre"])

    brought = checked(cast, data, empties=True)

    assert [(one["code"], one["cell"]) for one in brought.lines.get().problems] == [("required", "B2")]


def test_public_organisation_becomes_a_member_and_keeps_its_own_names(cast):
    city = CityFactory(names={"es": "Villa Serena"}, published=True)
    data = table([city.slug, "Villa Serena del Mar", "2019"], headings=["Dirección corta", "Nombre", "Miembro desde"])

    brought = checked(cast, data, kind="organisations")

    line = brought.lines.get()
    assert line.changes == {"since": [None, "2019"], "member": [False, True]}
    assert [(one["code"], one["cell"]) for one in line.problems] == [("kept", "B2")]
    written(cast, brought)
    city.refresh_from_db()
    assert (city.names, str(city.networks.get(network=cast.ucci).since)) == ({"es": "Villa Serena"}, "2019")


def test_new_organisations_are_entered_found_and_members(cast):
    data = table(
        ["Puerto Claro", "Chile", "Municipio"], ["Puerto Claro", "Perú", ""], headings=["Nombre", "País", "Sigla"]
    )

    brought = written(cast, checked(cast, data, kind="organisations"))

    made = Organisation.objects.filter(sort_name="puerto claro").order_by("pk")
    assert brought.state == "written"
    assert [(one.slug, one.country, one.form) for one in made] == [
        ("puerto-claro-cl", "CL", "city"),
        ("puerto-claro-pe", "PE", "city"),
    ]
    assert [one.networks.get().network for one in made] == [cast.ucci, cast.ucci]


@pytest.fixture
def whole(cast):
    """La Paz with a row or more of everything, and a network with its words."""
    CityProfileFactory(organisation=cast.la_paz, official_name="Nuestra Señora", founded="1548-10-20")
    OrganisationFigureFactory(organisation=cast.la_paz, qualifier="over", as_of="2012", value="757184.5000")
    OrganisationFigureFactory(organisation=cast.la_paz, measure="other", labels={"es": "mercados"}, position=3)
    LanguageShareFactory(organisation=cast.la_paz, language="ay", value="40.25")
    PlanFactory(organisation=cast.la_paz, starts="2016", ends="2020", legal_rank={"es": "Ley municipal"})
    PersonFactory(organisation=cast.la_paz, email="ana@example.org", languages=["es"])


@pytest.mark.parametrize("key", ["contacts", "city-profiles", "figures", "languages", "plans"])
@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_a_citys_own_rows_come_back_the_same(cast, whole, key, form):
    data = file_of(KINDS[key], cast.la_paz, form, "es")

    brought = checked(cast, data, kind=key, owner=cast.la_paz, by=cast.coordinator, name=f"fichero.{form}")

    assert {state for _row, state in states(brought)} == {"same"}


def test_a_figure_a_language_and_a_plan_come_in_by_their_words(cast):
    files = {
        "figures": (
            ["Medida", "Valor", "Exactitud", "Año", "Fuente"],
            ["Población", "757.184", "", "2012", "Censo"],
            ["Área", "472,5", "exact", "2012", "Instituto"],
        ),
        "languages": (["Idioma", "Porcentaje", "Fuente"], ["aimara", "40,5", "Censo"]),
        "plans": (["Título", "Tipo", "Desde"], ["Plan 2040", "municipal-development-plan", "2016"]),
        "city-profiles": (["Nombre oficial", "Fundación"], ["Nuestra Señora de La Paz", "20/10/1548"]),
    }
    for key, (headings, *rows) in files.items():
        brought = checked(cast, table(*rows, headings=headings), kind=key, owner=cast.la_paz, by=cast.coordinator)
        assert written(cast, brought, by=cast.coordinator).state == "written", key

    figures = list(cast.la_paz.figures.values_list("measure", "value", "qualifier", "position"))
    assert figures == [("population", 757184, "exact", 1), ("area", Decimal("472.5"), "exact", 2)]
    language = cast.la_paz.languages.get()
    assert (language.language, language.value, language.unit) == ("ay", Decimal("40.5"), "%")
    plan = cast.la_paz.plans.get()
    assert (plan.titles, plan.level, str(plan.starts)) == ({"es": "Plan 2040"}, "local", "2016")
    profile = CityProfile.objects.get(organisation=cast.la_paz)
    assert (profile.official_name, str(profile.founded)) == ("Nuestra Señora de La Paz", "1548-10-20")


def test_a_network_brings_profiles_of_cities_that_nobody_coordinates(cast):
    alone = CityFactory(names={"es": "Villa Sola"})
    NetworkMemberFactory(network=cast.ucci, organisation=alone)
    data = table(
        ["Villa Sola", "population", "100", "Censo"],
        ["La Paz", "population", "100", "Censo"],
        headings=["Ciudad", "Medida", "Valor", "Fuente"],
    )

    assert states(checked(cast, data, kind="figures")) == [(2, "new"), (3, "problem")]
