"""The best set of pairs, with its proof."""

from functools import partial
from importlib.metadata import version
from itertools import count

from entreciudades.matching.affinity import affinity
from entreciudades.matching.arcs import Arcs
from entreciudades.matching.candidates import first_candidates, gaining
from entreciudades.matching.conflicts import conflicts
from entreciudades.matching.errors import Infeasible
from entreciudades.matching.flow import best_flow
from entreciudades.matching.instance import Instance, check, straddling
from entreciudades.matching.left_out import left_out
from entreciudades.matching.prices import prices
from entreciudades.matching.problem import Problem
from entreciudades.matching.result import Result
from entreciudades.matching.sweep import Progress


def solve(problem: Problem, *, progress: Progress | None = None) -> Result:
    """Pair the cities so that no admissible set of pairs has a greater total.

    Raises:
        Infeasible: required pairs contradict forbidden ones, capacities or quotas.
        ValueError: the problem contradicts itself: two cities with one id, a side or a required city that is not there.
    """
    check(problem)
    if found := conflicts(problem):
        raise Infeasible(found)
    tell = progress or (lambda _what, _share: None)
    if not problem.rules.sides or straddling(problem):
        from entreciudades.matching.pool import solve_pool  # noqa: PLC0415 - it builds on what stands here

        # one pool, or two sides whose pairs count for quotas on both: no flow will do
        return solve_pool(problem, progress=tell)
    return _solve_sides(Instance.of(problem), tell)


def _solve_sides(instance: Instance, tell: Progress) -> Result:
    market, admissible = instance.market(), instance.admissible()
    candidates, admitted = first_candidates(admissible, partial(tell, "candidates"))
    for turn in count(1):
        chosen = best_flow(market, candidates)
        both = prices(market, candidates, chosen)
        more = gaining(admissible, both, partial(tell, f"round {turn}")).without(candidates)
        if not len(more):
            break
        candidates = Arcs.joined(candidates, more)
    found = candidates.where(chosen)
    places = sorted({*instance.required, *zip(found.rows.tolist(), found.columns.tolist(), strict=True)})
    pairs = [affinity(instance.a[row], instance.b[column], instance.weights) for row, column in places]
    total = sum(pair.score for pair in pairs)
    return Result(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.a, pair.b))),
        left_out=left_out(instance, market, both, places, partial(tell, "cities left out")),
        total=total,
        bound=total + both[0].bound(market, candidates) - market.worth(candidates, chosen),
        admissible_pairs=admitted + len(instance.required),
        engine=f"min-cost flow, OR-tools {version('ortools')}",
    )
