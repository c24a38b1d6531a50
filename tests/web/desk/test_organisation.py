"""A city's profile: its names, its place in the world, its practices."""

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import CityProfile
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.models import Place

DESK = "/desk/organisations/la-paz-bo/"


@pytest.fixture
def place(db: None) -> Place:
    return Place.objects.update_or_create(
        geonames_id=1,
        defaults={
            "name": "Villa Inventada", "folded": "villa inventada", "country": "BO", "latitude": -16, "longitude": -68,
            "timezone": "America/La_Paz", "population": 835_361,
        },
    )[0]  # fmt: skip


def test_names_keep_the_languages_that_have_no_box(cast: Cast, desk: Client) -> None:
    cast.la_paz.names = {"es": "La Paz", "ay": "Chuqiyapu"}
    cast.la_paz.save()
    form = {"names_es": "La Paz", "names_pt": "La Paz", "kind": "actor:municipal", "country": "BO"}

    assert desk.post(f"{DESK}names/", form).status_code == 302

    cast.la_paz.refresh_from_db()
    assert cast.la_paz.names == {"es": "La Paz", "pt": "La Paz", "ay": "Chuqiyapu"}


def test_a_city_is_in_a_real_country_or_in_a_fictional_one(cast: Cast, desk: Client) -> None:
    form = {"names_es": "La Paz", "kind": "actor:municipal", "country": "BO", "fictional_country_es": "Monterral"}

    page = desk.post(f"{DESK}names/", form)

    assert list(page.context["form"].errors) == ["__all__"]
    cast.la_paz.refresh_from_db()
    assert cast.la_paz.fictional_country == {}


def test_government_and_modalities_are_kept(cast: Cast, desk: Client) -> None:
    form = {"official_name": "Nuestra Señora de La Paz", "founded": "1548", "modalities": ["modality:exchange"]}

    assert desk.post(f"{DESK}government/", form).status_code == 302

    profile = CityProfile.objects.get(organisation=cast.la_paz)
    assert (profile.official_name, str(profile.founded)) == ("Nuestra Señora de La Paz", "1548")
    assert [term.pk for term in profile.modalities.all()] == ["modality:exchange"]


def test_a_place_is_found_and_its_population_only_suggested(cast: Cast, place: Place, desk: Client) -> None:
    found = desk.get(f"{DESK}place/?q=villa+inven").context["results"]
    assert [one for one, _country in found] == [place]

    desk.post(f"{DESK}place/", {"place": "1"})

    cast.la_paz.refresh_from_db()
    assert (cast.la_paz.place, cast.la_paz.figures.count()) == (place, 0)
    suggested = desk.get(f"{DESK}place/").context["suggested"]
    form = desk.get(suggested).context["form"]
    assert (form["value"].value(), form["source"].value()) == ("835361", "GeoNames (CC BY 4.0)")


def test_searching_places_answers_htmx_with_the_list_alone(place: Place, desk: Client) -> None:
    page = desk.get(f"{DESK}place/?q=villa", headers={"hx-request": "true"})

    assert page.templates[0].name == "desk/organisations/places.html"


def test_a_practice_is_begun_written_and_published(cast: Cast, programme: Programme, desk: Client) -> None:
    adoption = cast.ucci.adoptions.get()
    begun = desk.post(f"{DESK}practices/add/", {"titles_es": "Cebras", "themes": ["iuc:7"], "adoption": adoption.pk})
    practice = Practice.objects.get(titles={"es": "Cebras"})
    assert begun.headers["Location"] == f"/desk/practices/{practice.slug}/texts/es/"
    assert (practice.network, [term.pk for term in practice.themes.all()]) == (cast.ucci, ["iuc:7"])

    page = desk.get(begun.headers["Location"])
    assert [one.slot.key for one in page.context["written"]] == [
        "objetivos-antecedentes", "fases-calendario", "resultados", "normativa", "lecciones",
    ]  # fmt: skip
    assert desk.get(f"/desk/practices/{practice.slug}/").status_code == 200

    desk.post(f"/desk/practices/{practice.slug}/publish/")
    practice.refresh_from_db()
    assert practice.published is True


def test_a_practice_is_its_citys_own(cast: Cast, programme: Programme, sign_in: As) -> None:
    practice = Practice.objects.get(organisation=cast.la_paz)
    address = f"/desk/practices/{practice.slug}/"

    assert sign_in(cast.colleague).post(f"{address}publish/").status_code == 403
    assert sign_in(cast.secretary).get(address).status_code == 403
    assert sign_in(cast.other_coordinator).get(address).status_code == 404
    practice.refresh_from_db()
    assert practice.published is False
