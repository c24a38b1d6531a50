"""The best pairs among candidates as a flow of least cost, and the prices that prove it.

A unit of flow is a pair: it leaves the source by a country's quota and a city's capacity, crosses to a city of the other
side and ends through that one's capacity and its country's quota. Quotas and capacities nest, so that the network is one
and every optimum is whole. With a bonus, the first pair of each city is worth that much more: a concave gain is still a
flow.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from entreciudades.matching.sweep import Arcs

Int64s = NDArray[np.int64]
FAR = np.int64(2**60)


@dataclass(frozen=True, slots=True)
class Side:
    """What the cities of a side may still take: pairs by city; country by city (-1 if it has no quota), pairs by it.

    ``fresh``: whether a city has no required pair, so that its first one earns the bonus.
    """

    capacity: Int64s
    country: NDArray[np.intp]
    quota: Int64s
    fresh: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.capacity)

    def counted(self, pairs: Int64s) -> Int64s:
        """Pairs by country with a quota, from pairs by city."""
        return np.bincount(self.country[self.country >= 0], pairs[self.country >= 0], len(self.quota)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Prices:
    """What a pair costs each of its cities, in micro-units: the city's own price and that of its country's quota."""

    rows: Int64s
    columns: Int64s
    row_quotas: Int64s
    column_quotas: Int64s


def best_flow(a: Side, b: Side, arcs: Arcs, bonus: int) -> NDArray[np.bool_]:
    """Which candidates are chosen: the set with the greatest total (and bonus).

    Raises:
        ArithmeticError: the numbers are too great for the solver.
    """
    source, sink, a_first, b_first, a_quota, b_quota, _nodes = _places(a, b)
    tails, heads, capacities, costs = [], [], [], []

    def add(tail: NDArray[np.intp], head: NDArray[np.intp], capacity: Int64s, cost: Int64s) -> None:
        for column, values in zip((tails, heads, capacities, costs), (tail, head, capacity, cost), strict=True):
            column.append(values)

    ones, zeros = (lambda n: np.ones(n, np.int64)), (lambda n: np.zeros(n, np.int64))
    add(a_first + arcs.rows, b_first + arcs.columns, ones(len(arcs)), -arcs.scores)
    for side, first, quota, end in ((a, a_first, a_quota, source), (b, b_first, b_quota, sink)):
        city = first + np.arange(len(side))
        above = np.where(side.country >= 0, quota + side.country, end)
        countries = quota + np.arange(len(side.quota))
        ends = np.full(len(side.quota), end)
        extra = np.where(side.fresh & (side.capacity > 0), 1, 0)
        for capacity, cost in (
            (extra, np.full(len(side), -bonus, np.int64)),
            (side.capacity - extra, zeros(len(side))),
        ):
            tail, head = (above, city) if end == source else (city, above)
            add(tail, head, capacity, cost)
        tail, head = (ends, countries) if end == source else (countries, ends)
        add(tail, head, side.quota, zeros(len(side.quota)))
    most = min(int(a.capacity.sum()), int(b.capacity.sum()))
    add(np.array([source]), np.array([sink]), np.array([most]), zeros(1))
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        *(np.concatenate(column) for column in (tails, heads, capacities, costs))
    )
    solver.set_nodes_supplies(np.array([source, sink]), np.array([most, -most]))
    if (status := solver.solve()) != solver.OPTIMAL:
        message = f"the flow was not solved: {status.name}"
        raise ArithmeticError(message)
    return np.asarray(solver.flows(np.arange(len(arcs))) > 0)


def prices(a: Side, b: Side, arcs: Arcs, chosen: NDArray[np.bool_], bonus: int) -> Prices:
    """Prices at which no candidate that was not chosen gains: shortest ways from the source in what is left of the flow.

    Such prices exist because the flow is optimal. They are the greatest for rows and the least for columns.
    """
    source, sink, a_first, b_first, a_quota, b_quota, nodes = _places(a, b)
    tails, heads, costs = [], [], []

    def add(tail: NDArray[np.intp], head: NDArray[np.intp], cost: Int64s | int, where: NDArray[np.bool_]) -> None:
        tails.append(np.broadcast_to(tail, where.shape)[where])
        heads.append(np.broadcast_to(head, where.shape)[where])
        costs.append(np.broadcast_to(np.asarray(cost, np.int64), where.shape)[where])

    row, column = a_first + arcs.rows, b_first + arcs.columns
    add(row, column, -arcs.scores, ~chosen)
    add(column, row, arcs.scores, chosen)
    for side, first, quota, end, places in (
        (a, a_first, a_quota, source, arcs.rows),
        (b, b_first, b_quota, sink, arcs.columns),
    ):
        pairs = np.bincount(places[chosen], minlength=len(side)).astype(np.int64)
        by_country = side.counted(pairs)
        city = first + np.arange(len(side))
        above = np.where(side.country >= 0, quota + side.country, end)
        countries = quota + np.arange(len(side.quota))
        # one more pair of a city earns the bonus if it has none; one less loses it if it was the only one
        more, less = np.where(side.fresh & (pairs == 0), -bonus, 0), np.where(side.fresh & (pairs == 1), bonus, 0)
        towards, away = (city, above) if end == sink else (above, city), (above, city) if end == sink else (city, above)
        add(*towards, more, pairs < side.capacity)
        add(*away, less, pairs > 0)
        ends = np.array([end])
        towards, away = (
            ((countries, ends), (ends, countries)) if end == sink else ((ends, countries), (countries, ends))
        )
        add(*towards, 0, by_country < side.quota)
        add(*away, 0, by_country > 0)
    ends = np.array([True])
    add(np.array([source]), np.array([sink]), 0, ends)
    add(np.array([sink]), np.array([source]), 0, ends)
    far = _shortest(nodes, *(np.concatenate(column) for column in (tails, heads, costs)), source)
    return _cleaned(a, b, far, bonus)


def reached(a: Side, b: Side, arcs: Arcs, chosen: NDArray[np.bool_], bonus: int) -> int:
    """The total of the chosen pairs, with the bonus of each city that they pair first."""
    firsts = (side.fresh[np.unique(places[chosen])].sum() for side, places in ((a, arcs.rows), (b, arcs.columns)))
    return int(arcs.scores[chosen].sum()) + bonus * sum(int(count) for count in firsts)


def bound(a: Side, b: Side, arcs: Arcs, at: Prices, bonus: int) -> int:
    """What no set of these pairs surpasses, by the prices alone: capacities and quotas at their price, and what gains.

    If no pair but these gains, it is the bound over all.
    """
    whole = int(np.maximum(arcs.scores - at.rows[arcs.rows] - at.columns[arcs.columns], 0).sum())
    for side, price, quotas in ((a, at.rows, at.row_quotas), (b, at.columns, at.column_quotas)):
        open_ = side.capacity > 0
        own = (price - np.append(quotas, 0)[side.country])[open_]
        fresh = side.fresh[open_].astype(np.int64)
        whole += int((np.maximum(own + bonus, 0) * fresh + np.maximum(own, 0) * (side.capacity[open_] - fresh)).sum())
        whole += int((quotas * side.quota).sum())
    return whole


def _cleaned(a: Side, b: Side, far: Int64s, bonus: int) -> Prices:
    """No price below what the quota costs and the bonus gives: where nothing pulls, distances may lie lower or far off."""
    _source, _sink, a_first, b_first, a_quota, b_quota, _nodes = _places(a, b)
    cleaned = []
    for side, first, quota, sign in ((a, a_first, a_quota, 1), (b, b_first, b_quota, -1)):
        distance, by_country = far[first : first + len(side)], far[quota : quota + len(side.quota)]
        dear = np.where(by_country < FAR // 2, np.maximum(sign * by_country, 0), FAR if sign > 0 else 0)
        least = np.append(dear, 0)[side.country] - np.where(side.fresh, bonus, 0)
        price = np.where(distance < FAR // 2, np.maximum(sign * distance, least), FAR if sign > 0 else least)
        cleaned.append((np.where(side.capacity > 0, price, FAR), dear))
    (rows, row_quotas), (columns, column_quotas) = cleaned
    return Prices(rows, columns, row_quotas, column_quotas)


def _places(a: Side, b: Side) -> tuple[int, int, int, int, int, int, int]:
    """Where the nodes of the network begin: source, sink, cities of both sides, quotas of both sides, and the end."""
    a_first, b_first = 2, 2 + len(a)
    a_quota = b_first + len(b)
    b_quota = a_quota + len(a.quota)
    return 0, 1, a_first, b_first, a_quota, b_quota, b_quota + len(b.quota)


def _shortest(nodes: int, tails: NDArray[np.intp], heads: NDArray[np.intp], costs: Int64s, source: int) -> Int64s:
    """Distances from the source by Bellman and Ford; only what changed goes on. There is no negative circle."""
    order = np.argsort(tails, kind="stable")
    tails, heads, costs = tails[order], heads[order], costs[order]
    first = np.searchsorted(tails, np.arange(nodes + 1))
    far = np.full(nodes, FAR)
    far[source] = 0
    front = np.array([source])
    while len(front):
        counts = first[front + 1] - first[front]
        begins = np.repeat(first[front] - (np.cumsum(counts) - counts), counts)
        arcs = begins + np.arange(len(begins))
        reached = heads[arcs]
        by_way = far[tails[arcs]] + costs[arcs]
        nearer = by_way < far[reached]
        reached, by_way = reached[nearer], by_way[nearer]
        np.minimum.at(far, reached, by_way)
        front = np.unique(reached)
    return far
