"""Cities like what we need, from what cities say of themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.actors import (
    CityFactory,
    LanguageShareFactory,
    NetworkFactory,
    NetworkMemberFactory,
    OrganisationFigureFactory,
)
from tests.factories.alliances import AllianceFactory
from tests.factories.cast import Cast

from entreciudades.actors.models import Need, Offer, Organisation, Priority
from entreciudades.processes.finder import Asked, Found, find_cities

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 40


def says(
    city: Organisation, *, needs: str = "", offers: str = "", languages: str = "", people: int = 0
) -> Organisation:
    """`needs` and `offers` as "iuc:7=4 iuc:12=2"."""
    for model, told in ((Need, needs), (Offer, offers)):
        for one in told.split():
            term, _equals, level = one.partition("=")
            model.objects.create(organisation=city, term_id=term, level=int(level))
    for language in languages.split():
        LanguageShareFactory(organisation=city, language=language)
    if people:
        OrganisationFigureFactory(organisation=city, value=people, as_of="2020")
    return city


@pytest.fixture
def la_paz(cast: Cast) -> Organisation:
    return says(cast.la_paz, needs="iuc:7=4 iuc:12=2", offers="iuc:14=4", languages="es ay", people=900_000)


def member(cast: Cast, **fields: object) -> Organisation:
    return NetworkMemberFactory(network=cast.ucci, organisation=CityFactory(**fields)).organisation


def found(cast: Cast, asked: Asked | None = None) -> Found:
    return find_cities(cast.la_paz, asked or Asked(), by=cast.coordinator)


def slugs(cast: Cast, **asked: object) -> list[str]:
    return [one.b for one in found(cast, Asked(**asked)).ranked]  # type: ignore[arg-type]


def test_who_helps_both_ways_comes_first_with_the_reasons(cast: Cast, la_paz: Organisation) -> None:
    says(member(cast, slug="mutua"), needs="iuc:14=4", offers="iuc:7=4 iuc:12=3", languages="es", people=1_000_000)
    says(member(cast, slug="una-via"), needs="iuc:2=4", offers="iuc:7=4", languages="es", people=1_000_000)
    says(member(cast, slug="ajena"), needs="iuc:2=4", offers="iuc:3=4", languages="pt", people=50_000)
    result = found(cast)
    assert [one.b for one in result.ranked] == ["mutua", "una-via", "ajena"]
    mutual, _one_way, other = result.told(result.ranked)
    assert (mutual.learns, mutual.shares, mutual.languages, mutual.size, mutual.unknown) == (
        ("iuc:7", "iuc:12"),
        ("iuc:14",),
        ("es",),
        "similar",
        ("agenda",),
    )
    assert mutual.closeness == "very-close"
    assert (other.learns, other.shares, other.languages, other.size, other.closeness) == (
        (),
        (),
        (),
        "smaller",
        "some",
    )


def test_goals_and_shared_challenges_are_reasons_too(cast: Cast, la_paz: Organisation) -> None:
    near = says(member(cast, slug="a-cerca"), needs="iuc:7=3 iuc:12=1", offers="iuc:3=1")
    far = says(member(cast, slug="b-lejos"), needs="iuc:2=3", offers="iuc:3=1")
    for city, goal in ((cast.la_paz, "sdg:6"), (near, "sdg:6"), (far, "sdg:4")):
        Priority.objects.create(organisation=city, term_id=goal)
    result = found(cast)
    first, _second = result.told(result.ranked)
    assert (first.city.slug, first.challenges, first.unknown) == (
        "a-cerca",
        ("iuc:7", "iuc:12"),
        ("scale", "language"),
    )


def test_a_city_that_says_nothing_is_counted_and_not_compared(cast: Cast, la_paz: Organisation) -> None:
    member(cast, slug="muda")
    says(member(cast, slug="habla"), offers="iuc:7=1")
    result = found(cast)
    assert ([one.b for one in result.ranked], result.silent) == (["habla"], 2)  # Riomayor says nothing either


def test_without_data_of_its_own_nobody_is_said_to_be_close(cast: Cast) -> None:
    says(member(cast, slug="otra"), needs="iuc:7=4", offers="iuc:12=4")
    result = found(cast)
    assert [one.closeness for one in result.told(result.ranked)] == ["some"]
    assert result.own.says_enough is False


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"boliviana", "portuguesa", "hermana"}),
        ({"country": "BO"}, {"boliviana"}),
        ({"country": "x-monterral"}, {"hermana"}),
        ({"language": "pt"}, {"portuguesa"}),
        ({"size": "smaller"}, {"portuguesa"}),
        ({"size": "similar"}, {"boliviana"}),
        ({"size": "larger"}, {"hermana"}),
        ({"theme": "iuc:7"}, {"boliviana"}),
        ({"theme": "sdg:11.2"}, {"portuguesa"}),
        ({"unlinked": True}, {"boliviana", "portuguesa"}),
        ({"network": "otra-red"}, {"fuera"}),
        ({"network": "-"}, {"boliviana", "portuguesa", "hermana", "fuera"}),
        ({"country": "BO", "language": "pt"}, set()),
    ],
)
def test_filters(cast: Cast, la_paz: Organisation, asked: dict[str, object], expected: set[str]) -> None:
    real = {"fictional_country": {}}
    says(member(cast, slug="boliviana", country="BO", **real), offers="iuc:7=2", languages="es", people=800_000)
    says(member(cast, slug="portuguesa", country="PT", **real), needs="iuc:12=2", languages="pt", people=90_000)
    sister = says(member(cast, slug="hermana"), offers="iuc:2=2", people=5_000_000)
    AllianceFactory(parties=[cast.la_paz, sister])
    away = says(CityFactory(slug="fuera"), offers="iuc:2=2")
    NetworkMemberFactory(network=NetworkFactory(slug="otra-red"), organisation=away)
    hidden = says(CityFactory(slug="escondida", published=False), offers="iuc:7=2")
    NetworkMemberFactory(network=NetworkFactory(), organisation=hidden)
    assert set(slugs(cast, **asked)) == expected


def test_it_asks_the_database_as_often_for_many_cities_as_for_few(cast: Cast, la_paz: Organisation) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            result = found(cast)
            result.told(result.ranked)
        return len(context)

    def more(count: int) -> None:
        for _number in range(count):
            says(member(cast), needs="iuc:14=2", offers="iuc:7=3 iuc:9=1", languages="es", people=10_000)

    more(FEW)
    few = asked()
    more(MANY)
    assert (asked(), few) == (few, 8)
