"""One pool, and quotas that count pairs of both sides: the best set, against other ways to find it."""
# ruff: noqa: S311 - numbers from a seed

import random
from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp
from tests.matching.brute import best

from entreciudades.matching import City, Problem, Rules, candidates, pool, score_matrix, solve
from entreciudades.matching.odd_sets import odd_sets

COUNTRIES = ("X", "Y", "Z")


@st.composite
def pools(draw, most=5):
    """Small pools in which preferences alone say the affinity of each pair; required pairs may contradict the rest."""
    names = [f"c{place}" for place in range(draw(st.integers(0, most)))]
    pairs = [(a, b) for place, a in enumerate(names) for b in names[place + 1 :]]
    wishes = {pair: draw(st.integers(0, 10)) / 10 for pair in pairs}
    cities = tuple(
        City(
            id=name,
            country=draw(st.sampled_from(COUNTRIES)),
            capacity=draw(st.integers(0, 3)),
            preferences={(b if a == name else a): wish for (a, b), wish in wishes.items() if name in (a, b)},
        )
        for name in names
    )
    some = st.lists(st.sampled_from(pairs), max_size=2, unique=True) if pairs else st.just([])
    rules = Rules(
        weights={"preference": 1},
        min_score=draw(st.sampled_from((0.0, 0.3))),
        first_aim=draw(st.sampled_from(("total", "most_cities"))),
        quota=draw(st.dictionaries(st.sampled_from(COUNTRIES), st.integers(0, 3), max_size=2)),
        require=tuple(draw(some)) if draw(st.integers(0, 3)) == 0 else (),
        forbid=tuple(draw(some)),
    )
    return Problem(cities, rules)


def paired(result):
    return {city for pair in result.pairs for city in (pair.a, pair.b)}


@settings(max_examples=100, deadline=None)
@given(pools(), st.sampled_from([0, pool.HELD]))
def test_the_best_set_is_that_which_trying_every_one_finds(problem, held):
    most = best(problem)
    if most is None:
        return  # told by name, see test_conflicts
    with mock.patch.object(pool, "HELD", held):
        result = solve(problem)
    cities = len(paired(result)) if problem.rules.first_aim == "most_cities" else 0
    assert ((cities, result.total), result.gap) == (most, 0)
    assert sum(pair.score for pair in result.pairs) == result.total
    assert {city.id for city in result.left_out} == {city.id for city in problem.cities} - paired(result)


@settings(max_examples=60, deadline=None)
@given(pools(most=4))
def test_what_pairing_a_city_left_out_would_cost_is_what_it_costs(problem):
    if best(problem) is None:
        return
    result = solve(problem)
    for city in result.left_out:
        if city.by is None:
            continue
        _a, others, scores = score_matrix(problem)
        row = scores[others.index(city.id)]
        asked = [
            replace(problem.rules, require=(*problem.rules.require, (city.id, other)))
            for other, score in zip(others, row, strict=True)
            if not np.isnan(score)
        ]
        totals = [found[1] for rules in asked if (found := best(replace(problem, rules=rules))) is not None]
        assert city.by == result.total - max(totals)


def sixty(draw, *, sides=()):
    return tuple(
        City(
            id=f"c{place:02}",
            side=sides[place % 2] if sides else "",
            country=draw.choice(COUNTRIES),
            population=draw.randrange(50_000, 5_000_000),
            languages=tuple(draw.sample(("es", "pt", "en"), draw.randint(1, 2))),
            needs={f"t{draw.randrange(12)}": draw.randrange(1, 11) / 10 for _each in range(4)},
            offers={f"t{draw.randrange(12)}": draw.randrange(1, 11) / 10 for _each in range(4)},
            capacity=draw.randint(1, 3),
        )
        for place in range(60)
    )


