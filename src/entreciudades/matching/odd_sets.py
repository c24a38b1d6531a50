"""Odd sets of cities: what whole pairs obey and halves of pairs do not.

A set S of cities whose capacities add up to b, and n pairs that lead out of it, cannot use more than (b + n) / 2 of the
pairs inside and of those n: each takes a place of S, those inside take two. Where b + n is odd, the half is lost too
(Edmonds, "Maximum matching and a polyhedron with 0,1-vertices", 1965).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

FRACTIONS: Final = (1e-6, 0.15, 0.3, 0.45)
"""Pairs that are chosen by more than this, and not in whole, hold a set together."""
BROKEN: Final = 1e-4


@dataclass(frozen=True, slots=True)
class OddSet:
    """Cities (by mask) and pairs that lead out (two columns of cities): together they have ``most`` pairs."""

    cities: NDArray[np.bool_]
    out: NDArray[np.intp]
    most: int

    def inside_and_out(self, pairs: NDArray[np.intp]) -> NDArray[np.intp]:
        """The places of the pairs that count: those inside, and those that lead out."""
        number = np.array([len(self.cities), 1])
        counts = self.cities[pairs].all(axis=1) | np.isin(pairs @ number, self.out @ number)
        return np.flatnonzero(counts)


def odd_sets(pairs: NDArray[np.intp], share: NDArray[np.float64], capacity: NDArray[np.int64]) -> tuple[OddSet, ...]:
    """Odd sets that these shares of pairs break; found among cities that hang together by pairs in part.

    ``pairs``: two columns of cities; ``share``: how far each is chosen, from 0 to 1. None does not mean that none is.
    """
    found = {}
    for least in FRACTIONS:
        for cities in _together(pairs[(share > least) & (share < 1 - FRACTIONS[0])], len(capacity)):
            if odd := _odd_set(cities, pairs, share, capacity):
                found[odd.cities.tobytes(), odd.out.tobytes()] = odd
    return tuple(found.values())


def _together(pairs: NDArray[np.intp], cities: int) -> Iterator[NDArray[np.bool_]]:
    a, b = pairs.T
    count, label = connected_components(coo_array((np.ones(len(a)), (a, b)), (cities, cities)), directed=False)
    sizes = np.bincount(label, minlength=count)
    for one in np.flatnonzero(sizes > 1):
        yield label == one


def _odd_set(
    cities: NDArray[np.bool_], pairs: NDArray[np.intp], share: NDArray[np.float64], capacity: NDArray[np.int64]
) -> OddSet | None:
    """The set with the pairs that lead out which break it most, if any do."""
    a, b = cities[pairs.T]
    inside, leads_out = a & b, a ^ b
    out = leads_out & (share > 0.5)  # noqa: PLR2004 - each taken adds its share and half a place
    places = int(capacity[cities].sum())
    if (places + int(out.sum())) % 2 == 0:
        edge = np.flatnonzero(leads_out)
        if not len(edge):
            return None
        change = edge[np.argmin(np.abs(share[edge] - 0.5))]
        out[change] = not out[change]
    most = (places + int(out.sum())) // 2
    if share[inside].sum() + share[out].sum() < most + BROKEN:
        return None
    return OddSet(cities, pairs[out], most)
