"""The lot gives everybody as much to do as the exclusions allow, bars whom it must, and is the same again."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.calls.lot import Lot, draw, ticket


def loads(drawn: dict[int, tuple[int, ...]], reviewers: int, before: dict[int, int]) -> list[int]:
    held = [key for some in drawn.values() for key in some]
    return [held.count(key) + before.get(key, 0) for key in range(reviewers)]


@st.composite
def draws(draw_: st.DrawFn, most: int = 6) -> tuple[list[Lot], int, dict[int, int]]:
    reviewers = draw_(st.integers(1, 4))
    count = draw_(st.integers(0, most))
    barred = st.frozensets(st.integers(0, reviewers - 1))
    lots = [Lot(10 + number, draw_(st.integers(0, 3)), draw_(barred)) for number in range(count)]
    before = draw_(st.dictionaries(st.integers(0, reviewers - 1), st.integers(0, 3)))
    return lots, reviewers, before


@given(draws(), st.text("abc123", min_size=1, max_size=6))
def test_each_application_has_as_many_reviewers_as_it_lacks_and_may_have(
    world: tuple[list[Lot], int, dict[int, int]], seed: str
) -> None:
    lots, reviewers, before = world
    drawn = draw(lots, reviewers=range(reviewers), seed=seed, load=before)
    assert set(drawn) == {lot.application for lot in lots}
    for lot in lots:
        able = set(range(reviewers)) - lot.barred
        assert set(drawn[lot.application]) <= able
        assert len(set(drawn[lot.application])) == len(drawn[lot.application]) == min(lot.lacks, len(able))


@given(draws(most=4), st.text("abc123", min_size=1, max_size=6))
def test_no_other_draw_is_more_even(world: tuple[list[Lot], int, dict[int, int]], seed: str) -> None:
    lots, reviewers, before = world
    found = loads(draw(lots, reviewers=range(reviewers), seed=seed, load=before), reviewers, before)
    ways = [
        list(combinations(able := sorted(set(range(reviewers)) - lot.barred), min(lot.lacks, len(able))))
        for lot in lots
    ]
    every = ({lot.application: way for lot, way in zip(lots, chosen, strict=True)} for chosen in product(*ways))
    best = min(sorted(loads(one, reviewers, before), reverse=True) for one in every)
    assert sorted(found, reverse=True) == best


@given(st.integers(1, 40), st.integers(2, 9), st.text("abc123", min_size=1, max_size=6))
def test_without_exclusions_nobody_has_two_more_than_another(applications: int, reviewers: int, seed: str) -> None:
    lots = [Lot(number, 2) for number in range(applications)]
    found = loads(draw(lots, reviewers=range(reviewers), seed=seed), reviewers, {})
    assert max(found) - min(found) <= 1
    assert sum(found) == 2 * applications


@given(draws(), st.text("abc123", min_size=1, max_size=6), st.randoms())
def test_the_same_seed_gives_the_same_in_whatever_order_the_rows_come(world, seed: str, shuffled) -> None:
    lots, reviewers, before = world
    people, again = list(range(reviewers)), list(lots)
    first = draw(lots, reviewers=people, seed=seed, load=before)
    shuffled.shuffle(people)
    shuffled.shuffle(again)
    assert draw(again, reviewers=people, seed=seed, load=before) == first


def test_a_ticket_is_what_anybody_can_compute() -> None:
    # printf '%s' '20261120:7:3' | sha256sum
    assert ticket("20261120", 7, 3) == "1e2b8ac7aaf569521cbd328e78f1a37899cb840173b14a7c38c9fb1458aa64ec"


def test_a_draw_that_must_stay_the_same_on_every_machine() -> None:
    lots = [Lot(number, 2, frozenset({number % 3})) for number in range(1, 7)]
    found = draw(lots, reviewers=[0, 1, 2, 3], seed="20261120")
    assert found == {1: (0, 2), 2: (0, 1), 3: (1, 3), 4: (2, 3), 5: (0, 3), 6: (1, 2)}


def test_another_seed_gives_another_draw() -> None:
    lots = [Lot(number, 2) for number in range(20)]
    assert draw(lots, reviewers=range(6), seed="a") != draw(lots, reviewers=range(6), seed="b")
