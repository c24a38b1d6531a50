"""The affinities of blocks of pairs, exact: whole numbers in arrays, each small enough for its type.

Shares times levels add up to at most 2,000,000, which float32 holds exactly in whatever order a library sums them;
weighted sums stay below 2 ** 31; populations are divided in float64, whose quotient, cut off, is that of the integers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entreciudades.matching.affinity import HALF
from entreciudades.matching.profile import WHOLE, Profile, terms
from entreciudades.matching.result import MICRO

Floats = NDArray[Any]
"""Whole numbers, or numbers to be cut off, in float32 or float64."""
Ints = NDArray[np.int32]
Part = Callable[[slice, slice], "Floats"]


@dataclass(frozen=True, slots=True)
class Affinities:
    """The affinity of every city of one tuple with every one of another, a block at a time."""

    parts: tuple[tuple[int, Part], ...]
    wishes: "Special"

    @classmethod
    def between(cls, a: Sequence[Profile], b: Sequence[Profile], weights: Mapping[str, int]) -> "Affinities":
        """Prepare the arrays; ``weights`` in thousandths, which sum up to ``WHOLE``."""
        make: dict[str, Callable[[Sequence[Profile], Sequence[Profile]], Part]] = {
            "complementarity": _complementarity,
            "shared_challenge": lambda a, b: _mutual(a, b, "needs", "challenges"),
            "scale": _scale,
            "language": _language,
            "agenda": lambda a, b: _mutual(a, b, "priorities", "agenda"),
            "readiness": _readiness,
            "preference": _indifference,
        }
        parts = tuple((weight, make[component](a, b)) for component, weight in weights.items())
        return cls(parts, _wishes(a, b, weights.get("preference", 0)))

    def block(self, rows: slice, columns: slice) -> Ints:
        """Micro-units: the weighted mean of the parts, rounded half up, as in ``affinity.weighted``."""
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        total = np.full(shape, WHOLE // 2, np.int32)
        for weight, part in self.parts:
            total += part(rows, columns).astype(np.int32) * np.int32(weight)  # cut off, as // does
        for row, column, more in self.wishes.within(rows, columns):
            total[row, column] += more
        total //= WHOLE
        return total


@dataclass(frozen=True, slots=True)
class Special:
    """A few pairs with a number each, by row."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: Ints

    @classmethod
    def of(cls, pairs: Mapping[tuple[int, int], int]) -> "Special":
        """From the number by pair of places."""
        order = sorted(pairs)
        places = np.array(order, np.intp).reshape(-1, 2)
        return cls(places[:, 0], places[:, 1], np.array([pairs[pair] for pair in order], np.int32))

    def within(self, rows: slice, columns: slice) -> "tuple[tuple[NDArray[np.intp], NDArray[np.intp], Ints], ...]":
        """Those in a block, with their places in it: once, or not at all if there are none."""
        start, stop = np.searchsorted(self.rows, (rows.start, rows.stop))
        here = slice(start, stop)
        inside = (self.columns[here] >= columns.start) & (self.columns[here] < columns.stop)
        if not inside.any():
            return ()
        row, column = self.rows[here][inside] - rows.start, self.columns[here][inside] - columns.start
        return ((row, column, self.values[here][inside]),)


def _complementarity(a: Sequence[Profile], b: Sequence[Profile]) -> Part:
    place = terms(city.needs for city in (*a, *b))
    a_needs, b_needs = (_shares([city.needs for city in side], place) for side in (a, b))
    a_offers, b_offers = (_levels([city.offers for city in side], place) for side in (a, b))

    def part(rows: slice, columns: slice) -> Floats:
        a_gets = a_needs[rows] @ b_offers[columns].T
        b_gets = a_offers[rows] @ b_needs[columns].T
        lesser: Floats = np.minimum(a_gets, b_gets)
        a_gets += b_gets
        lesser += lesser
        lesser += a_gets
        lesser *= np.float32(0.25)
        return lesser

    return part


def _mutual(a: Sequence[Profile], b: Sequence[Profile], shares: str, levels: str) -> Part:
    place = terms(getattr(city, shares) for city in (*a, *b))
    a_shares, b_shares = (_shares([getattr(city, shares) for city in side], place) for side in (a, b))
    a_levels, b_levels = (_levels([getattr(city, levels) for city in side], place) for side in (a, b))
    left, right = np.hstack((a_shares, a_levels)), np.hstack((b_levels, b_shares))
    left *= np.float32(0.5)

    def part(rows: slice, columns: slice) -> Floats:
        found: Floats = left[rows] @ right[columns].T
        return found

    return part


