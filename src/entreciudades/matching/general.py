"""The best set of pairs in any graph, under capacities and quotas, as whole choices; see ``whole.py``."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from entreciudades.matching.odd_sets import odd_sets
from entreciudades.matching.whole import Floats, Int64s, Mask, Places, Programme, Solved, Tell, solve_whole


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


@dataclass(frozen=True, slots=True)
class Best:
    """Which pairs are chosen, their total, and a bound that no admissible set of pairs exceeds."""

    chosen: Mask
    total: int
    bound: int


def best_pool(pool: Pool, *, fresh: Mask | None = None, tell: Tell = lambda _share: None) -> Best:
    """The set of pairs with the greatest total; of several, always the same one.

    With ``fresh``, the cities whose first pair counts, the sets that pair most of them come first, and the bound is
    over those. Where the bound exceeds the total, the optimum is not proved.
    """
    scores = pool.scores.astype(np.int64)
    programme = Programme(scores, *_limits(pool))
    solved = _solved(programme, pool, np.zeros(len(scores), bool), tell)
    if fresh is not None and fresh.any():
        count = _counting(programme, pool, fresh)
        more = len(count.gains) - len(scores)
        paired = fresh & (programme.rows[: len(fresh)] @ solved.chosen.astype(np.int64) > 0)
        start = np.append(solved.chosen, paired[fresh & (pool.capacity > 1)])
        most_cities = _solved(count, pool, start, tell)
        programme = count.aiming(np.append(scores, np.zeros(more, np.int64)), at_least=most_cities.total)
        solved = _solved(programme, pool, most_cities.chosen, tell)
    chosen = solved.chosen
    if solved.bound == solved.total and (solved.possible ^ chosen).any():
        chosen = _canonical(programme, pool, solved, tell)
    return Best(chosen[: len(scores)], solved.total, solved.bound)


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


def _counting(programme: Programme, pool: Pool, fresh: Mask) -> Programme:
    """Greatest number of these cities with a pair.

    A pair counts for each of its cities that takes no other; for those that take more there is a column each, which is
    no more than the city's pairs.
    """
    once, more = fresh & (pool.capacity == 1), np.flatnonzero(fresh & (pool.capacity > 1))
    ones = np.ones(len(more), np.int64)
    gains = np.append(once[pool.pairs].sum(axis=1), ones)
    none = csr_array((programme.rows.shape[0], len(more)), dtype=np.int64)
    links = hstack((-programme.rows[more], eye_array(len(more), dtype=np.int64)))
    return Programme(gains, csr_array(hstack((programme.rows, none))), programme.most).with_rows(links, 0 * ones)


def _solved(programme: Programme, pool: Pool, start: Mask, tell: Tell) -> Solved:
    def cuts(share: Floats) -> tuple[csr_array, Int64s] | None:
        pairs = len(pool.pairs)
        found = odd_sets(pool.pairs, share[:pairs], pool.capacity)
        if not found:
            return None
        places = [odd.inside_and_out(pool.pairs) for odd in found]
        ends = np.cumsum([0, *(len(each) for each in places)])
        shape = (len(found), len(share))
        rows = csr_array((np.ones(ends[-1], np.int64), np.concatenate(places), ends), shape)
        return rows, np.array([odd.most for odd in found], np.int64)

    return solve_whole(programme, start, cuts, tell)


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
