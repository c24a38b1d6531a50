"""A problem of two sides in arrays: who is a row, who a column, and what its required pairs leave to the others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from entreciudades.matching.blocks import Affinities, Special
from entreciudades.matching.flow import Market, Side
from entreciudades.matching.problem import Problem
from entreciudades.matching.profile import Profile, profiles, weights
from entreciudades.matching.result import MICRO
from entreciudades.matching.sweep import NOT, Admissible

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Instance:
    """Cities of both sides, and the pairs of their places that are required, and those that are forbidden."""

    problem: Problem
    weights: dict[str, int]
    a: tuple[Profile, ...]
    b: tuple[Profile, ...]
    required: tuple[Pair, ...]
    forbidden: frozenset[Pair]

    @classmethod
    def of(cls, problem: Problem) -> "Instance":
        """Of a problem that was checked."""
        of_side = {city.id: city.side for city in problem.cities}
        cities = profiles(problem)
        a, b = (tuple(city for city in cities if of_side[city.id] == side) for side in problem.rules.sides)
        places = tuple({city.id: place for place, city in enumerate(side)} for side in (a, b))

        def placed(pairs: Iterable[tuple[str, str]]) -> set[Pair]:
            turned = ((one, other) if one in places[0] else (other, one) for one, other in pairs)
            return {
                (places[0][one], places[1][other]) for one, other in turned if one in places[0] and other in places[1]
            }

        required = tuple(sorted(placed(problem.rules.require)))
        return cls(problem, weights(problem.rules), a, b, required, frozenset(placed(problem.rules.forbid)))

    @property
    def least(self) -> int:
        """The affinity that a pair must reach, in micro-units."""
        return round(self.problem.rules.min_score * MICRO)

    def admissible(self) -> Admissible:
        """All pairs that may be chosen, the required ones aside, which are chosen already."""
        closed = dict.fromkeys((*self.required, *self.forbidden), NOT)
        affinities = Affinities.between(self.a, self.b, self.weights)
        return Admissible(affinities, len(self.a), len(self.b), self.least, Special.of(closed))

    def market(self) -> Market:
        """What the required pairs leave to both sides; a bonus that no total reaches puts the most cities first."""
        left = dict(self.problem.rules.quota)
        for row, column in self.required:
            for country in {self.a[row].country, self.b[column].country} & left.keys():
                left[country] -= 1
        rows, columns = (Counter(pair[which] for pair in self.required) for which in (0, 1))
        a, b = _side(self.a, rows, left), _side(self.b, columns, left)
        most = min(int(a.capacity.sum()), int(b.capacity.sum()))
        return Market(a, b, 1 + MICRO * most if self.problem.rules.first_aim == "most_cities" else 0)


def straddling(problem: Problem) -> bool:
    """Whether a country with a quota has cities on both sides: such quotas do not nest."""
    sides: dict[str, set[str]] = {}
    for city in problem.cities:
        sides.setdefault(city.country, set()).add(city.side)
    return any(len(sides.get(country, ())) > 1 for country in problem.rules.quota)


def _side(cities: Sequence[Profile], taken: Counter[int], left: dict[str, int]) -> Side:
    countries = sorted({city.country for city in cities} & left.keys())
    place = {country: place for place, country in enumerate(countries)}
    capacity = [city.capacity - taken[row] if left.get(city.country, 1) > 0 else 0 for row, city in enumerate(cities)]
    return Side(
        capacity=np.array(capacity, np.int64),
        country=np.array([place.get(city.country, -1) for city in cities], np.intp),
        quota=np.array([left[country] for country in countries], np.int64),
        fresh=np.array([not taken[row] for row in range(len(cities))], bool),
    )


def check(problem: Problem) -> None:
    """Raise ValueError where a problem contradicts itself, or its rules name what is not there."""
    sides = {city.id: city.side for city in problem.cities}
    if len(sides) < len(problem.cities):
        raise ValueError("two cities have the same id")
    rules = problem.rules
    if strange := {side for side in sides.values() if rules.sides and side not in rules.sides}:
        message = f"unknown sides: {', '.join(sorted(strange))}"
        raise ValueError(message)
    for one, other in rules.require:
        if one == other or one not in sides or other not in sides or (rules.sides and sides[one] == sides[other]):
            message = f"required: {one} with {other}, which are not two cities of the problem that can be paired"
            raise ValueError(message)
    if min((*rules.quota.values(), *(city.capacity for city in problem.cities)), default=0) < 0:
        raise ValueError("a capacity or a quota is below 0")
