"""Collaborations as visitors meet them: the list with its filters, the map, the page of one."""

import re

import pytest
from django.test import Client
from tests.factories.actors import CityFactory, OrganisationFigureFactory
from tests.factories.alliances import AllianceFactory, SeatFactory
from tests.factories.cast import Cast
from tests.web.public.conftest import address, place

from entreciudades.alliances.indexing import index_alliance
from entreciudades.alliances.models import Alliance

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast: Cast) -> dict[str, Alliance]:
    """Three collaborations: one that says everything, one that says nothing, one that nobody may read yet."""
    cast.la_paz.place = place(1, "La Paz", "-16.5", "-68.15")
    cast.la_paz.save()
    lisbon = CityFactory(
        slug="lisboa-pt",
        names={"es": "Lisboa"},
        country="PT",
        fictional_country={},
        place=place(2, "Lisboa", "38.7", "-9.1"),
    )
    porto = CityFactory(slug="porto-pt", names={"es": "Oporto"}, country="PT", fictional_country={})
    full = AllianceFactory(
        slug="iuc-lisboa-la-paz",
        programme_name="IUC",
        network=cast.ucci,
        basis="pairing",
        starts="2018",
        ends="2020-06",
        topics={"en": "Urban drainage; Hydrogen"},
        source="Memoria de 2020",
        source_urls=["https://example.org/pairs?id=1", "https://example.org/more"],
        published=True,
    )
    full.themes.set(["iuc:7"])
    SeatFactory(alliance=full, organisation=lisbon, position=1, name="Lisbon (Metropolitan)")
    SeatFactory(alliance=full, organisation=cast.la_paz, position=2)
    bare = AllianceFactory(
        slug="oporto-riomayor", basis="cooperation", source="Boletín 4", published=True, parties=[porto, cast.riomayor]
    )
    hidden = AllianceFactory(slug="oculta", programme_name="Secreto", parties=[porto, lisbon])
    for one in (full, bare, hidden):
        index_alliance(one)
    return {"full": full, "bare": bare, "hidden": hidden}


def listed(client: Client, query: str = "", language: str = "en") -> list[str]:
    page = client.get(address(language, "collaborations") + query)
    assert page.status_code == 200
    return [one.slug for one in page.context["page"].object_list]


def words(client: Client, alliance: Alliance, language: str = "en") -> str:
    page = client.get(address(language, "collaboration", alliance.slug))
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().partition("<main")[2]))


BOTH = ["iuc-lisboa-la-paz", "oporto-riomayor"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", BOTH),
        ("?country=PT", BOTH),
        ("?country=BO", BOTH[:1]),
        ("?country=x-monterral", BOTH[1:]),
        ("?country=FR", []),
        ("?theme=iuc:7", BOTH[:1]),
        ("?theme=iuc:8", []),
        ("?programme=IUC", BOTH[:1]),
        ("?programme=red:ucci", BOTH[:1]),
        ("?programme=red:puertos", []),
        ("?basis=cooperation", BOTH[1:]),
        ("?year=2018", BOTH[:1]),
        ("?year=2020", BOTH[:1]),
        ("?year=2021", []),
        ("?year=2021&undated=1", BOTH[1:]),
        ("?year=2019&undated=1", BOTH),
        ("?year=mañana", BOTH),
        ("?city=porto-pt", BOTH[1:]),
        ("?q=lisboa", BOTH[:1]),
        ("?q=agua+residuos", BOTH[:1]),
        ("?q=hydrogen", BOTH[:1]),
        ("?q=portugal", BOTH),
        ("?q=secreto", []),
        ("?q=lisboa&basis=cooperation", []),
        ("?page=99", BOTH),
    ],
)
def test_filters(client: Client, told: dict[str, Alliance], query: str, expected: list[str]) -> None:
    assert listed(client, query) == expected


def test_filters_offer_only_what_the_reader_may_know(client: Client, cast: Cast, told: dict[str, Alliance]) -> None:
    options = client.get(address("en", "collaborations")).context["options"]
    assert options.countries == [("BO", "Bolivia"), ("x-monterral", "Monterral"), ("PT", "Portugal")]
    assert options.themes == [("iuc:7", "Water, waste and sanitation")]
    assert options.programmes == [("IUC", "IUC"), ("red:ucci", "UCCI")]


def test_a_collaboration_is_as_hidden_as_its_parties(client: Client, cast: Cast, told: dict[str, Alliance]) -> None:
    cast.riomayor.published = False
    cast.riomayor.save()
    assert listed(client) == BOTH[:1]
    assert client.get(address("en", "collaboration", "oporto-riomayor")).status_code == 404
    for user, expected in ((cast.second_secretary, BOTH[:1]), (cast.secretary, BOTH), (cast.other_coordinator, BOTH)):
        client.force_login(user)
        assert listed(client) == expected


def test_the_map_draws_each_tie_once_and_leaves_out_what_has_no_place(
    client: Client, cast: Cast, told: dict[str, Alliance]
) -> None:
    lisbon = told["full"].seats.first().organisation
    AllianceFactory(slug="otra", published=True, parties=[cast.la_paz, lisbon])
    arcs = client.get(address("en", "collaborations")).context["arcs"]
    assert (len(arcs.ties), sorted(dot.names["es"] for dot in arcs.dots)) == (1, ["La Paz", "Lisboa"])


def test_the_page_says_who_what_when_and_who_tells_it(client: Client, told: dict[str, Alliance]) -> None:
    lisbon = told["full"].seats.first().organisation
    OrganisationFigureFactory(organisation=lisbon, value=500_000, as_of="2011", source="INE")
    OrganisationFigureFactory(organisation=lisbon, value=545_000, as_of="2021", source="INE")
    said = words(client, told["full"])
    for expected in (
        "Lisboa – La Paz",
        "The source states that these cities were paired.",
        "in the source: “Lisbon (Metropolitan)”",
        "545,000",
        "2021 · INE",
        "Water, waste and sanitation",
        "In the words of the source: Urban drainage; Hydrogen",
        "Since 2018",
        "Until June 2020",
        "Memoria de 2020 example.org/pairs?id=1 example.org/more",
    ):
        assert expected in said
    page = client.get(address("en", "collaboration", "iuc-lisboa-la-paz")).content.decode()
    assert 'href="https://example.org/pairs?id=1"' in page
    assert f'hreflang="pt-BR" href="http://testserver{address("pt", "collaboration", "iuc-lisboa-la-paz")}"' in page


def test_what_is_not_known_says_so(client: Client, told: dict[str, Alliance]) -> None:
    said = words(client, told["bare"])
    assert "The source tells of cooperation between them, not of a pairing." in said
    for expected in ("Programme not stated", "Since not stated", "Until not stated", "Themes not stated"):
        assert expected in said
    assert said.count("not stated") == 6  # and the population of both


def test_cities_the_search_and_the_sitemap_lead_there(client: Client, cast: Cast, told: dict[str, Alliance]) -> None:
    shown = address("en", "collaboration", "iuc-lisboa-la-paz")
    city = client.get(address("en", "city", "la-paz-bo")).content.decode()
    assert (f'href="{shown}"' in city, "?city=la-paz-bo" in city) == (True, True)
    assert f'href="{shown}"' in client.get(address("en", "search") + "?q=iuc").content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert (f"{shown}<" in sitemap, "oculta" in sitemap) == (True, False)
    home = client.get(address("en", "home"))
    assert (2, "collaborations") in [(one["value"], one["text"]) for one in home.context["figures"]]
