"""The world's cities to pick from."""

from decimal import Decimal
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from entreciudades.taxonomy import places
from entreciudades.taxonomy.countries import countries
from entreciudades.taxonomy.models import Place
from entreciudades.taxonomy.places import COLUMNS, PlacesError, search_key
from entreciudades.taxonomy.services import Counts, load_places

HEAD = ",".join(COLUMNS)
LA_PAZ = "3911925,La Paz,BO,La Paz,-16.50000,-68.15000,America/La_Paz,2004652,chuquiago"
LISBON = "2267057,Lisbon,PT,Lisboa,38.72509,-9.14980,Europe/Lisbon,517802,lisboa|lissabon"
HOSPITALET = "3120619,L'Hospitalet de Llobregat,ES,Catalunya,41.35967,2.10028,Europe/Madrid,257349,"
SMALL = "3442098,La Paz,UY,Canelones,-34.76031,-56.22590,America/Montevideo,19913,"


@pytest.fixture(scope="module")
def shipped():
    return {row.geonames_id: row for row in places.read()}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(f"{HEAD}\n{LA_PAZ}\n{LISBON}\n{HOSPITALET}\n{SMALL}\n", encoding="utf-8")
    return path


def test_the_cities_of_the_sources_are_there(shipped):
    found = {(row.name, row.country, row.admin_area, row.timezone) for row in shipped.values()}
    assert {
        ("La Paz", "BO", "La Paz", "America/La_Paz"),
        ("Madrid", "ES", "Comunidad de Madrid", "Europe/Madrid"),
        ("Bogotá", "CO", "Bogotá D. C.", "America/Bogota"),
        ("Medellín", "CO", "Antioquia", "America/Bogota"),
        ("Buenos Aires", "AR", "Ciudad Autónoma de Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Tarija", "BO", "Tarija", "America/La_Paz"),
        ("São Paulo", "BR", "São Paulo", "America/Sao_Paulo"),
    } <= found


def test_every_row_can_stand_in_the_table(shipped):
    assert len(shipped) == 34_006
    assert {row.country for row in shipped.values()} <= {code for code, _name in countries("es")}
    assert {row.timezone for row in shipped.values()} <= available_timezones()
    assert all(search_key(row.name) for row in shipped.values())
    assert all(abs(row.latitude) <= 90 and abs(row.longitude) <= 180 for row in shipped.values())


def test_la_paz_lies_where_it_lies(shipped):
    assert (shipped[3911925].latitude, shipped[3911925].longitude) == (Decimal("-16.50000"), Decimal("-68.15000"))


def test_few_places_lack_the_name_of_their_area(shipped):
    assert sum(not row.admin_area for row in shipped.values()) < len(shipped) * 0.05


@given(st.text())
@example("𝑨")  # its decomposition is upper case
def test_a_search_key_is_its_own_search_key(text):
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bogotá", "bogota"),
        ("L’Hospitalet", "l hospitalet"),
        ("Łódź", "lodz"),
        ("  São  Paulo ", "sao paulo"),
        ("—", ""),
    ],
)
def test_search_keys(name, key):
    assert search_key(name) == key


@pytest.mark.django_db
def test_loading_twice_changes_nothing(file, django_assert_num_queries):
    assert load_places(file) == Counts(created=4)
    with django_assert_num_queries(3):  # savepoint, places, release
        assert load_places(file) == Counts(unchanged=4)


@pytest.mark.django_db
def test_a_corrected_figure_is_taken_over_and_a_missing_place_kept(file):
    load_places(file)
    file.write_text(f"{HEAD}\n{LA_PAZ.replace('2004652', '2100000')}\n", encoding="utf-8")
    assert load_places(file) == Counts(changed=1)
    assert Place.objects.get(pk=3911925).population == 2_100_000
    assert Place.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la paz", [3911925, 3442098]),
        ("LA PÁZ", [3911925, 3442098]),
        ("Lisb", [2267057]),
        ("lisboa", [2267057]),
        ("lhos", []),
        ("L’Hosp", [3120619]),
        ("paz", []),
        ("%", []),
        ("_a", []),
        ("", []),
    ],
)
def test_places_are_found_by_the_beginning_of_a_name(file, text, expected):
    load_places(file)
    assert [place.pk for place in Place.objects.named(text)] == expected


@pytest.mark.django_db
def test_a_place_says_where_it_is_and_where_its_facts_come_from(file):
    load_places(file)
    place = Place.objects.get(pk=3911925)
    assert str(place) == "La Paz, La Paz, BO"
    assert place.source_url == "https://www.geonames.org/3911925"
    assert place.country_name("pt") == "Bolívia"
    assert place.latitude == Decimal("-16.5")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "row"),
    [(2, LA_PAZ.replace("2004652", "many")), (2, LA_PAZ.replace("-16.50000", "south")), (2, "3911925,La Paz")],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_loaded(file, line, row):
    file.write_text(f"{HEAD}\n{row}\n{LISBON}\n", encoding="utf-8")
    with pytest.raises(PlacesError, match=rf"places\.csv:{line}: .* is no place; expected geonames_id, name"):
        load_places(file)
    assert Place.objects.count() == 0


def test_other_columns_are_refused(tmp_path):
    (tmp_path / "cities.csv").write_text("name,country\n", encoding="utf-8")
    with pytest.raises(PlacesError, match=r"cities\.csv:1: the columns are name, country; expected geonames_id"):
        list(places.read(tmp_path / "cities.csv"))


@pytest.mark.django_db
def test_the_shipped_list_loads_and_answers_in_the_readers_words():
    assert load_places() == Counts(created=34_006)
    first = {
        text: str(Place.objects.named(text)[0]) for text in ("bogota", "medellin", "la habana", "londres", "madrid")
    }
    assert first == {
        "bogota": "Bogotá, Bogotá D. C., CO",
        "medellin": "Medellín, Antioquia, CO",
        "la habana": "Havana, La Habana, CU",
        "londres": "London, England, GB",
        "madrid": "Madrid, Comunidad de Madrid, ES",
    }
