"""The greatest sum of whole choices under linear rules, over far more choices than a solver could look at.

The relaxation, which takes choices in part, is solved over candidates; its prices are held against **all** choices,
those that gain become candidates, until none does. Any prices give a bound over all choices: here they are rounded to
whole numbers, so that the bound is exact and owes nothing to the solver's tolerance. What remains between it and whole
choices is closed by branching over those which by their price could still be in a better set; no other can. Work is
limited in rounds and nodes, never in seconds, so that a slow machine finds the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

Int64s = NDArray[np.int64]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]
Tell = Callable[[float], None]
Cuts = Callable[[Floats], "tuple[csr_array, Int64s] | None"]

ENTERING: Final = 10
"""For each row, so many choices become candidates in a round at most."""
ROUNDS: Final = 400
NODES: Final = 20_000
NEAR: Final = 5
"""For each row, so many candidates are branched over at first."""
MOST_BRANCHED: Final = 60_000
"""Where more choices could be in a better set, the gap stays and is told."""
FINE: Final = 2**16
"""Prices are whole parts of a unit of gain, so many to one."""
CUTS: Final = 40
"""Rounds in which rules are added."""
NO_SET: Final = 2
"""SciPy's word for: no choices keep the rules."""
UNBOUNDED: Final = 2**62
MARGIN: Final = 10_000
"""What gains less than nothing by so many units may gain at the next prices, and is looked at with what gains now."""
SLACK: Final = 0.01
"""A bound of the solver's is off by less; gains are whole."""


@dataclass(frozen=True, slots=True)
class Programme:
    """Greatest ``gains @ z`` with ``rows @ z <= most`` for z of zeros and ones, all numbers whole."""

    gains: Int64s
    rows: csr_array
    most: Int64s

    def with_rows(self, rows: Any, most: Any) -> "Programme":
        """The same under further rules."""
        joined = csr_array(vstack((self.rows, csr_array(rows))))
        return replace(self, rows=joined, most=np.append(self.most, most))

    def aiming(self, gains: Int64s, *, at_least: int) -> "Programme":
        """Another aim, among what reaches so much of this one."""
        return replace(self.with_rows(-self.gains[None, :], -at_least), gains=gains)


@dataclass(frozen=True, slots=True)
class Solved:
    """What is chosen, its total, and a bound over all choices.

    A set with at least this total has no choice that is not ``possible``, and has all that are ``sure``.
    """

    chosen: Mask
    total: int
    bound: int
    possible: Mask
    sure: Mask


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The programme with the rules that were found, and what its prices say, in parts of a unit.

    ``prices``: of the rows, the first of the programme, in order; ``gains``: what each choice gains at them;
    ``bound``: no choice of whole ones has a greater total.
    """

    programme: Programme
    prices: Int64s
    gains: Int64s
    bound: int


def relax(programme: Programme, start: Mask, at: Int64s, cuts: Cuts, tell: Tell) -> Relaxed:
    """Until no choice gains and no rule is broken, or nothing can exceed the start, or the rounds are over.

    ``start`` keeps the rules; ``cuts`` may name further rules that a choice in part breaks. At first the choices are
    looked at that gain most for each row at the prices ``at`` of the first rows.
    """
    aims = programme.gains.astype(np.float64)
    best = priced(programme, at)
    candidates = start | _best_of_rows(programme.rows, best.gains, np.ones(len(aims), bool))
    least = FINE * (int(programme.gains @ start) + _step(programme))
    cut = 0
    for done in range(ROUNDS):
        tell(done / ROUNDS)
        if best.bound < least:
            break
        places = np.flatnonzero(candidates)
        found = linprog(-aims[places], programme.rows[:, places], programme.most, bounds=(0, 1), method="highs-ds")
        if found.x is None:
            break
        prices = np.rint(FINE * np.maximum(-found.ineqlin.marginals, 0)).astype(np.int64)
        now = priced(programme, prices)
        best = min(best, now, key=lambda relaxed: relaxed.bound)
        if (now.gains[~candidates] > 0).any():
            candidates |= _best_of_rows(programme.rows, now.gains, (now.gains > -MARGIN * FINE) & ~candidates)
            continue
        share = np.zeros(len(aims))
        share[places] = found.x
        cut += 1
        if cut > CUTS or (further := cuts(share)) is None:
            break
        programme = programme.with_rows(*further)
    return replace(best, programme=programme)


def settle(relaxed: Relaxed, start: Mask) -> Solved:
    """Choose in whole. The total is that of the set chosen; it is the greatest where it equals the bound."""
    programme, gains, bound = relaxed.programme, relaxed.gains, relaxed.bound
    step = _step(programme)
    chosen, total, most = start, int(programme.gains @ start), bound // FINE // step * step
    if total < most:
        tried = start | _nearest(relaxed, NEAR * len(programme.most))
        chosen, among = _branched(programme, tried, start)
        total = int(programme.gains @ chosen)
        better = gains >= FINE * (total + 1) - bound
        if not (better & ~tried).any():
            most = min(most, max(total, among))
        elif total < most and np.count_nonzero(better) <= MOST_BRANCHED:
            chosen, among = _branched(programme, better, chosen)
            total = int(programme.gains @ chosen)
            most = min(most, max(total, among))
    spare = bound - FINE * total
    return Solved(chosen, total, most, chosen | (gains >= -spare), gains > spare)


def _nearest(relaxed: Relaxed, count: int) -> Mask:
    """So many choices at most, those that gain most."""
    near = np.zeros(len(relaxed.gains), bool)
    near[np.argsort(-relaxed.gains, kind="stable")[:count]] = True
    return near


def _step(programme: Programme) -> int:
    """All totals are multiples of it."""
    return int(np.gcd.reduce(programme.gains)) or 1


def priced(programme: Programme, fine: Int64s) -> Relaxed:
    """What these prices of the first rows say; the others cost nothing."""
    fine = np.append(fine, np.zeros(len(programme.most) - len(fine), np.int64))
    gains = FINE * programme.gains - programme.rows.T @ fine
    return Relaxed(programme, fine, gains, int(fine @ programme.most + gains[gains > 0].sum()))


def _best_of_rows(rows: csr_array, gains: Int64s, among: Mask) -> Mask:
    """The choices of each row that gain most."""
    best = np.zeros(len(gains), bool)
    for begin, end in pairwise(rows.indptr):
        places = rows.indices[begin:end]
        places = places[among[places]]
        best[places[np.argsort(-gains[places], kind="stable")[:ENTERING]]] = True
    return best


def _branched(programme: Programme, among: Mask, start: Mask) -> tuple[Mask, int]:
    """The best set of whole choices among some, at least as good as the start, and a bound over those sets."""
    places = np.flatnonzero(among)
    rules = LinearConstraint(programme.rows[:, places].astype(np.float64), -np.inf, programme.most)
    found = milp(
        -programme.gains[places].astype(np.float64),
        integrality=np.ones(len(places)),
        bounds=Bounds(0, 1),
        constraints=rules,
        options={"node_limit": NODES, "mip_rel_gap": 0},
    )
    if found.x is None:
        return start, 0 if found.status == NO_SET else UNBOUNDED
    bound = int(np.floor(SLACK - found.mip_dual_bound))
    chosen = np.zeros(len(among), bool)
    chosen[places] = found.x > 0.5  # noqa: PLR2004 - whole up to a tolerance
    keeps = (programme.rows @ chosen.astype(np.int64) <= programme.most).all()
    return (chosen if keeps and programme.gains @ chosen > programme.gains @ start else start), bound
