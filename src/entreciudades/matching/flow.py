"""The best pairs among candidates, as a flow of least cost.

A unit of flow is a pair. It leaves the source through a country's quota and a city's capacity, crosses to a city of the
other side, and ends through that one's capacity and its country's quota. Quotas and capacities nest, so that there is
one network, of which every optimum is whole. A bonus makes the first pair of a city worth that much more: gains that
fall still make a flow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from entreciudades.matching.arcs import Arcs

Int64s = NDArray[np.int64]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]
Links = tuple[Places, Places]
SOURCE, SINK = 0, 1


@dataclass(frozen=True, slots=True)
class Side:
    """What the cities of a side may still take: pairs by city; country by city (-1 if it has no quota), pairs by it.

    ``fresh``: whether a city has no required pair, so that its first one earns the bonus.
    """

    capacity: Int64s
    country: Places
    quota: Int64s
    fresh: Mask

    def __len__(self) -> int:
        return len(self.capacity)

    def by_country(self, pairs: Int64s) -> Int64s:
        """Pairs by country with a quota, from pairs by city."""
        counted = self.country >= 0
        return np.bincount(self.country[counted], pairs[counted], len(self.quota)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Market:
    """Two sides, and what the first pair of a city is worth besides its affinity."""

    a: Side
    b: Side
    bonus: int

    @property
    def nodes(self) -> int:
        """Source, sink, cities and quotas of a, cities and quotas of b."""
        return 2 + sum(len(side) + len(side.quota) for side in (self.a, self.b))

    def places(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The first node of the cities and of the quotas of each side."""
        a_quota = 2 + len(self.a)
        b_first = a_quota + len(self.a.quota)
        return (2, a_quota), (b_first, b_first + len(self.b))

    def links(self) -> Iterator[tuple[Side, Links, Links]]:
        """The links of each side's cities, then those of its quotas: all lead from source to sink."""
        for side, (first, quota), end in zip((self.a, self.b), self.places(), (SOURCE, SINK), strict=True):
            cities, quotas = first + np.arange(len(side)), quota + np.arange(len(side.quota))
            above, ends = np.where(side.country >= 0, quota + side.country, end), np.full(len(side.quota), end)
            if end == SOURCE:
                yield side, (above, cities), (ends, quotas)
            else:
                yield side, (cities, above), (quotas, ends)

    def crossing(self, arcs: Arcs) -> Links:
        """The links of pairs."""
        (a_first, _), (b_first, _) = self.places()
        return a_first + arcs.rows, b_first + arcs.columns

    def worth(self, arcs: Arcs, chosen: Mask) -> int:
        """The total of the chosen pairs, with the bonus of each city that they pair first."""
        firsts = sum(
            int(side.fresh[np.unique(places[chosen])].sum())
            for side, places in ((self.a, arcs.rows), (self.b, arcs.columns))
        )
        return int(arcs.scores[chosen].sum()) + self.bonus * firsts


def best_flow(market: Market, arcs: Arcs) -> Mask:
    """Which candidates are chosen: the set with the greatest worth.

    Raises:
        ArithmeticError: the numbers are too great for the solver.
    """
    most = min(int(side.capacity.sum()) for side in (market.a, market.b))
    links: list[tuple[Any, Any, Any, Any]] = [(*market.crossing(arcs), 1, -arcs.scores)]
    for side, cities, quotas in market.links():
        first = np.where(side.fresh, np.minimum(side.capacity, 1), 0)
        links += [(*cities, first, -market.bonus), (*cities, side.capacity - first, 0), (*quotas, side.quota, 0)]
    links.append((np.array([SOURCE]), np.array([SINK]), most, 0))  # what finds no pair
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(*columns(links))
    solver.set_nodes_supplies(np.array([SOURCE, SINK]), np.array([most, -most]))
    if (status := solver.solve()) != solver.OPTIMAL:
        message = f"the flow was not solved: {status.name}"
        raise ArithmeticError(message)
    return np.asarray(solver.flows(np.arange(len(arcs))) > 0)


def columns(links: list[tuple[Any, ...]]) -> tuple[Int64s, ...]:
    """One array of each column; what stands once in a row holds for all its links."""
    return tuple(
        np.concatenate([np.broadcast_to(np.asarray(row[place], np.int64), row[0].shape) for row in links])
        for place in range(len(links[0]))
    )
