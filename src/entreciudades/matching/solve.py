"""The best set of pairs, with its proof."""

from importlib.metadata import version

from entreciudades.matching.affinity import affinity
from entreciudades.matching.candidates import first_candidates, gaining
from entreciudades.matching.conflicts import conflicts
from entreciudades.matching.errors import Infeasible
from entreciudades.matching.flow import best_flow, bound, prices, reached
from entreciudades.matching.instance import Instance, check
from entreciudades.matching.left_out import left_out
from entreciudades.matching.problem import Problem
from entreciudades.matching.result import MICRO, Result
from entreciudades.matching.sweep import Arcs, Progress


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
    if not problem.rules.sides:
        from entreciudades.matching.pool import solve_pool  # noqa: PLC0415 - it builds on what stands here

        return solve_pool(problem, progress=tell)
    return _solve_sides(Instance.of(problem), tell)


def _solve_sides(instance: Instance, tell: Progress) -> Result:
    a, b = instance.sides()
    admissible = instance.admissible()
    bonus = 0
    if instance.problem.rules.first_aim == "most_cities":
        bonus = 1 + MICRO * min(int(a.capacity.sum()), int(b.capacity.sum()))
    candidates, admitted = first_candidates(admissible, lambda share: tell("candidates", share))
    turn = 0
    while True:
        turn += 1
        chosen = best_flow(a, b, candidates, bonus)
        at = prices(a, b, candidates, chosen, bonus)
        more = gaining(admissible, at, lambda share, turn=turn: tell(f"round {turn}", share)).without(candidates)
        if not len(more):
            break
        candidates = Arcs.joined(candidates, more)
    rows, columns = candidates.rows[chosen], candidates.columns[chosen]
    places = sorted({*instance.required, *zip(rows.tolist(), columns.tolist(), strict=True)})
    pairs = tuple(affinity(instance.a[row], instance.b[column], instance.weights) for row, column in places)
    total = sum(pair.score for pair in pairs)
    return Result(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.a, pair.b))),
        left_out=left_out(instance, (a, b), at, places, bonus),
        total=total,
        bound=total + bound(a, b, candidates, at, bonus) - reached(a, b, candidates, chosen, bonus),
        admissible_pairs=admitted + len(instance.required),
        engine=f"min-cost flow, OR-tools {version('ortools')}",
    )
