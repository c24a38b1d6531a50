"""What the dry run says of each row: what is new, changed, perhaps here already, or wrong, with its cell."""

import pytest
from tests.factories.actors import CityFactory, PersonFactory
from tests.imports.bringing import again, checked, guessed, problems, states, table, written

from entreciudades.actors.models import Person
from entreciudades.core.errors import NotFound
from entreciudades.imports import jobs, services
from entreciudades.imports.errors import BookRefused, ColumnsRefused
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.models import Import, KeptColumns

pytestmark = pytest.mark.django_db

HEADINGS = ["Nombre y apellidos", "Ciudad", "Correo", "Cargo", "Hasta", "Idiomas"]


def test_headings_of_people_are_known_in_three_languages(cast):
    for headings in (
        ["Nombre y apellidos", "Ciudad", "Correo", "Cargo", "Hasta"],
        ["Nome completo", "Município", "E-mail", "Função", "Até"],
        ["Full name", "City", "Email", "Job title", "Until"],
    ):
        brought = services.bring(
            cast.ucci, KINDS["contacts"], name="a.csv", data=table(["x"] * 5, headings=headings), by=cast.secretary
        )
        found = [key.partition(":")[0] for key in brought.columns["keys"]]
        assert found == ["name", "organisation", "email", "posts", "ends"]


def test_every_kind_of_row(cast):
    PersonFactory(organisation=cast.la_paz, name="Ana Inventada", email="ana@example.org", posts={"es": "Directora"})
    PersonFactory(organisation=cast.riomayor, name="María Fernández Inventada")
    data = table(
        ["Ana Inventada", "La Paz", "ana@example.org", "Directora", "", ""],
        ["Ana Inventada", "riomayor", "otra@example.org", "", "", "español, aimara"],
        ["Maria Fernandes Inventada", "Riomayor", "maria@example.org", "", "", ""],
        ["", "La Paz", "sin-nombre@example.org", "", "", ""],
        ["Beto Inventado", "Atlántida", "beto(at)example.org", "", "03/04/2027", "klingonés"],
        headings=HEADINGS,
    )

    brought = checked(cast, data)

    assert states(brought) == [(2, "same"), (3, "new"), (4, "double"), (5, "problem"), (6, "problem")]
    assert problems(brought) == [
        ("A5", "required"),
        ("B6", "not-listed"),
        ("E6", "ambiguous-date"),
        ("F6", "not-listed"),
        ("C6", "refused"),
    ]
    assert brought.lines.get(number=3).values["languages"] == ["ay", "es"]
    assert [one["name"] for one in brought.lines.get(number=4).likely] == ["María Fernández Inventada"]
    assert brought.counts == {"new": 1, "changed": 0, "same": 1, "double": 1, "problem": 2, "left_out": 0}
    assert Person.objects.count() == 2


def test_a_convention_of_the_column_says_what_an_ambiguous_date_is(cast):
    data = table(["Ana Inventada", "La Paz", "03/04/2027"], headings=["Nombre", "Ciudad", "Hasta"])

    for day_first, expected in ((True, "2027-04-03"), (False, "2027-03-04")):
        said = [services.Said("name"), services.Said("organisation"), services.Said("ends", day_first)]
        assert checked(cast, data, said=said).lines.get().values["ends"] == expected


def test_a_column_in_which_one_date_can_only_be_read_one_way_says_how_all_are(cast):
    data = table(
        ["Ana Inventada", "La Paz", "03/04/2027"],
        ["Beto Inventado", "La Paz", "25/12/2027"],
        headings=["Nombre", "Ciudad", "Hasta"],
    )

    assert [line.values["ends"] for line in checked(cast, data).lines.all()] == ["2027-04-03", "2027-12-25"]


def test_one_row_twice_in_the_file_is_said(cast):
    person = PersonFactory(organisation=cast.la_paz)
    data = table([str(person.pk), "Uno"], [str(person.pk), "Dos"], ["99999", "Tres"], headings=["Número", "Nombre"])

    assert problems(checked(cast, data)) == [("", "twice"), ("A4", "unknown-row")]


def test_numbers_of_other_networks_rows_are_unknown(cast):
    stranger = PersonFactory(organisation=CityFactory(names={"es": "Ajena"}, published=False), name="Zoila Ajena")
    data = table(
        [str(stranger.pk), "Nueva", "La Paz"],
        ["", "Zoila Ajena", "La Paz"],
        ["", "Otra", "Ajena"],
        headings=["Número", "Nombre", "Ciudad"],
    )

    brought = checked(cast, data)

    assert states(brought) == [(2, "problem"), (3, "new"), (4, "problem")]
    assert problems(brought) == [("A2", "unknown-row"), ("C4", "not-listed")]


def test_organisations_of_others_that_are_not_public_are_no_doubles(cast):
    CityFactory(names={"es": "Villa Secreta"}, published=False, country="BO", fictional_country={})
    CityFactory(names={"es": "Villa Abierta"}, published=True, country="BO", fictional_country={})
    data = table(["Villa Secreta", "Bolivia"], ["Villa Abierta", "Bolivia"], headings=["Nombre", "País"])

    assert states(checked(cast, data, kind="organisations")) == [(2, "new"), (3, "double")]


