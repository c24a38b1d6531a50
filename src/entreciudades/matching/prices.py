"""The prices that prove an optimum: at them no pair that was left gains, and their sum is what was reached.

The solver of flows does not hand its prices out. They are the lengths of shortest ways in what the flow has left over.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entreciudades.matching.arcs import Arcs
from entreciudades.matching.blocks import Ints
from entreciudades.matching.flow import SINK, SOURCE, Int64s, Links, Market, Mask, Places, columns

FAR = 2**60
"""The price of what is not to be had."""
NARROW = 2**28
"""Prices below it are compared in 32 bits, in which ``NOT`` less two prices that are not to be had still fits."""
Whole = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Prices:
    """What a pair costs each of its cities, in micro-units: that of its country's quota and the city's own on top."""

    rows: Int64s
    columns: Int64s
    row_quotas: Int64s
    column_quotas: Int64s

    def narrow(self) -> tuple[Whole, Whole]:
        """The prices of rows and of columns in 32 bits, if all fit; what is not to be had is dear enough in them."""
        both = (self.rows, self.columns)
        if any((np.abs(side[side < FAR]) >= NARROW).any() for side in both):
            return both
        rows, columns_ = (np.minimum(side, 2 * NARROW).astype(np.int32) for side in both)
        return rows, columns_

    def bound(self, market: Market, arcs: Arcs) -> int:
        """What no set of these pairs surpasses: all capacities and quotas at their prices, and what pairs gain.

        If among all pairs none but these gains, it is the bound over all.
        """
        whole = int(np.maximum(arcs.scores - self.rows[arcs.rows] - self.columns[arcs.columns], 0).sum())
        for side, price, quotas in (
            (market.a, self.rows, self.row_quotas),
            (market.b, self.columns, self.column_quotas),
        ):
            own, first = (price - np.append(quotas, 0)[side.country]), np.where(side.fresh, 1, 0)
            own, first, capacity = (values[side.capacity > 0] for values in (own, first, side.capacity))
            whole += int((np.maximum(own + market.bonus, 0) * first).sum())
            whole += int((np.maximum(own, 0) * (capacity - first)).sum())
            whole += int((quotas * side.quota).sum())
        return whole


def gain(scores: Ints, rows: Whole, columns: Whole) -> Whole:
    """What pairs gain over their prices, as ``narrow`` gives them; far below 0 where a pair is not admissible."""
    worth: Whole = scores if rows.dtype == np.int32 else np.where(scores >= 0, scores, -2 * FAR)
    gained: Whole = worth - rows
    gained -= columns
    return gained


def prices(market: Market, arcs: Arcs, chosen: Mask) -> tuple[Prices, Prices]:
    """Of all prices that prove the optimum among these candidates, those that lie highest for columns, then for rows.

    They are the ways that lead to the sink, and those from the source. The price at its highest is what one more pair
    of the city would cost the others.
    """
    row, column = market.crossing(arcs)
    ends = np.array([SOURCE]), np.array([SINK])
    left: list[tuple[Any, Any, Any]] = [(*ends, 0), (*ends[::-1], 0)]
    left += [_some(~chosen, (row, column), -arcs.scores), _some(chosen, (column, row), arcs.scores)]
    for (side, cities, quotas), places in zip(market.links(), (arcs.rows, arcs.columns), strict=True):
        pairs = np.bincount(places[chosen], minlength=len(side)).astype(np.int64)
        by_country = side.by_country(pairs)
        # the first pair of a city earns the bonus, and who gives up the only one loses it
        more, less = (np.where(side.fresh & (pairs == count), market.bonus, 0) for count in (0, 1))
        left += [
            _some(pairs < side.capacity, cities, -more),
            _some(pairs > 0, cities[::-1], less),
            _some(by_country < side.quota, quotas, 0 * side.quota),
            _some(by_country > 0, quotas[::-1], 0 * side.quota),
        ]
    tails, heads, costs = columns(left)
    to_sink = _shortest(market.nodes, heads, tails, costs, SINK)
    from_source = _shortest(market.nodes, tails, heads, costs, SOURCE)
    return _priced(market, -to_sink), _priced(market, from_source)


def _some(where: Mask, links: Links, costs: Int64s) -> tuple[Places, Places, Int64s]:
    return links[0][where], links[1][where], costs[where]


def _priced(market: Market, way: Int64s) -> Prices:
    """No price lies below what the quota costs, less the bonus; without capacity there is nothing to be had.

    A way that does not exist says nothing: then the least price holds.
    """
    found = []
    for side, (first, quota), sign in zip((market.a, market.b), market.places(), (1, -1), strict=True):
        known = np.where(np.abs(way) < FAR, sign * way, -FAR)
        ways, quota_ways = known[first:quota], known[quota : quota + len(side.quota)]
        quotas = np.maximum(quota_ways, 0)
        least = np.append(quotas, 0)[side.country] - np.where(side.fresh, market.bonus, 0)
        found.append((np.where(side.capacity > 0, np.maximum(ways, least), FAR), quotas))
    (rows, row_quotas), (columns_, column_quotas) = found
    return Prices(rows, columns_, row_quotas, column_quotas)


def _shortest(nodes: int, tails: Places, heads: Places, costs: Int64s, start: int) -> Int64s:
    """Lengths of the shortest ways from a node, after Bellman and Ford: only what became shorter goes on.

    Costs may be below 0, but no circle of links is.
    """
    order = np.argsort(tails, kind="stable")
    tails, heads, costs = tails[order], heads[order], costs[order]
    first = np.searchsorted(tails, np.arange(nodes + 1))
    way = np.full(nodes, FAR)
    way[start] = 0
    front = np.array([start])
    while len(front):
        counts = first[front + 1] - first[front]
        links = np.arange(counts.sum()) + np.repeat(first[front] - np.cumsum(counts) + counts, counts)
        reached, length = heads[links], way[tails[links]] + costs[links]
        shorter = length < way[reached]
        np.minimum.at(way, reached[shorter], length[shorter])
        front = np.unique(reached[shorter])
    return way
