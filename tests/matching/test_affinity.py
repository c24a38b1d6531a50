"""How well two cities fit: each law of the formulas, and blocks of pairs equal to the formulas that can be read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.matching import cities as made

from entreciudades.matching import COMPONENTS, MICRO, Affinity, City, Problem, Rules, rank
from entreciudades.matching.affinity import affinity, weighted
from entreciudades.matching.blocks import Affinities
from entreciudades.matching.profile import profiles, shares
from entreciudades.matching.profile import weights as in_thousandths

WATER, WASTE = {"water": 1.0}, {"waste": 1.0}
LEVELS = dict.fromkeys(made.TERMS, 1.0)


def of(a: City, b: City, kinship: dict[str, dict[str, float]] | None = None, **weights: float) -> Affinity:
    """Their affinity, with all components unless some are named."""
    rules = Rules(weights or dict.fromkeys(COMPONENTS, 1.0))
    return rank(Problem((a, b), rules, kinship or {}), a.id, limit=1)[0]


def part(a: City, b: City, component: str, kinship: dict[str, dict[str, float]] | None = None) -> int:
    return of(a, b, kinship, **{component: 1.0}).parts[component]


@given(made.city_lists, made.weights, made.kinships)
def test_blocks_of_pairs_are_the_formulas_that_can_be_read(cities, weights, kinship):
    known = profiles(Problem(tuple(cities), Rules(weights), kinship))
    exact = in_thousandths(Rules(weights))
    everyone = slice(0, len(known))
    block = Affinities.between(known, known, exact).block(everyone, everyone)
    assert block.tolist() == [[affinity(a, b, exact).score for b in known] for a in known]


@given(made.city_lists, made.weights, made.kinships)
def test_an_affinity_is_between_0_and_1_and_the_same_from_either_city(cities, weights, kinship):
    known = profiles(Problem(tuple(cities), Rules(weights), kinship))
    exact = in_thousandths(Rules(weights))
    for a in known:
        for b in known:
            there, back = affinity(a, b, exact), affinity(b, a, exact)
            assert (there.score, there.parts, there.a_learns) == (back.score, back.parts, back.b_learns)
            assert all(0 <= value <= MICRO for value in (there.score, *there.parts.values()))


def test_nothing_known_is_neutral_and_said():
    found = of(City("a"), City("b"))
    assert found.parts == dict.fromkeys(COMPONENTS, MICRO // 2)
    assert (found.score, found.unknown) == (MICRO // 2, COMPONENTS)


@given(made.city_lists)
def test_what_one_city_does_not_say_counts_half(cities):
    a, b = replace(cities[0], id="a"), City("b")
    known = of(a, b)
    assert {known.parts[name] for name in known.parts if name != "preference"} == {MICRO // 2}
    assert set(COMPONENTS) - {"preference"} <= set(known.unknown)


def test_zero_is_known_and_counts_as_zero():
    a, b = (
        City("a", population=1, readiness=0.0, languages=("es",)),
        City("b", population=2**30, readiness=1.0, languages=("pt",)),
    )
    found = of(a, b, scale=1, language=1, readiness=1)
    assert (found.parts, found.unknown) == ({"scale": 0, "language": 0, "readiness": 0}, ())


def test_helping_each_other_is_worth_more_than_the_same_help_one_way():
    giver = City("giver", needs=WASTE, offers=WATER)
    one_way = part(giver, City("taker", needs=WATER, offers={"heritage": 1.0}), "complementarity")
    half_each = part(
        City("a", needs=WATER, offers={"waste": 0.5}), City("b", needs=WASTE, offers={"water": 0.5}), "complementarity"
    )
    both = part(giver, City("taker", needs=WATER, offers=WASTE), "complementarity")
    assert (one_way, half_each, both) == (MICRO // 4, MICRO // 2, MICRO)


@given(st.integers(0, 100), st.integers(0, 100))
def test_reciprocity_is_best_of_all_ways_to_share_the_same_help(there, back):
    def joined(to_a: float, to_b: float) -> int:
        a = City("a", needs=WATER, offers={"waste": to_b / 200, "x": 1.0})
        return part(a, City("b", needs=WASTE, offers={"water": to_a / 200, "x": 1.0}), "complementarity")

    assert joined(there, back) <= joined((there + back) / 2, (there + back) / 2)


@given(made.by_term, made.by_term, st.sampled_from(made.TERMS), made.levels)
def test_offering_more_never_lowers_the_affinity(needs, offers, term, more):
    a, b = City("a", needs=needs, offers=WATER), City("b", needs=WATER, offers={"x": 1.0} | offers)
    better = replace(b, offers=b.offers | {term: max(more, b.offers.get(term, 0))})
    assert part(a, better, "complementarity") >= part(a, b, "complementarity")


def test_a_need_weighs_by_its_level_and_kin_counts_in_part():
    a = City("a", needs={"water": 0.9, "waste": 0.3}, offers={"x": 1.0})
    b = City("b", needs={"y": 1.0}, offers={"sewers": 1.0})
    kinship = {"water": {"sewers": 0.5}}
    assert part(a, b, "complementarity", kinship) == 750_000 // 2 // 4
    assert part(a, b, "complementarity", {"sewers": {"water": 0.5}}) == 750_000 // 2 // 4
    assert of(a, b, kinship).a_learns == ("water",)
    assert of(b, a, kinship).b_learns == ("water",)


def test_what_weighs_most_is_told_first():
    a = City("a", needs={"water": 0.2, "waste": 1.0, "housing": 0.5})
    b = City("b", offers={"housing": 1.0, "water": 1.0, "waste": 0.9})
    assert of(a, b).a_learns == ("waste", "housing", "water")


def test_a_challenge_that_all_needs_share_is_whole():
    assert part(City("a", needs=LEVELS), City("b", needs=LEVELS), "shared_challenge") == MICRO
    assert part(City("a", needs=WATER), City("b", needs=WASTE), "shared_challenge") == 0
    assert part(City("a", needs=WATER), City("b", needs={"water": 1.0, "waste": 1.0}), "shared_challenge") == 750_000


def test_an_agenda_is_shared_as_far_as_each_ones_priorities_are():
    a, b = City("a", priorities=("sdg:6", "sdg:11")), City("b", priorities=("sdg:11", "sdg:13", "sdg:14", "sdg:15"))
    assert part(a, b, "agenda") == (500_000 + 250_000) // 2


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [(100, 100, MICRO), (1, 3, 333_333), (3_000_000, 1_000_000, 333_333)]
)
def test_scale_is_the_lesser_population_in_parts_of_the_greater(one, other, ratio):
    assert part(City("a", population=one), City("b", population=other), "scale") == ratio


def test_one_common_language_is_enough():
    assert part(City("a", languages=("es", "en")), City("b", languages=("fr", "en")), "language") == MICRO


def test_a_pair_is_as_ready_as_the_less_ready():
    assert part(City("a", readiness=0.9), City("b", readiness=0.35), "readiness") == 350_000


def test_who_prefers_nobody_is_indifferent():
    fond = City("a", preferences={"b": 1.0})
    assert part(fond, City("b"), "preference") == 750_000
    assert part(fond, City("b", preferences={"a": 0.0}), "preference") == 500_000
    assert of(fond, City("b"), preference=1).unknown == ()


@given(made.weights)
def test_weights_are_relative_and_sum_up(weights):
    exact = in_thousandths(Rules(weights))
    assert sum(exact.values()) == 1000
    assert exact == in_thousandths(Rules({name: weight * 7 for name, weight in weights.items()}))


@given(st.dictionaries(st.sampled_from(made.TERMS), st.integers(1, 1000), min_size=1))
def test_shares_sum_up_and_stay_within_a_thousandth(levels):
    found = shares(levels)
    assert sum(found.values()) == 1000
    assert all(abs(found[term] - 1000 * level / sum(levels.values())) < 1 for term, level in levels.items())


def test_the_score_is_the_weighted_mean_of_the_parts():
    assert weighted({"scale": 3, "language": 2}, {"scale": 500, "language": 500}) == 3  # half up


@pytest.mark.parametrize("weights", [{}, {"scale": 0}, {"scale": 1, "agenda": -1}, {"charm": 1}])
def test_weights_that_say_nothing_are_refused(weights):
    with pytest.raises(ValueError, match=r"weights|unknown components"):
        in_thousandths(Rules(weights))