@pytest.mark.usefixtures("uncoordinated")
def test_a_double_is_the_one_that_is_here_or_another(cast):
    here = PersonFactory(organisation=cast.la_paz, name="María Fernández", phone="123")
    data = table(
        ["Maria Fernandez", "La Paz", "maria@example.org"],
        ["Maria Fernández", "La Paz", "otra@example.org"],
        headings=["Nombre", "Ciudad", "Correo"],
    )
    brought = checked(cast, data)

    services.answer(brought, 2, is_row=here.pk, by=cast.secretary)
    services.answer(brought, 3, is_row=None, by=cast.secretary)
    with pytest.raises(NotFound):  # another line is this row already
        services.answer(brought, 3, is_row=here.pk, by=cast.secretary)

    assert states(brought) == [(2, "changed"), (3, "new")]
    assert brought.lines.get(number=2).changes == {
        "name": ["María Fernández", "Maria Fernandez"],
        "email": [None, "maria@example.org"],
    }


@pytest.mark.usefixtures("uncoordinated")
def test_answers_stand_in_another_dry_run(cast):
    here = PersonFactory(organisation=cast.la_paz, name="María Fernández")
    data = table(
        ["Maria Fernandez", "La Paz"], ["Maria Fernándes", "La Paz"], ["", "La Paz"], headings=["Nombre", "Ciudad"]
    )
    brought = checked(cast, data)
    services.answer(brought, 2, is_row=here.pk, by=cast.secretary)
    services.answer(brought, 3, is_row=None, by=cast.secretary)
    services.leave_out(brought, numbers=None, out=True, by=cast.secretary)

    services.check_again(brought, by=cast.secretary)
    jobs.next_import()

    assert states(brought) == [(2, "changed"), (3, "new"), (4, "problem")]
    assert [line.left_out for line in brought.lines.all()] == [False, False, True]


def test_columns_said_once_are_proposed_for_the_next_file(cast):
    data = table(["Ana Inventada", "La Paz", "x"], headings=["Quién", "De dónde", "Notas"])
    said = [services.Said("name"), services.Said("organisation"), services.Said("")]
    checked(cast, data, said=said)

    second = services.bring(cast.ucci, KINDS["contacts"], name="b.csv", data=data, by=cast.secretary)
    moved = services.bring(
        cast.ucci,
        KINDS["contacts"],
        name="c.csv",
        data=table(["La Paz", "Ana", "1"], headings=["De dónde", "Quién", "Teléfono"]),
        by=cast.secretary,
    )

    assert (second.columns["known"], second.columns["keys"]) == ("same", ["name", "organisation", ""])
    assert (moved.columns["known"], moved.columns["keys"]) == ("moved", ["organisation", "name", "phone"])
    assert (moved.columns["new"], moved.columns["gone"]) == (["Teléfono"], ["Notas"])


def test_columns_of_one_network_are_not_those_of_another(cast):
    data = table(["Ana Inventada", "La Paz"], headings=["Quién", "De dónde"])
    checked(cast, data, said=[services.Said("name"), services.Said("organisation")])

    other = services.bring(cast.puertos, KINDS["contacts"], name="b.csv", data=data, by=cast.second_secretary)

    assert (other.columns["known"], other.columns["keys"]) == ("", ["", ""])
    assert KeptColumns.objects.values_list("organisation", flat=True).get() == cast.ucci.pk


@pytest.mark.parametrize(
    ("keys", "twice", "missing"),
    [(["name", "name"], ["name"], ["organisation"]), (["", ""], [], ["organisation", "name"])],
)
def test_columns_that_make_no_sense_are_refused(cast, keys, twice, missing):
    data = table(["a", "b"], headings=["x", "y"])
    brought = services.bring(cast.ucci, KINDS["contacts"], name="b.csv", data=data, by=cast.secretary)

    with pytest.raises(ColumnsRefused) as refused:
        services.check(brought, [services.Said(key) for key in keys], empties=False, by=cast.secretary)

    assert (refused.value.twice, refused.value.missing) == (twice, missing)
    assert again(brought).state == "uploaded"


def test_a_city_brings_its_own_people_without_naming_itself(cast):
    data = table(["Ana Inventada"], headings=["Nombre"])

    brought = checked(cast, data, owner=cast.la_paz, by=cast.coordinator)

    assert brought.lines.get().values == {"name": "Ana Inventada", "organisation": "la-paz-bo"}
    assert written(cast, brought, by=cast.coordinator).state == "written"
    assert cast.la_paz.people.get().kept_by == cast.coordinator


def test_what_is_no_spreadsheet_is_refused_and_not_kept(cast):
    with pytest.raises(BookRefused):
        services.bring(cast.ucci, KINDS["contacts"], name="a.csv", data=b"%PDF-1.7", by=cast.secretary)

    assert Import.objects.count() == 0


def test_as_many_queries_for_thirty_rows_as_for_three(cast, django_assert_max_num_queries):
    def prepared(rows):
        people = [[f"Nombre{place} Inventado{place}", "La Paz"] for place in range(rows)]
        data = table(*people, headings=["Nombre", "Ciudad"])
        brought = services.bring(cast.ucci, KINDS["contacts"], name="a.csv", data=data, by=cast.secretary)
        services.check(brought, guessed(brought), empties=False, by=cast.secretary)

    counts = []
    for rows in (3, 30):
        prepared(rows)
        with django_assert_max_num_queries(20) as queries:
            jobs.next_import()
        counts.append(len(queries))
    assert counts[0] == counts[1]
