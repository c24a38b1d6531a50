"""The best set of pairs where no flow finds it: one pool, or quotas that count the pairs of both sides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Final

import numpy as np

from entreciudades.matching.affinity import affinity
from entreciudades.matching.blocks import Affinities
from entreciudades.matching.general import Best, Pool, best_pool, loss
from entreciudades.matching.left_out import ALTERNATIVES
from entreciudades.matching.problem import Problem
from entreciudades.matching.profile import Profile, profiles, weights
from entreciudades.matching.result import MICRO, Affinity, Alternative, LeftOut, LeftOutBecause, Result
from entreciudades.matching.sweep import Progress
from entreciudades.matching.whole import Mask

MOST_FORCED: Final = 20
MOST_PAIRS: Final = 200_000
"""For so many cities, among so many pairs, it is computed what pairing them would cost."""


def solve_pool(problem: Problem, *, progress: Progress) -> Result:
    """Pair the cities of a problem that was checked and whose rules do not contradict each other."""
    instance = _Instance.of(problem)
    fresh = instance.fresh if problem.rules.first_aim == "most_cities" else None
    best = best_pool(instance.pool, fresh=fresh, tell=partial(progress, "best pairs"))
    chosen = [*instance.required, *map(tuple, instance.pool.pairs[best.chosen].tolist())]
    pairs = sorted((instance.affinity(*pair) for pair in chosen), key=lambda pair: (pair.a, pair.b))
    total = sum(pair.score for pair in pairs)
    return Result(
        pairs=tuple(pairs),
        left_out=tuple(sorted(instance.left_out(chosen, best, progress), key=lambda city: city.id)),
        total=total,
        bound=total + best.bound - best.total,
        admissible_pairs=len(instance.pool.pairs) + len(instance.required),
        engine=f"linear programme and branching, HiGHS of SciPy {version('scipy')}",
    )


Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Instance:
    """All cities in one order, the pairs of their places that are required, and the pool that those leave.

    ``fresh``: cities without a required pair.
    """

    problem: Problem
    cities: tuple[Profile, ...]
    second: Mask
    weights: dict[str, int]
    required: tuple[Pair, ...]
    pool: Pool
    fresh: Mask

    @classmethod
    def of(cls, problem: Problem) -> "_Instance":
        rules, cities = problem.rules, profiles(problem)
        side = {city.id: city.side for city in problem.cities}
        second = np.array([side[city.id] in rules.sides[1:] for city in cities], np.bool_)
        place = {city.id: place for place, city in enumerate(cities)}

        def placed(pairs: Iterable[tuple[str, str]]) -> set[Pair]:
            known = ((place[a], place[b]) for a, b in pairs if a in place and b in place)
            return {(min(pair), max(pair)) for pair in known}

        required, forbidden = placed(rules.require), placed(rules.forbid)
        everyone = slice(0, len(cities))
        scores = Affinities.between(cities, cities, weights(rules)).block(everyone, everyone)
        admitted = np.triu(scores >= round(rules.min_score * MICRO), 1)
        if rules.sides:
            admitted &= second[:, None] != second
        for pair in (*required, *forbidden):
            admitted[pair] = False
        quota = dict(rules.quota)
        taken = Counter(city for pair in required for city in pair)
        for a, b in required:
            for country in {cities[a].country, cities[b].country} & quota.keys():
                quota[country] -= 1
        countries = {country: number for number, country in enumerate(sorted(quota))}
        pool = Pool(
            pairs=np.argwhere(admitted),
            scores=scores[admitted].astype(np.int64),
            capacity=np.array([city.capacity - taken[number] for number, city in enumerate(cities)], np.int64),
            country=np.array([countries.get(city.country, -1) for city in cities], np.intp),
            quota=np.array([quota[country] for country in countries], np.int64),
        )
        fresh = np.array([not taken[number] for number in range(len(cities))], np.bool_)
        return cls(problem, cities, second, weights(rules), tuple(sorted(required)), pool, fresh)

    def affinity(self, one: int, other: int) -> Affinity:
        """Of two cities: the first side's first; in one pool by id."""
        first = (self.second[one], self.cities[one].id) < (self.second[other], self.cities[other].id)
        a, b = (one, other) if first else (other, one)
        return affinity(self.cities[a], self.cities[b], self.weights)

    def left_out(self, chosen: Sequence[Pair], best: Best, progress: Progress) -> Iterator[LeftOut]:
        """The cities of no pair, each with its reason and its best admissible partners."""
        paired = {city for pair in chosen for city in pair}
        full = self._full(chosen)
        left = [city for city in range(len(self.cities)) if city not in paired]
        forced = MOST_FORCED if self.problem.rules.first_aim == "total" and len(self.pool.pairs) <= MOST_PAIRS else 0
        for done, city in enumerate(left):
            progress("cities left out", done / len(left))
            mine = np.flatnonzero((self.pool.pairs == city).any(axis=1))
            partners = (self.pool.pairs[mine].sum(axis=1) - city).tolist()
            known = zip((-self.pool.scores[mine]).tolist(), partners, strict=True)
            order = sorted(known, key=lambda each: (each[0], self.cities[each[1]].id))
            reason, country = self._reason(city, [partner for _score, partner in order], full)
            by = None
            if reason == "would-lower-total" and forced:
                forced -= 1
                by = loss(self.pool, best, city)
            alternatives = tuple(Alternative(self.cities[other].id, -score) for score, other in order[:ALTERNATIVES])
            yield LeftOut(self.cities[city].id, reason, country, by, alternatives)

    def _full(self, chosen: Sequence[Pair]) -> set[str]:
        """Countries whose quota is used up."""
        used = Counter(country for pair in chosen for country in {self.cities[city].country for city in pair})
        return {country for country, most in self.problem.rules.quota.items() if used[country] >= most}

    def _reason(self, city: int, partners: Sequence[int], full: set[str]) -> tuple[LeftOutBecause, str]:
        """``partners``: all that are admissible, the best first."""
        if not partners:
            return "no-admissible-partner", ""
        if self.cities[city].country in full:
            return "quota-full", self.cities[city].country
        takes = [other for other in partners if self.pool.capacity[other] > 0 and self.pool.capacity[city] > 0]
        if not takes:
            return "capacity-full", ""
        if all(self.cities[other].country in full for other in takes):
            return "quota-full", self.cities[takes[0]].country
        return "would-lower-total", ""