@pytest.mark.parametrize("sides", [(), ("eu", "partner")], ids=["one pool", "quotas across two sides"])
@pytest.mark.parametrize(("seed", "first"), [(1, 100_000), (2, 100_000), (2, 0)])
def test_sixty_cities_have_the_total_of_a_solver_that_sees_all_pairs(monkeypatch, seed, sides, first):
    """At first the solver looks at all pairs, or at two for each city, whose prices then call for others."""
    if not first:
        monkeypatch.setattr(pool, "HELD", 0)
        monkeypatch.setattr(candidates, "ALL", 0)
        monkeypatch.setattr(candidates, "BEST", 2)
    rules = Rules({"complementarity": 3, "scale": 1, "language": 1}, sides, quota={"X": 11, "Y": 30})
    problem = Problem(sixty(random.Random(seed), sides=sides), rules)
    result = solve(problem)
    assert (result.total, result.gap) == (by_mixed_integers(problem), 0)
    assert result.admissible_pairs == (900 if sides else 1770)


def by_mixed_integers(problem):
    ids_a, ids_b, scores = score_matrix(problem)
    cities = {city.id: city for city in problem.cities}
    pairs = [
        (a, b, scores[row, column])
        for row, a in enumerate(ids_a)
        for column, b in enumerate(ids_b)
        if not np.isnan(scores[row, column]) and (problem.rules.sides or row < column)
    ]
    of = [{a, b} for a, b, _score in pairs]
    rows = [[city in pair for pair in of] for city in cities]
    rows += [[country in {cities[city].country for city in pair} for pair in of] for country in problem.rules.quota]
    most = [*(city.capacity for city in cities.values()), *problem.rules.quota.values()]
    found = milp(
        [-score for _a, _b, score in pairs],
        integrality=np.ones(len(pairs)),
        bounds=(0, 1),
        constraints=LinearConstraint(np.array(rows, float), -np.inf, most),
        options={"mip_rel_gap": 0},
    )
    return round(-found.fun)


@pytest.mark.parametrize("first_aim", ["total", "most_cities"])
def test_of_many_best_sets_always_the_same_whatever_the_order_of_the_cities(first_aim):
    cities = [City(f"c{place}", capacity=1 + place % 2) for place in range(11)]
    rules = Rules({"language": 1}, first_aim=first_aim)  # of which nothing is known: every pair is worth a half
    results = []
    for seed in (1, 2):
        random.Random(seed).shuffle(cities)
        results.append(solve(Problem(tuple(cities), rules)))
    assert results[0] == results[1]
    assert (results[0].total, results[0].gap) == (8 * 500_000, 0)


def test_why_a_city_is_left_out_of_one_pool():
    wish = {"preferences": {"b": 0.9}}
    cities = (
        City("a", "", "X", preferences={"b": 0.9}),
        City("b", "", "Y"),
        City("c", "", "Y", preferences={"a": 0.2, "b": 0.2}),
        City("d", "", "Z", **wish),
        City("e", "", "Y", capacity=0),
        City("f", "", "Y"),
    )
    rules = Rules({"preference": 1}, quota={"Z": 0}, forbid=tuple(("f", other) for other in "abcde"))
    result = solve(Problem(cities, rules))
    assert [(pair.a, pair.b, pair.score) for pair in result.pairs] == [("a", "b", 700_000)]
    assert [(city.id, city.reason, city.country, city.by) for city in result.left_out] == [
        ("c", "would-lower-total", "", 350_000),
        ("d", "quota-full", "Z", None),
        ("e", "capacity-full", "", None),
        ("f", "no-admissible-partner", "", None),
    ]
    assert [(other.id, other.score) for other in result.left_out[1].alternatives][:2] == [
        ("b", 700_000),
        ("a", 500_000),
    ]


def test_three_halves_of_a_triangle_break_its_odd_set():
    triangle = np.array([(0, 1), (0, 2), (1, 2), (2, 3)])
    (odd,) = odd_sets(triangle, np.array([0.5, 0.5, 0.5, 0.0]), np.ones(4, int))
    assert (odd.cities.tolist(), odd.out.tolist(), odd.most) == ([True, True, True, False], [], 1)
    assert odd_sets(triangle, np.array([1.0, 0.0, 0.0, 1.0]), np.ones(4, int)) == ()
