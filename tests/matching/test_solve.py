"""The best set of pairs of two sides: against every set there is, against SciPy, and the same on every day."""

import math
from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import csr_array
from tests.matching import brute
from tests.matching.cities import SIDES, problems, shuffled, told
from tests.matching.towns import town

from entreciudades.matching import City, Infeasible, Problem, Rules, candidates, rank, score_matrix, solve, sweep


@given(problems(nested=True))
@settings(max_examples=1000, deadline=None)
def test_no_set_of_pairs_is_better(problem):
    _is_best(problem)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_nor_where_quotas_count_on_both_sides(problem):
    _is_best(problem)


def _is_best(problem: Problem) -> None:
    best = brute.best(problem)
    if best is None:
        with pytest.raises(Infeasible):
            solve(problem)
        return
    result = solve(problem)
    paired = {city for pair in result.pairs for city in (pair.a, pair.b)}
    first = len(paired) if problem.rules.first_aim == "most_cities" else 0
    assert (first, result.total, result.gap) == (*best, 0)
    assert result.total == sum(pair.score for pair in result.pairs)
    assert {city.id for city in result.left_out} == {city.id for city in problem.cities} - paired
    assert result.admissible_pairs == np.count_nonzero(~np.isnan(score_matrix(problem)[2]))


@given(problems(nested=True), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_cities_and_rules_changes_nothing(problem, chance):
    order = list(range(len(problem.cities)))
    chance.shuffle(order)
    rules = problem.rules
    turned = replace(
        rules, require=[(b, a) for a, b in rules.require[::-1]], forbid=[(b, a) for a, b in rules.forbid[::-1]]
    )
    try:
        expected = solve(problem)
    except Infeasible:
        return
    assert solve(replace(shuffled(problem, order), rules=turned)) == expected


def test_equal_cities_are_paired_the_same_in_any_order():
    cities = tuple(City(f"{side}-{place}", side) for side in SIDES for place in range(40))
    problem = Problem(cities, Rules({"language": 1}, SIDES))
    result = solve(problem)
    assert (len(result.pairs), result.gap) == (40, 0)
    assert solve(shuffled(problem, range(79, -1, -1))) == result


@pytest.mark.parametrize("size", [30, 120, 400])
def test_one_to_one_is_the_assignment_of_scipy(size):
    problem = town(size)
    scores = score_matrix(problem)[2]
    rows, columns = linear_sum_assignment(scores, maximize=True)
    result = solve(problem)
    assert (result.total, result.bound, len(result.pairs)) == (
        scores[rows, columns].sum(),
        scores[rows, columns].sum(),
        size // 2,
    )


def test_capacities_and_quotas_reach_the_linear_programme():
    problem = town(120, seed=4, capacity=3, quota={"E0": 12, "E1": 5, "P0": 9, "P3": 30})
    ids_a, ids_b, scores = score_matrix(problem)
    of = {city.id: city for city in problem.cities}
    pairs = list(product(ids_a, ids_b))
    rules = [([id_ in pair for pair in pairs], of[id_].capacity) for id_ in of]
    rules += [
        ([country in {of[a].country, of[b].country} for a, b in pairs], most)
        for country, most in problem.rules.quota.items()
    ]
    lines, most = zip(*rules, strict=True)
    best = linprog(-scores.ravel(), A_ub=csr_array(np.array(lines, float)), b_ub=most, bounds=(0, 1))
    assert solve(problem).total == round(-best.fun)


@pytest.mark.parametrize("first_aim", ["total", "most_cities"])
def test_prices_find_every_pair_that_few_candidates_lack(monkeypatch, first_aim):
    problem = town(
        300, seed=2, capacity=3, quota={"E0": 20, "E1": 5, "P0": 9, "P3": 30}, min_score=0.45, first_aim=first_aim
    )
    expected = solve(problem)
    for name, value in (("ALL", 0), ("BEST", 1), ("SAMPLE", 8)):
        monkeypatch.setattr(candidates, name, value)
    for name in ("ROWS", "COLUMNS"):
        monkeypatch.setattr(sweep, name, 32)
    steps = []
    found = solve(problem, progress=lambda what, share: steps.append((what, share)))
    assert len({what for what, _share in steps}) > 3
    assert (found.total, found.bound, found.admissible_pairs) == (
        expected.total,
        expected.total,
        expected.admissible_pairs,
    )
    assert len({city for pair in found.pairs for city in (pair.a, pair.b)}) == len(
        {city for pair in expected.pairs for city in (pair.a, pair.b)}
    )


def test_the_rules_hold_among_many():
    quota = {"E0": 10, "E2": 0, "P0": 3}
    problem = town(
        200,
        seed=3,
        capacity=3,
        quota=quota,
        min_score=0.5,
        require=(("city-0", "city-1"),),
        forbid=(("city-2", "city-5"),),
    )
    of = {city.id: city for city in problem.cities}
    result = solve(problem)
    pairs = {(pair.a, pair.b): pair.score for pair in result.pairs}
    taken = Counter(city for pair in pairs for city in pair)
    by_country = Counter(of[city].country for pair in pairs for city in pair)
    assert len(pairs) == len(result.pairs)
    assert ("city-0", "city-1") in pairs
    assert ("city-2", "city-5") not in pairs
    assert all(count <= of[city].capacity for city, count in taken.items())
    assert all(by_country[country] <= most for country, most in quota.items())
    assert all(score >= 500_000 for pair, score in pairs.items() if pair != ("city-0", "city-1"))


@given(problems(nested=True))
@settings(max_examples=200, deadline=None)
def test_a_city_left_out_is_told_what_its_pair_would_cost(problem):
    problem = replace(problem, rules=replace(problem.rules, first_aim="total"))
    if (best := brute.best(problem)) is None:
        return
    country = {city.id: city.country for city in problem.cities}
    result = solve(problem)
    taken = Counter(country[city] for pair in result.pairs for city in (pair.a, pair.b))
    for city in result.left_out:
        with_it = brute.best(problem, paired=city.id)
        own = country[city.id]
        if with_it is None:
            assert city.by is None
        elif taken[own] < problem.rules.quota.get(own, math.inf):
            assert city.by == best[1] - with_it[1]
        else:  # its quota is full: a lower bound
            assert 0 <= city.by <= best[1] - with_it[1]


SCORES = {("a0", "b0"): 20, ("a1", "b0"): 15, ("a0", "b1"): 12, ("a1", "b1"): 10}


@pytest.mark.parametrize(
    ("of", "rules", "expected"),
    [
        ({"a0": ("X", 1), "a1": ("X", 1), "b0": ("P", 1)}, {}, ("a1", "would-lower-total", "", 250_000)),
        ({"a0": ("X", 1), "a1": ("X", 1), "b0": ("P", 2)}, {"quota": {"X": 1}}, ("a1", "quota-full", "X", 250_000)),
        ({"a0": ("X", 1), "a1": ("Y", 1), "b0": ("P", 2)}, {"quota": {"P": 1}}, ("a1", "quota-full", "P", 250_000)),
        ({"a0": ("X", 1), "a1": ("Y", 1), "b0": ("P", 2)}, {"quota": {"Y": 0}}, ("a1", "quota-full", "Y", None)),
        (
            {"a0": ("X", 1), "a1": ("Y", 1), "b0": ("P", 2)},
            {"min_score": 0.8},
            ("a1", "no-admissible-partner", "", None),
        ),
        ({"a0": ("X", 1), "a1": ("Y", 0), "b0": ("P", 2)}, {}, ("a1", "capacity-full", "", None)),
        (
            {"a0": ("X", 1), "a1": ("Y", 1), "b0": ("P", 1)},
            {"require": (("b0", "a0"),)},
            ("a1", "capacity-full", "", None),
        ),
    ],
)
def test_each_city_left_out_has_its_reason(of, rules, expected):
    scores = {pair: score for pair, score in SCORES.items() if set(pair) <= of.keys()}
    result = solve(told(scores, of, **rules))
    assert [(city.id, city.reason, city.country, city.by) for city in result.left_out] == [expected]


def test_alternatives_are_the_five_best_whoever_has_them():
    scores = {("a0", f"b{place}"): place for place in range(8)}
    result = solve(told(scores, {"a0": ("X", 0)} | dict.fromkeys((f"b{place}" for place in range(8)), ("P", 1))))
    of_a = next(city for city in result.left_out if city.id == "a0")
    assert [(other.id, other.score) for other in of_a.alternatives] == [
        (f"b{place}", place * 50_000) for place in (7, 6, 5, 4, 3)
    ]


def test_most_cities_may_cost_some_of_the_total():
    scores = {("a0", "b0"): 20, ("a0", "b1"): 9, ("a1", "b0"): 9, ("a1", "b1"): 0}
    of = dict.fromkeys(("a0", "a1", "b0", "b1"), ("X", 1))
    rules = {"min_score": 0.1}
    assert [(pair.a, pair.b) for pair in solve(told(scores, of, **rules)).pairs] == [("a0", "b0")]
    widely = solve(told(scores, of, first_aim="most_cities", **rules))
    assert [(pair.a, pair.b) for pair in widely.pairs] == [("a0", "b1"), ("a1", "b0")]
    assert (widely.total, widely.gap) == (900_000, 0)


def test_nothing_to_pair_is_a_result():
    result = solve(Problem((City("a", "eu"),), Rules({"scale": 1}, SIDES)))
    assert (result.pairs, result.total, result.bound) == ((), 0, 0)
    assert [(city.id, city.reason) for city in result.left_out] == [("a", "no-admissible-partner")]


def test_progress_may_stop_it():
    class Stopped(Exception):
        pass

    def stop(_what: str, _share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        solve(town(20), progress=stop)


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (Problem((City("a", "eu"), City("a", "eu")), Rules({"scale": 1}, SIDES)), "same id"),
        (Problem((City("a", "mars"),), Rules({"scale": 1}, SIDES)), "mars"),
        (Problem((City("a", "eu"), City("b", "eu")), Rules({"scale": 1}, SIDES, require=(("a", "b"),))), "a with b"),
        (Problem((City("a", "eu"),), Rules({"scale": 1}, SIDES, require=(("a", "b"),))), "a with b"),
        (Problem((City("a", "eu", capacity=-1),), Rules({"scale": 1}, SIDES)), "below 0"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(problem, message):
    with pytest.raises(ValueError, match=message):
        solve(problem)


def test_rank_is_the_row_of_the_matrix():
    problem = town(40, min_score=0.4, forbid=(("city-1", "city-0"),), require=(("city-3", "city-0"),))
    ids_a, ids_b, scores = score_matrix(problem)
    row = scores[ids_a.index("city-0")]
    expected = sorted(((-score, other) for other, score in zip(ids_b, row, strict=True) if not np.isnan(score)))
    found = rank(problem, "city-0", limit=100)
    assert [(-pair.score, pair.b) for pair in found] == expected
    assert {pair.a for pair in found} == {"city-0"}
    assert [pair.b for pair in rank(problem, "city-0", limit=2, among=("city-3", "city-5", "city-7"))] == [
        pair.b for pair in found if pair.b in {"city-3", "city-5", "city-7"}
    ][:2]


def test_the_matrix_of_one_pool_has_every_city_on_both_sides():
    problem = Problem((City("b", population=1), City("a", population=2)), Rules({"scale": 1}))
    ids_a, ids_b, scores = score_matrix(problem)
    assert (ids_a, ids_b) == (("a", "b"), ("a", "b"))
    assert np.array_equal(scores, [[np.nan, 500_000], [500_000, np.nan]], equal_nan=True)
