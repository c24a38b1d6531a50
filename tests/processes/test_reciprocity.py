"""What each party gave and received: never added across units, never set off, told only as all agreed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from tests.factories.exchanges import confirmed_giving_of, giving_of, travelling
from tests.factories.lives import Living

from entreciudades.actors.models import Organisation
from entreciudades.alliances.services import parties
from entreciudades.exchanges.models import CountrySide, Giving
from entreciudades.exchanges.services.givings import agree_to_tell
from entreciudades.processes.reciprocity import Counted, Flow, counted, published_reciprocity, reciprocity_of

pytestmark = pytest.mark.django_db


def lying_in(found: Living, *countries: str) -> None:
    """Put the cities in these countries, in order; one that begins with a capital and has more letters is fictional."""
    for city, country in zip(found.cities, countries, strict=True):
        named = {"fictional_country": {"es": country}, "country": ""} if len(country) > 2 else {"country": country}
        Organisation.objects.filter(pk=city.pk).update(**{"fictional_country": {}} | named)


def flows(found: Living) -> list[Flow]:
    return [one.flow for one in reciprocity_of(found.alliance).directions]


@pytest.mark.parametrize(
    ("giver", "receiver", "flow"),
    [
        ("ES", "BO", Flow.NORTH_SOUTH),
        ("BO", "ES", Flow.SOUTH_NORTH),
        ("BO", "UY", Flow.SOUTH_SOUTH),
        ("ES", "PT", Flow.NORTH_NORTH),
        ("BO", "BO", Flow.DOMESTIC),
        ("", "BO", Flow.NOT_STATED),
        ("Monterral", "BO", Flow.NOT_STATED),
    ],
)
def test_a_direction_follows_from_the_countries(giver: str, receiver: str, flow: Flow) -> None:
    found = travelling()
    lying_in(found, giver, receiver)
    confirmed_giving_of(found)
    assert flows(found) == [flow]


def test_a_network_says_on_which_side_a_fictional_country_lies() -> None:
    found = travelling()
    lying_in(found, "Monterral", "BO")
    CountrySide.objects.create(network=found.network, country="x-monterral", side="north")
    confirmed_giving_of(found)
    assert flows(found) == [Flow.NORTH_SOUTH]


def test_what_a_party_of_a_third_country_supports_is_triangular() -> None:
    found = travelling(cities=3)
    lying_in(found, "BO", "UY", "ES")
    confirmed_giving_of(found, supporters=(2,))
    assert flows(found) == [Flow.TRIANGULAR]
    account = reciprocity_of(found.alliance).accounts[2]
    assert (len(account.supported), account.gave, account.received) == (1, (), ())
    lying_in(found, "BO", "UY", "UY")
    assert flows(found) == [Flow.SOUTH_SOUTH]


def test_parties_stand_in_the_order_of_the_alliance_and_nothing_is_set_off() -> None:
    found = travelling(cities=3)
    confirmed_giving_of(found, amount=3)
    confirmed_giving_of(found, amount=2)
    confirmed_giving_of(found, amount=4, unit="hours")
    confirmed_giving_of(found, giver=1, receiver=0, amount=5)
    giving_of(found, amount=100)
    seen = reciprocity_of(found.alliance)
    assert [one.city for one in seen.accounts] == found.cities
    first = seen.accounts[0]
    assert first.gave_counted == (
        Counted("expertise", "hours", Decimal(4)),
        Counted("expertise", "days", Decimal(5)),
    )
    assert first.received_counted == (Counted("expertise", "days", Decimal(5)),)
    assert seen.accounts[2].gave == seen.accounts[2].received == ()
    assert [one.amount for one in seen.open] == [100]


def test_it_is_public_only_as_all_parties_agreed_and_then_without_what_one_side_says() -> None:
    found = travelling()
    confirmed_giving_of(found)
    giving_of(found)
    assert published_reciprocity(found.alliance) is None
    agree_to_tell(found.seat(0), by=found.by)
    assert published_reciprocity(found.alliance) is None
    assert reciprocity_of(found.alliance).missing == (found.cities[1],)
    agree_to_tell(found.seat(1), by=found.coordinators[1])
    public = published_reciprocity(found.alliance)
    assert public is not None
    assert (len(public.accounts[0].gave), public.open) == (1, ())


def test_of_a_party_that_left_without_having_agreed_nobody_else_reads() -> None:
    found = travelling(cities=3)
    confirmed_giving_of(found)
    confirmed_giving_of(found, receiver=2)
    confirmed_giving_of(found, supporters=(2,))
    parties.leave(found.seat(2), reason="Nuevo gobierno", on=None, by=found.coordinators[2])
    for place in (0, 1):
        agree_to_tell(found.seat(place), by=found.coordinators[place])
    public = published_reciprocity(found.alliance)
    assert public is not None
    assert [(one.city, len(one.gave)) for one in public.accounts] == [(found.cities[0], 1), (found.cities[1], 0)]
    assert len(reciprocity_of(found.alliance).accounts[0].gave) == 3


def test_it_asks_as_much_however_much_was_given(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (1, 3):
        found = travelling(cities=count + 1)
        for place in range(count):
            confirmed_giving_of(found, receiver=place + 1)
        with django_assert_num_queries(5):
            reciprocity_of(found.alliance)


_GIVINGS = st.lists(
    st.builds(
        Giving,
        kind=st.sampled_from(Giving.Kind.values),
        unit=st.sampled_from(Giving.Unit.values),
        amount=st.one_of(st.none(), st.integers(0, 999).map(Decimal)),
    ),
    max_size=12,
)


@given(_GIVINGS, _GIVINGS)
def test_sums_are_those_of_their_parts_and_stand_once_for_each_kind_and_unit(
    some: list[Giving], others: list[Giving]
) -> None:
    whole = {(one.kind, one.unit): one.amount for one in counted([*some, *others])}
    assert len(whole) == len(counted([*some, *others]))
    for (kind, unit), amount in whole.items():
        parts = [one.amount for part in (some, others) for one in counted(part) if (one.kind, one.unit) == (kind, unit)]
        assert amount == sum(parts)
