"""Pages ask the database as often with three rows as with many."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.actors import UserFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.whole import whole_programme
from tests.web.public.conftest import World, organisation, place

from entreciudades.alliances.indexing import index_alliance
from entreciudades.programmes.services.life import publish

FEW, MANY = 3, 30
LISTS = ["/en/", "/en/cities/", "/en/networks/", "/en/programmes/", "/en/good-practices/", "/en/search/?q=programa"]
TOGETHER = ["/en/collaborations/", "/en/collaborations/?q=ciudad&country=x-monterral&theme=iuc:7&year=2020&undated=1"]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def fill(world: World, start: int, stop: int) -> None:
    for number in range(start, stop):
        world.add_programme(number)
        AllianceFactory(published=True, parties=[world.partner, world.city], network=world.network)


@pytest.mark.parametrize("address", LISTS)
def test_lists_ask_at_most_twelve_times_however_long(client: Client, world: World, address: str) -> None:
    fill(world, 0, FEW)
    few = queries(client, address)
    fill(world, FEW, MANY)
    assert queries(client, address) == few
    assert few <= 12


@pytest.mark.parametrize("address", TOGETHER)
def test_collaborations_ask_at_most_twelve_times_however_many(client: Client, world: World, address: str) -> None:
    def together(start: int, stop: int) -> None:
        for number in range(start, stop):
            alliance = AllianceFactory(published=True, parties=[world.add_city(number), world.city], starts="2019")
            alliance.themes.set(["iuc:7"])
            index_alliance(alliance)

    together(0, FEW)
    few = queries(client, address)
    together(FEW, MANY)
    assert queries(client, address) == few
    assert few <= 12


@pytest.mark.parametrize(("reader", "most"), [("visitor", 22), ("user", 25)])
def test_a_whole_programme_asks_at_most_twenty_five_times(client: Client, db: None, reader: str, most: int) -> None:
    if reader == "user":
        client.force_login(UserFactory())
    asked = []
    for rows in (FEW, 10 * MANY):
        holder = organisation(f"ciudad-{rows}", f"Ciudad {rows}", place=place(rows, "Ciudad", "-16.5", "-68.15"))
        programme = whole_programme(rows, holder=holder)
        publish(programme, by=None)
        asked.append(queries(client, f"/en/programmes/{programme.slug}/"))
    assert asked[0] == asked[1]
    assert asked[0] <= most


@pytest.mark.parametrize("page", ["cities/vallehondo/", "networks/red-andina/"])
def test_an_organisations_page_asks_the_same_however_much_it_does(client: Client, world: World, page: str) -> None:
    fill(world, 0, FEW)
    few = queries(client, f"/en/{page}")
    fill(world, FEW, MANY)
    assert queries(client, f"/en/{page}") == few
    assert few <= 25
