"""A secretary brings a file in by the pages, sees problems with their cells, has it written, and undoes it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.actors import PersonFactory
from tests.factories.imports import LineFactory

from entreciudades.actors.models import Person
from entreciudades.imports.jobs import next_import
from entreciudades.imports.models import Import

pytestmark = pytest.mark.django_db

OFFICE = "/office/ucci/imports/"
COLUMNS = {"column-1": "name", "column-2": "organisation", "column-3": "ends"}


@pytest.fixture
def secretary(cast, sign_in):
    return sign_in(cast.secretary)


def sent(client, text, *, name="contactos.csv", address=OFFICE):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(f"{address}new/contacts/", {"file": SimpleUploadedFile(name, data)})


def said_of(page):
    return page.content.decode()


def test_from_the_file_to_the_undoing(cast, secretary):
    page = sent(secretary, "Nombre,Ciudad,Hasta\nAna Inventada,La Paz,2027\nBeto Inventado,Atlántida,31/31/2027\n")
    found = Import.objects.get()
    assert page.url == f"{OFFICE}{found.pk}/columns/"
    assert 'value="name" selected' in said_of(secretary.get(page.url))

    assert secretary.post(page.url, COLUMNS).url == f"{OFFICE}{found.pk}/"
    waiting = secretary.get(f"{OFFICE}{found.pk}/")
    assert f'hx-get="{OFFICE}{found.pk}/"' in said_of(waiting)
    next_import()

    checked = said_of(secretary.get(f"{OFFICE}{found.pk}/"))
    assert [cell in checked for cell in ("<strong>B3</strong>", "<strong>C3</strong>", "Atlántida", "31/31/2027")] == [
        True
    ] * 4
    assert f'action="{OFFICE}{found.pk}/write/"' not in checked
    secretary.post(f"{OFFICE}{found.pk}/leave-out/")
    assert f'action="{OFFICE}{found.pk}/write/"' in said_of(secretary.get(f"{OFFICE}{found.pk}/"))
    assert Person.objects.count() == 0

    secretary.post(f"{OFFICE}{found.pk}/write/")
    next_import()
    assert [str(one.ends) for one in Person.objects.all()] == ["2027"]
    assert f'action="{OFFICE}{found.pk}/undo/"' in said_of(secretary.get(f"{OFFICE}{found.pk}/"))

    secretary.post(f"{OFFICE}{found.pk}/undo/")
    next_import()
    assert Person.objects.count() == 0
    assert found.file_name in said_of(secretary.get(OFFICE))


@pytest.mark.usefixtures("uncoordinated")
def test_old_and_new_stand_side_by_side(cast, secretary):
    person = PersonFactory(organisation=cast.la_paz, posts={"es": "Directora"})
    sent(secretary, f"Número,Cargo (español)\n{person.pk},Alcaldesa\n")
    found = Import.objects.get()
    secretary.post(f"{OFFICE}{found.pk}/columns/", {"column-1": "id", "column-2": "posts:es"})
    next_import()

    shown = said_of(secretary.get(f"{OFFICE}{found.pk}/"))

    assert "<del>Directora</del>" in shown
    assert "<ins>Alcaldesa</ins>" in shown


@pytest.mark.usefixtures("uncoordinated")
def test_a_likely_double_is_answered(cast, secretary):
    person = PersonFactory(organisation=cast.la_paz, name="María Fernández", phone="555", email="maria@example.org")
    sent(secretary, "Nombre,Ciudad\nMaria Fernandez,La Paz\n")
    found = Import.objects.get()
    secretary.post(f"{OFFICE}{found.pk}/columns/", {"column-1": "name", "column-2": "organisation"})
    next_import()
    shown = said_of(secretary.get(f"{OFFICE}{found.pk}/"))
    assert (f'name="is" value="{person.pk}"' in shown, "maria@example.org" in shown, "555" in shown) == (
        True,
        True,
        False,  # the telephone is its organisation's
    )

    secretary.post(f"{OFFICE}{found.pk}/rows/2/", {"is": person.pk})

    assert found.lines.get().changes == {"name": ["María Fernández", "Maria Fernandez"]}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.xlsx", b"Nombre,Ciudad\nAna,La Paz\n"),
        ("a.pdf", b"%PDF-1.7 ..."),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
        ("a.csv", b'=cmd|"/c calc"!A1,b\n1,2\n'),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(secretary, name, data):
    page = sent(secretary, data, name=name)

    assert page.status_code == 422
    assert 'role="alert"' in said_of(page)
    assert Import.objects.count() == 0


def test_columns_that_miss_what_is_needed_are_said_and_kept_chosen(secretary):
    sent(secretary, "Nombre,Hasta\nAna,2027\n")
    found = Import.objects.get()

    page = secretary.post(f"{OFFICE}{found.pk}/columns/", {"column-1": "name", "column-2": "ends"})

    assert page.status_code == 422
    assert "Organización" in said_of(page)
    assert 'value="ends" selected' in said_of(page)


def test_the_file_that_goes_out_starts_no_formula(cast, secretary):
    PersonFactory(organisation=cast.ucci, name="=1+1", email="a@example.org")

    page = secretary.get(f"{OFFICE}new/contacts/csv/")

    assert page["Content-Disposition"].startswith("attachment")
    assert "\n=1+1" not in page.content.decode()
    assert ",=1+1" not in page.content.decode()


def test_a_second_network_sees_nothing_of_the_first(cast, sign_in):
    line = LineFactory(within__organisation=cast.ucci)
    PersonFactory(organisation=cast.la_paz, name="Zoila Secreta")
    stranger = sign_in(cast.second_secretary)
    own, other = "/office/puertos/imports/", f"{OFFICE}{line.within.pk}/"

    assert [stranger.get(address).status_code for address in (OFFICE, other, f"{own}{line.within.pk}/")] == [
        403,
        403,
        404,
    ]
    assert stranger.post(f"{own}{line.within.pk}/write/").status_code == 404
    assert "contactos.csv" not in said_of(stranger.get(own))
    assert "Zoila" not in stranger.get(f"{own}new/contacts/csv/").content.decode()
    sent(stranger, "Nombre\nZoila Secreta\n", address=own)
    found = Import.objects.get(organisation=cast.puertos)
    assert "La Paz" not in said_of(stranger.get(f"{own}{found.pk}/columns/"))


def test_a_city_brings_its_own_and_not_organisations(cast, sign_in):
    coordinator = sign_in(cast.coordinator)
    desk = "/desk/organisations/la-paz-bo/imports/"

    assert coordinator.get(f"{desk}new/contacts/").status_code == 200
    assert coordinator.get(f"{desk}new/organisations/").status_code == 404


def test_a_long_dry_run_is_shown_by_pages_at_the_same_number_of_queries(cast, secretary, django_assert_max_num_queries):
    found = LineFactory(within__organisation=cast.ucci).within
    secretary.get(f"{OFFICE}{found.pk}/")  # what is asked for once a session
    counts = []
    for rows in (3, 120):
        for number in range(found.lines.count() + 2, rows + 2):
            LineFactory(within=found, number=number)
        with django_assert_max_num_queries(60) as queries:
            page = said_of(secretary.get(f"{OFFICE}{found.pk}/"))
        counts.append(len(queries))
        assert page.count('<li class="card">') == min(rows, 50)
    assert counts[0] == counts[1]
