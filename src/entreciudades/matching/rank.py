"""The best partners of one city, and the affinities of all pairs as one array."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from entreciudades.matching.affinity import affinity
from entreciudades.matching.blocks import Affinities
from entreciudades.matching.instance import check
from entreciudades.matching.problem import City, Problem
from entreciudades.matching.profile import profiles, weights
from entreciudades.matching.result import MICRO, Affinity
from entreciudades.matching.sweep import ROWS
from entreciudades.matching.threads import in_threads


def rank(problem: Problem, city_id: str, *, limit: int, among: Collection[str] | None = None) -> tuple[Affinity, ...]:
    """The cities with which this one may be paired, those that fit best first, ties by id; capacities do not count.

    Raises:
        KeyError: no city has this id.
    """
    cities = {city.id: city for city in problem.cities}
    own = cities[city_id]
    rules = problem.rules
    required, forbidden = ({frozenset(pair) for pair in pairs} for pairs in (rules.require, rules.forbid))

    def others(city: City) -> bool:
        apart = city.side != own.side if rules.sides else city.id != city_id
        return apart and (among is None or city.id in among) and frozenset((city.id, city_id)) not in forbidden

    known = {city.id: city for city in profiles(problem, where=lambda city: city.id == city_id or others(city))}
    this = known.pop(city_id)
    found = [affinity(this, other, weights(rules)) for other in known.values()]
    least = round(rules.min_score * MICRO)
    admitted = [pair for pair in found if pair.score >= least or frozenset((pair.a, pair.b)) in required]
    return tuple(sorted(admitted, key=lambda pair: (-pair.score, pair.b))[:limit])


def score_matrix(problem: Problem) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.float64]]:
    """Ids of either side in their order, and the affinity of each pair in micro-units, NaN where it is not admissible.

    In one pool both sides are all cities. Required pairs are admissible whatever their affinity.

    Raises:
        ValueError: the problem contradicts itself.
    """
    check(problem)
    rules = problem.rules
    known = sorted(profiles(problem), key=lambda city: city.id)
    of_side = {city.id: city.side for city in problem.cities}
    a, b = (
        ([city for city in known if of_side[city.id] == side] for side in rules.sides)
        if rules.sides
        else (known, known)
    )
    a_place, b_place = ({city.id: place for place, city in enumerate(side)} for side in (a, b))
    found = np.empty((len(a), len(b)))
    affinities = Affinities.between(a, b, weights(rules))
    columns, least = slice(0, len(b)), round(rules.min_score * MICRO)

    def fill(first: int) -> None:
        rows = slice(first, min(first + ROWS, len(a)))
        found[rows] = affinities.block(rows, columns)

    for _filled in in_threads(fill, range(0, len(a), ROWS)):
        pass
    required = [(*places, found[places]) for places in _places(rules.require, a_place, b_place)]
    found[found < least] = np.nan
    for row, column, score in required:
        found[row, column] = score
    for places in _places(rules.forbid, a_place, b_place):
        found[places] = np.nan
    if not rules.sides:
        np.fill_diagonal(found, np.nan)
    return tuple(a_place), tuple(b_place), found


def _places(
    pairs: Iterable[tuple[str, str]], rows: Mapping[str, int], columns: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """Where these pairs stand in the array: once between two sides, twice in one pool."""
    for one, other in pairs:
        for row, column in ((one, other), (other, one)):
            if row in rows and column in columns:
                yield rows[row], columns[column]
