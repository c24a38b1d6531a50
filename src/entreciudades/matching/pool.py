"""The best set of pairs where no flow finds it: one pool, or quotas that count the pairs of both sides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from importlib.metadata import version
from itertools import islice
from typing import Final

import numpy as np

from entreciudades.matching.affinity import affinity
from entreciudades.matching.arcs import Arcs
from entreciudades.matching.blocks import Affinities, Ints, Special
from entreciudades.matching.candidates import first_candidates, taken
from entreciudades.matching.general import Best, Pool, Prices, best_pool, loss
from entreciudades.matching.left_out import ALTERNATIVES
from entreciudades.matching.problem import Problem
from entreciudades.matching.profile import Profile, profiles, weights
from entreciudades.matching.result import MICRO, Affinity, Alternative, LeftOut, LeftOutBecause, Result
from entreciudades.matching.sweep import NOT, Admissible, Progress, Tell
from entreciudades.matching.whole import FINE, MARGIN, Int64s, Mask, Places

HELD = 200_000
"""Of more pairs than these only candidates are held; the prices are held against all."""
MOST_FORCED: Final = 20
"""For so many cities it is computed what pairing them would cost, if all pairs are held."""


def solve_pool(problem: Problem, *, progress: Progress) -> Result:
    """Pair the cities of a problem that was checked and whose rules do not contradict each other."""
    instance = _Instance.of(problem)
    pool, admitted = instance.pool(partial(progress, "candidates"))
    fresh = instance.fresh if problem.rules.first_aim == "most_cities" else None
    further = partial(instance.further, partial(progress, "all pairs")) if instance.wide else None
    pool, best = best_pool(pool, fresh=fresh, tell=partial(progress, "best pairs"), further=further)
    chosen = [*instance.required, *map(tuple, pool.pairs[best.chosen].tolist())]
    pairs = sorted((instance.affinity(*pair) for pair in chosen), key=lambda pair: (pair.a, pair.b))
    total = sum(pair.score for pair in pairs)
    return Result(
        pairs=tuple(pairs),
        left_out=tuple(sorted(instance.left_out(chosen, pool, best, progress), key=lambda city: city.id)),
        total=total,
        bound=total + best.bound - best.total,
        admissible_pairs=admitted + len(instance.required),
        engine=f"linear programme and branching, HiGHS of SciPy {version('scipy')}",
    )


Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Instance:
    """All cities by place, the pairs that are required, and the affinities of those that may be chosen besides.

    ``second``: where the cities of the second side begin; in one pool, 0, for every city is a row and a column.
    """

    problem: Problem
    cities: tuple[Profile, ...]
    second: int
    weights: dict[str, int]
    required: tuple[Pair, ...]
    admissible: Admissible

    @classmethod
    def of(cls, problem: Problem) -> "_Instance":
        rules, side = problem.rules, {city.id: city.side for city in problem.cities}
        cities = sorted(profiles(problem), key=lambda city: side[city.id] in rules.sides[1:])
        second = sum(side[city.id] in rules.sides[:1] for city in cities)
        place = {city.id: place for place, city in enumerate(cities)}

        def placed(pairs: Iterable[tuple[str, str]]) -> set[Pair]:
            known = ((place[a], place[b]) for a, b in pairs if a in place and b in place)
            return {(min(pair), max(pair)) for pair in known}

        required = placed(rules.require)
        closed = required | placed(rules.forbid)
        if not rules.sides:
            closed |= {(b, a) for a, b in closed} | {(city, city) for city in range(len(cities))}
        rows = cities[:second] if rules.sides else cities
        admissible = Admissible(
            Affinities.between(rows, cities[second:], weights(rules)),
            len(rows),
            len(cities) - second,
            round(rules.min_score * MICRO),
            Special.of({(a, b - second): NOT for a, b in closed if b >= second and a < len(rows)}),
        )
        return cls(problem, tuple(cities), second, weights(rules), tuple(sorted(required)), admissible)

    @property
    def apart(self) -> bool:
        """Whether there are two sides."""
        return bool(self.problem.rules.sides)

    @property
    def wide(self) -> bool:
        """Whether there are more pairs than are held."""
        return self.admissible.rows * self.admissible.columns > HELD

    @property
    def fresh(self) -> Mask:
        """Cities without a required pair."""
        required = {city for pair in self.required for city in pair}
        return np.array([city not in required for city in range(len(self.cities))], np.bool_)

    def pool(self, tell: Tell) -> tuple[Pool, int]:
        """What the required pairs leave, all of it or its candidates; and the number of pairs that may be chosen."""
        if self.wide:
            arcs, admitted = first_candidates(self.admissible, tell)
        else:
            rows, columns = slice(0, self.admissible.rows), slice(0, self.admissible.columns)
            scores = self.admissible.strip(rows, columns)
            row, column = np.nonzero(scores >= 0)
            arcs, admitted = Arcs(row, column, scores[row, column].astype(np.int64)), len(row)
        taken = Counter(city for pair in self.required for city in pair)
        quota = dict(self.problem.rules.quota)
        for a, b in self.required:
            for country in {self.cities[a].country, self.cities[b].country} & quota.keys():
                quota[country] -= 1
        countries = {country: number for number, country in enumerate(sorted(quota))}
        pool = Pool(
            pairs=np.zeros((0, 2), np.intp),
            scores=np.zeros(0, np.int64),
            capacity=np.array([city.capacity - taken[place] for place, city in enumerate(self.cities)], np.int64),
            country=np.array([countries.get(city.country, -1) for city in self.cities], np.intp),
            quota=np.array([quota[country] for country in countries], np.int64),
        )
        return pool.joined(*self._pairs(arcs)), admitted if self.apart else admitted // 2

    def _pairs(self, arcs: Arcs) -> tuple[Places, Int64s]:
        """Places of cities, each pair once; in one pool it stands on both sides of the diagonal."""
        if not self.apart:
            low, high = np.minimum(arcs.rows, arcs.columns), np.maximum(arcs.rows, arcs.columns)
            arcs = Arcs.joined(Arcs(low, high, arcs.scores))
        return np.column_stack((arcs.rows, arcs.columns + self.second)), arcs.scores

    def further(self, tell: Tell, pool: Pool, several: Sequence[Prices]) -> Pool | None:
        """The pool with the pairs that matter at some of these prices, among all, and those that nearly do."""

        def spare(scores: Int64s, a: Places, b: Places) -> Int64s:
            gains = [(prices.gains(scores, pool.country, a, b) - prices.least) // FINE for prices in several]
            return np.where(scores >= 0, reduce(np.maximum, gains), -(2**40))

        def act(rows: slice, columns: slice, scores: Ints) -> Arcs:
            a = np.arange(rows.start, rows.stop)[:, None]
            b = np.arange(columns.start, columns.stop) + self.second
            most = spare(scores.astype(np.int64), a, b)
            return taken(self.admissible, (rows, columns), scores, most >= -MARGIN, most)

        pairs, scores = self._pairs(Arcs.joined(*self.admissible.sweep(act, tell)))
        number = np.array([len(self.cities), 1])
        new = ~np.isin(pairs @ number, pool.pairs @ number)
        pairs, scores = pairs[new], scores[new]
        return pool.joined(pairs, scores) if (spare(scores, *pairs.T) >= 0).any() else None

    def affinity(self, one: int, other: int) -> Affinity:
        """Of two cities: the first side's first; in one pool by id."""
        first = (one >= self.second, self.cities[one].id) < (other >= self.second, self.cities[other].id)
        a, b = (one, other) if first else (other, one)
        return affinity(self.cities[a], self.cities[b], self.weights)

    def left_out(self, chosen: Sequence[Pair], pool: Pool, best: Best, progress: Progress) -> Iterator[LeftOut]:
        """The cities of no pair, each with its reason and its best admissible partners."""
        paired = {city for pair in chosen for city in pair}
        full = self._full(chosen)
        left = [city for city in range(len(self.cities)) if city not in paired]
        forced = MOST_FORCED if self.problem.rules.first_aim == "total" and not self.wide else 0
        for done, city in enumerate(left):
            progress("cities left out", done / len(left))
            partners = self._partners(city)
            reason, country = self._reason(city, list(partners), pool, full)
            by = None
            if reason == "would-lower-total" and forced:
                forced -= 1
                by = loss(pool, best, city)
            five = islice(partners.items(), ALTERNATIVES)
            alternatives = tuple(Alternative(self.cities[other].id, score) for other, score in five)
            yield LeftOut(self.cities[city].id, reason, country, by, alternatives)

    def _partners(self, city: int) -> dict[int, int]:
        """All that are admissible with their scores, the best first, ties by id."""
        rows, columns = slice(0, self.admissible.rows), slice(0, self.admissible.columns)
        if self.apart and city >= self.second:
            place = city - self.second
            first, scores = 0, self.admissible.strip(rows, slice(place, place + 1))[:, 0]
        else:
            first, scores = self.second, self.admissible.strip(slice(city, city + 1), columns)[0]
        known = {first + other: int(scores[other]) for other in np.flatnonzero(scores >= 0).tolist()}
        return dict(sorted(known.items(), key=lambda each: (-each[1], self.cities[each[0]].id)))

    def _full(self, chosen: Sequence[Pair]) -> set[str]:
        """Countries whose quota is used up."""
        used = Counter(country for pair in chosen for country in {self.cities[city].country for city in pair})
        return {country for country, most in self.problem.rules.quota.items() if used[country] >= most}

    def _reason(self, city: int, partners: Sequence[int], pool: Pool, full: set[str]) -> tuple[LeftOutBecause, str]:
        """``partners``: all that are admissible, the best first."""
        if not partners:
            return "no-admissible-partner", ""
        if self.cities[city].country in full:
            return "quota-full", self.cities[city].country
        takes = [other for other in partners if pool.capacity[other] > 0 and pool.capacity[city] > 0]
        if not takes:
            return "capacity-full", ""
        if all(self.cities[other].country in full for other in takes):
            return "quota-full", self.cities[takes[0]].country
        return "would-lower-total", ""
