"""The best set of pairs in any graph, under capacities and quotas, as whole choices; see ``whole.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from entreciudades.matching.odd_sets import OddSet, odd_sets
from entreciudades.matching.whole import (
    FINE,
    Floats,
    Int64s,
    Mask,
    Places,
    Programme,
    Relaxed,
    Solved,
    Tell,
    priced,
    relax,
    settle,
)

MOST_DRAWN: Final = 20_000
"""Among so many pairs lots are drawn where sets have the same total."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Which pairs may be chosen: two columns of places, the lesser first, each with its score in whole numbers.

    ``capacity`` by city; ``country`` by city, -1 where it has no quota; ``quota`` by country. A pair inside a country
    counts once for its quota.
    """

    pairs: Places
    scores: Int64s
    capacity: Int64s
    country: Places
    quota: Int64s

    def joined(self, pairs: Places, scores: Int64s) -> "Pool":
        """The same with further pairs."""
        known, order = np.concatenate((self.pairs, pairs)), np.concatenate((self.scores, scores))
        places = np.lexsort(known.T[::-1])
        return replace(self, pairs=known[places], scores=order[places])


@dataclass(frozen=True, slots=True)
class Best:
    """Which pairs are chosen, their total, and a bound that no admissible set of pairs exceeds."""

    chosen: Mask
    total: int
    bound: int


@dataclass(frozen=True, slots=True)
class Prices:
    """What a pair gains that is not in the pool: ``score`` times its own, less the prices of its ``city``s.

    A pair inside a country pays the price of its quota once: ``same`` by country is given back. ``sets``: what a pair
    inside each of these sets of cities pays. The pair matters if it gains ``least``.
    """

    score: int
    city: Int64s
    same: Int64s
    sets: tuple[tuple[Mask, int], ...]
    least: int

    def gains(self, scores: Int64s, country: Places, a: Places, b: Places) -> Int64s:
        """Of pairs of these cities; arrays of any shape that go together."""
        found = self.score * scores - self.city[a] - self.city[b]
        found += np.where(country[a] == country[b], np.append(self.same, 0)[country[a]], 0)
        for cities, price in self.sets:
            found -= price * (cities[a] & cities[b])
        return found


Further = Callable[[Pool, Sequence[Prices]], Pool | None]
"""The pool with all pairs besides that matter at some of these prices; None if there are none."""


def best_pool(
    pool: Pool, *, fresh: Mask | None = None, tell: Tell = lambda _share: None, further: Further | None = None
) -> tuple[Pool, Best]:
    """The set of pairs with the greatest total; of several, always the same one; and the pool in which it was found.

    With ``fresh``, the cities whose first pair counts, the sets that pair most of them come first, and the bound is
    over those. Where the bound exceeds the total, the optimum is not proved. With ``further`` the pool holds candidates
    alone, and others are asked for.
    """
    before: Sequence[_Stage] = ()
    while further:  # first in part alone, which takes less time
        frame, nothing = _Frame.of(pool), np.zeros(len(pool.pairs), bool)
        relaxed = frame.relaxed(nothing, tell, before)
        before = [_Stage(frame, relaxed, Solved(nothing, 0, relaxed.bound, nothing, nothing))]
        if (wider := further(pool, [before[0].prices()])) is None:
            break
        pool = wider
    while True:
        stages = _stages(pool, fresh, tell, before)
        if further is None:
            break
        if wider := further(pool, [stage.prices() for stage in stages]):
            before = ()
        elif wider := further(pool, [stage.prices(near=True) for stage in stages]):
            before = stages  # pairs that do not gain change no price
        else:
            break
        pool = wider
    last, solved = stages[-1], stages[-1].solved
    chosen = solved.chosen
    if solved.bound == solved.total and (solved.possible ^ chosen).any() and solved.possible.sum() <= MOST_DRAWN:
        chosen = _canonical(last.frame.programme, pool, solved, tell)
    return pool, Best(chosen[: len(pool.pairs)], solved.total, solved.bound)


def _stages(pool: Pool, fresh: Mask | None, tell: Tell, before: "Sequence[_Stage]") -> "list[_Stage]":
    """The greatest total; or that, the most cities, and the greatest total with so many."""
    frame, start = _Frame.of(pool), np.zeros(len(pool.pairs), bool)
    stages = [_Stage.solve(frame, start, tell, before[:1])]
    if fresh is not None and fresh.any():
        chosen, frame = stages[0].solved.chosen, frame.counting(fresh)
        paired = fresh & (frame.programme.rows[: len(fresh), : len(chosen)] @ chosen.astype(np.int64) > 0)
        stages.append(_Stage.solve(frame, np.append(chosen, paired[frame.several]), tell, before[1:2]))
        most_cities = stages[1].solved
        stages.append(_Stage.solve(frame.aiming(most_cities.total), most_cities.chosen, tell, before[2:3]))
    return stages


@dataclass(frozen=True, slots=True)
class _Stage:
    """A programme, what its prices say, and what is chosen in whole."""

    frame: "_Frame"
    relaxed: Relaxed
    solved: Solved

    @classmethod
    def solve(cls, frame: "_Frame", start: Mask, tell: Tell, before: "Sequence[_Stage]") -> "_Stage":
        """At the prices of the same stage before, if there was one."""
        relaxed = frame.at(before[0].relaxed, before[0].frame.odd) if before else frame.relaxed(start, tell)
        return cls(frame, relaxed, settle(relaxed, start))

    def prices(self, *, near: bool = False) -> Prices:
        """At which a pair matters if it gains; or, ``near``, if it might still be in a better set."""
        least = FINE * (self.solved.total + 1) - self.relaxed.bound if near else 1
        return self.frame.prices(self.relaxed, least=min(1, least))


@dataclass(slots=True)
class _Frame:
    """A pool as a programme: rows of cities, of quotas, of ``several``, of a former aim, and of odd sets.

    ``several``: cities that take more than one pair, whose first one counts; ``once``: what a pair of each city counts.
    """

    pool: Pool
    programme: Programme
    several: Places
    once: Int64s
    counts: bool = False
    odd: list[OddSet] = field(default_factory=list)

    @classmethod
    def of(cls, pool: Pool) -> "_Frame":
        """For the greatest total."""
        programme = Programme(pool.scores.astype(np.int64), *_limits(pool))
        return cls(pool, programme, np.zeros(0, np.intp), np.zeros(len(pool.capacity), np.int64))

    def counting(self, fresh: Mask) -> "_Frame":
        """For the greatest number of these cities with a pair.

        A pair counts for each of its cities that takes no other; for those that take more there is a column each, which
        is no more than the city's pairs.
        """
        once, several = fresh & (self.pool.capacity == 1), np.flatnonzero(fresh & (self.pool.capacity > 1))
        rows, ones = self.programme.rows, np.ones(len(several), np.int64)
        none = csr_array((rows.shape[0], len(several)), dtype=np.int64)
        links = hstack((-rows[several], eye_array(len(several), dtype=np.int64)))
        gains = np.append(once[self.pool.pairs].sum(axis=1), ones)
        programme = Programme(gains, csr_array(hstack((rows, none))), self.programme.most).with_rows(links, 0 * ones)
        return _Frame(self.pool, programme, several, once.astype(np.int64), counts=True)

    def aiming(self, at_least: int) -> "_Frame":
        """For the greatest total among the sets that count so much."""
        scores = np.append(self.pool.scores, np.zeros(len(self.several), np.int64))
        programme = self.programme.aiming(scores, at_least=at_least)
        return _Frame(self.pool, programme, self.several, self.once)

    def relaxed(self, start: Mask, tell: Tell, before: "Sequence[_Stage]" = ()) -> Relaxed:
        """With the odd sets that shares break; the prices of a stage before tell where to begin."""
        at = before[0].relaxed.prices[: len(self.programme.most)] if before else np.zeros(0, np.int64)
        return relax(self.programme, start, at, partial(_cuts, self.pool, self.odd), tell)

    def at(self, before: Relaxed, odd: Sequence[OddSet]) -> Relaxed:
        """At the prices, and with the odd sets, of the same frame with fewer pairs."""
        self.odd += odd
        rows = _rows(odd, self.pool, len(self.programme.gains)) if odd else None
        return priced(self.programme.with_rows(*rows) if rows else self.programme, before.prices)

    def prices(self, relaxed: Relaxed, *, least: int) -> Prices:
        """The prices of rows, told by city: so that they are known for pairs that have no column."""
        cities, quotas, several = len(self.pool.capacity), len(self.pool.quota), len(self.several)
        of_city, quota, links, others = np.split(relaxed.prices, np.cumsum((cities, quotas, several)))
        city = of_city + np.append(quota, 0)[self.pool.country]
        city[self.several] -= links
        aimed = self.programme.rows.shape[0] - cities - quotas - several
        city -= self.once * (FINE if self.counts else int(others[:aimed].sum()))
        sets = zip(self.odd, others[aimed:].tolist(), strict=False)
        return Prices(0 if self.counts else FINE, city, quota, tuple((odd.cities, by) for odd, by in sets if by), least)


def loss(pool: Pool, best: Best, city: int) -> int | None:
    """By how much the total falls if this city has a pair; None where it cannot have one, or no optimum is proved."""
    programme = Programme(pool.scores.astype(np.int64), *_limits(pool))
    alone = np.zeros(len(pool.pairs), bool)
    mine = (pool.pairs == city).any(axis=1)
    may = mine & (programme.rows.T @ (programme.most <= 0) == 0)
    if best.bound > best.total or not may.any():
        return None
    alone[np.flatnonzero(may)[np.argmax(pool.scores[may])]] = True
    forced = _solved(programme.with_rows(-mine[None, :].astype(np.int64), -1), pool, alone, lambda _share: None)
    return best.total - forced.total if forced.total == forced.bound else None


def _limits(pool: Pool) -> tuple[csr_array, Int64s]:
    """A row for each city and for each quota, a column for each pair; and the most of each row."""
    (a, b), cities, place = pool.pairs.T, len(pool.capacity), np.arange(len(pool.pairs))
    of_a, of_b = pool.country[a], pool.country[b]
    first, second = of_a >= 0, (of_b >= 0) & (of_b != of_a)
    rows = np.concatenate((a, b, cities + of_a[first], cities + of_b[second]))
    columns = np.concatenate((place, place, place[first], place[second]))
    shape = (cities + len(pool.quota), len(pool.pairs))
    return csr_array((np.ones(len(rows), np.int64), (rows, columns)), shape), np.append(pool.capacity, pool.quota)


def _cuts(pool: Pool, known: list[OddSet], share: Floats) -> tuple[csr_array, Int64s] | None:
    found = odd_sets(pool.pairs, share[: len(pool.pairs)], pool.capacity)
    if not found:
        return None
    known += found
    return _rows(found, pool, len(share))


def _rows(odd: Sequence[OddSet], pool: Pool, columns: int) -> tuple[csr_array, Int64s]:
    places = [each.inside_and_out(pool.pairs) for each in odd]
    ends = np.cumsum([0, *(len(each) for each in places)])
    rows = csr_array((np.ones(ends[-1], np.int64), np.concatenate(places), ends), (len(odd), columns))
    return rows, np.array([each.most for each in odd], np.int64)


def _solved(programme: Programme, pool: Pool, start: Mask, tell: Tell) -> Solved:
    return settle(relax(programme, start, np.zeros(0, np.int64), partial(_cuts, pool, []), tell), start)


def _canonical(programme: Programme, pool: Pool, solved: Solved, tell: Tell) -> Mask:
    """Of all sets with this total the one whose pairs have the greatest sum of lots, which fall on their places."""
    aim = programme.aiming(_lots(len(programme.gains)), at_least=solved.total)
    aim = aim.with_rows(-solved.sure[None, :].astype(np.int64), -np.count_nonzero(solved.sure))
    possible = np.flatnonzero(solved.possible)
    fewer = replace(aim, gains=aim.gains[possible], rows=csr_array(aim.rows[:, possible]))
    pairs = pool.pairs[possible[possible < len(pool.pairs)]]
    of_possible = _solved(fewer, replace(pool, pairs=pairs), solved.chosen[possible], tell)
    chosen = np.zeros(len(solved.chosen), bool)
    chosen[possible] = of_possible.chosen
    return chosen


def _lots(count: int) -> Int64s:
    """A number for each place that looks drawn by lot and is the same everywhere (SplitMix, 2014)."""
    lots = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        lots = (lots ^ (lots >> np.uint64(shift))) * np.uint64(factor)
    return (lots >> np.uint64(44)).astype(np.int64)
