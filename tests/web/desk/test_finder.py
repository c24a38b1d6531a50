"""Cities like what we need, on the desk of a city."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.cast import Cast
from tests.processes.test_finder import member, says

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/organisations/la-paz-bo/finder/"


def words(client: Client, query: str = "") -> str:
    page = client.get(ADDRESS + query)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().partition("<main")[2]))


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    says(cast.la_paz, needs="iuc:7=4", offers="iuc:14=4", languages="es", people=900_000)
    says(member(cast, slug="mutua", names={"es": "Mutua"}), needs="iuc:14=4", offers="iuc:7=4", people=3_000_000)
    cast.coordinator.preferred_language = "en"
    cast.coordinator.save()
    client.force_login(cast.coordinator)
    client.cookies["django_language"] = "en"
    return client


def test_a_suggestion_is_told_in_words_without_numbers_of_affinity(desk: Client) -> None:
    said = words(desk)
    for expected in (
        "One city fits.",
        "One more says neither what it needs nor what it offers",
        "Mutua",
        "We would learn Water, waste and sanitation",
        "We would share Culture and heritage",
        "Language in common not stated",
        "3,000,000, more than twice ours",
        "Colleagues who know this subject",
    ):
        assert expected in said
    assert not re.search(r"\b0\.\d|\d ?%", said)


def test_filters_stand_as_they_were_asked(desk: Client) -> None:
    said = desk.get(ADDRESS + "?theme=iuc:7&size=smaller&network=-").content.decode()
    assert "No city fits all of this" in said
    for chosen in ('value="iuc:7" selected', 'value="smaller" selected', 'value="-" selected'):
        assert chosen in said
    assert words(desk, "?theme=iuc:7&country=x-monterral").count("We would learn") == 1
    assert words(desk, "?theme=nonsense&size=huge&page=x").count("We would learn") == 0


def test_it_leads_to_colleagues_who_know_the_subject(desk: Client) -> None:
    address = reverse("desk:colleagues", args=["la-paz-bo"])
    assert f'href="{address}?theme=iuc%3A7"' in desk.get(ADDRESS).content.decode()


def test_many_cities_ask_no_more_than_few(desk: Client, cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            words(desk)
        return len(context)

    few = asked()
    for _number in range(30):
        says(member(cast), offers="iuc:7=2", languages="es")
    assert (asked(), few <= 25) == (few, True)