def _scale(a: Sequence[Profile], b: Sequence[Profile]) -> Part:
    left, right = (np.array([city.population or 1 for city in side], np.float64) for side in (a, b))
    left_micro, right_micro = left * MICRO, right * MICRO

    def part(rows: slice, columns: slice) -> Floats:
        ratio: Floats = np.minimum(left_micro[rows, None], right_micro[columns])
        ratio /= np.maximum(left[rows, None], right[columns])
        return ratio

    return _neutral(part, [city.population is None for city in a], [city.population is None for city in b])


def _readiness(a: Sequence[Profile], b: Sequence[Profile]) -> Part:
    left, right = (
        np.array([city.readiness or 0 for city in side], np.float32) * np.float32(MICRO // WHOLE) for side in (a, b)
    )

    def part(rows: slice, columns: slice) -> Floats:
        lesser: Floats = np.minimum(left[rows, None], right[columns])
        return lesser

    return _neutral(part, [city.readiness is None for city in a], [city.readiness is None for city in b])


def _language(a: Sequence[Profile], b: Sequence[Profile]) -> Part:
    place = terms(dict.fromkeys(city.languages, 1) for city in (*a, *b))
    left, right = (np.zeros((len(side), len(place)), np.float32) for side in (a, b))
    for side, spoken in ((a, left), (b, right)):
        for row, city in enumerate(side):
            spoken[row, [place[language] for language in city.languages]] = 1

    def part(rows: slice, columns: slice) -> Floats:
        common = left[rows] @ right[columns].T
        np.minimum(common, 1, out=common)
        common *= MICRO
        return common

    return _neutral(part, [not city.languages for city in a], [not city.languages for city in b])


def _neutral(part: Part, a_unknown: Sequence[bool], b_unknown: Sequence[bool]) -> Part:
    """The same, but half wherever a city's own fact is not known."""
    left, right = np.array(a_unknown, bool), np.array(b_unknown, bool)
    if not left.any() and not right.any():
        return part

    def neutral(rows: slice, columns: slice) -> Floats:
        known = part(rows, columns)
        known[left[rows]] = HALF
        known[:, right[columns]] = HALF
        return known

    return neutral


def _indifference(_a: Sequence[Profile], _b: Sequence[Profile]) -> Part:
    """Half for all; ``Affinities.wishes`` adds what is said."""

    def part(_rows: slice, _columns: slice) -> Floats:
        return np.full((1, 1), HALF, np.float32)

    return part


def _wishes(a: Sequence[Profile], b: Sequence[Profile], weight: int) -> Special:
    """What preferences add to or take from the weighted sum, in which indifference is counted already."""
    more: dict[tuple[int, int], int] = {}
    if weight:
        a_place, b_place = ({city.id: place for place, city in enumerate(side)} for side in (a, b))
        for place, city in enumerate(a):
            for other, level in city.preferences.items():
                if other in b_place:
                    pair = (place, b_place[other])
                    more[pair] = more.get(pair, 0) + level - WHOLE // 2
        for place, city in enumerate(b):
            for other, level in city.preferences.items():
                if other in a_place:
                    pair = (a_place[other], place)
                    more[pair] = more.get(pair, 0) + level - WHOLE // 2
    return Special.of({pair: weight * level * (MICRO // WHOLE) // 2 for pair, level in more.items()})


def _shares(cities: Sequence[Mapping[str, int]], place: Mapping[str, int]) -> NDArray[np.float32]:
    """A row for each city. What is not known is one more term, which everybody has at half level."""
    array = np.zeros((len(cities), len(place) + 1), np.float32)
    for row, city in enumerate(cities):
        for term, share in city.items():
            array[row, place[term]] = share
        if not city:
            array[row, -1] = WHOLE
    return array


def _levels(cities: Sequence[Mapping[str, int]], place: Mapping[str, int]) -> NDArray[np.float32]:
    """A row for each city, of the terms that anybody asks for; all are half where nothing is known."""
    array = np.zeros((len(cities), len(place) + 1), np.float32)
    array[:, -1] = WHOLE // 2
    for row, city in enumerate(cities):
        if not city:
            array[row] = WHOLE // 2
        for term, level in city.items():
            if term in place:
                array[row, place[term]] = level
    return array
