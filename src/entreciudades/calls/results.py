"""What came of a run, as it is kept and as it is read; what of it would be proposed to the cities."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from entreciudades import __version__
from entreciudades.calls.models import PairingRun
from entreciudades.matching import (
    COMPONENTS,
    MICRO,
    Affinity,
    Alternative,
    LeftOut,
    Problem,
    Result,
    score_matrix,
    solve,
)
from entreciudades.matching.result_file import result_text

ALTERNATIVES: Final = 6
"""For each city: five, and the one with which it goes."""
PRIVATE: Final = "preference"
"""What cities said of each other after the meetings: it counts, and is shown to nobody."""


@dataclass(frozen=True, slots=True)
class Solved:
    """All that a run keeps of what was found."""

    result: dict[str, Any]
    alternatives: dict[str, list[list[Any]]]
    input_digest: str
    digest: str


def solved(problem: Problem, *, progress: Callable[[str, float], None]) -> Solved:
    """Seek the pairs. Raises as `matching.solve`, and whatever `progress` raises."""
    result = solve(problem, progress=progress)
    kept = json.loads(result_text(result, problem, version=__version__))
    return Solved(kept, alternatives(problem), kept["digest"]["input"], kept["digest"]["result"])


def result_of(run: PairingRun) -> Result:
    """The result of a run that is done; KeyError of any other.

    The scores of pairs are those that may be read (`score_shown`); total and bound are of all that counted.
    """
    kept, weights = run.result or {}, run.rules["weights"]
    pairs, left_out = [_pair(one) for one in kept["pairs"]], [_left_out(one) for one in kept["unpaired"]]
    if PRIVATE in weights:
        pairs = [replace(one, score=score_shown(one, weights)) for one in pairs]
        left_out = [replace(one, alternatives=_others(run, one.id)) for one in left_out]
    return Result(
        pairs=tuple(pairs),
        left_out=tuple(left_out),
        total=_micro(kept["total"]),
        bound=_micro(kept["bound"]),
        admissible_pairs=kept["admissible_pairs"],
        engine=kept["engine"],
    )


def score_shown(pair: Affinity, weights: Mapping[str, float]) -> int:
    """The affinity without what cities said of each other, which weights and parts would let be reckoned back."""
    if PRIVATE not in weights:
        return pair.score
    read = {component: weight for component, weight in weights.items() if component != PRIVATE}
    return round(sum(weight * pair.parts[component] for component, weight in read.items()) / (sum(read.values()) or 1))


def _others(run: PairingRun, city: str) -> tuple[Alternative, ...]:
    best = run.alternatives.get(city, [])[: ALTERNATIVES - 1]
    return tuple(Alternative(other, score) for other, score in best)


def _pair(one: Mapping[str, Any]) -> Affinity:
    return Affinity(
        a=one["a"],
        b=one["b"],
        score=_micro(one["score"]),
        parts={component: _micro(one["parts"][component]) for component in COMPONENTS if component in one["parts"]},
        unknown=tuple(one["unknown"]),
        a_learns=tuple(one["terms"]["a_learns"]),
        b_learns=tuple(one["terms"]["b_learns"]),
    )


def _left_out(one: Mapping[str, Any]) -> LeftOut:
    return LeftOut(
        id=one["id"],
        reason=one["reason"],
        country=one["country"] or "",
        by=None if one["by"] is None else _micro(one["by"]),
        alternatives=tuple(Alternative(other["id"], _micro(other["score"])) for other in one["alternatives"]),
    )


def _micro(written: float) -> int:
    return round(written * MICRO)


@dataclass(frozen=True, slots=True)
class ToPropose:
    """A pair that a run leads to. `score` in micro-units and `parts` are of the run, None and empty where it has none.

    `override`: the reason for which the secretariat proposes it against the run. What cities said of each other is no
    part of it.
    """

    a: str
    b: str
    score: int | None
    parts: Mapping[str, int]
    unknown: tuple[str, ...]
    a_learns: tuple[str, ...]
    b_learns: tuple[str, ...]
    override: str = ""


def to_propose(run: PairingRun, result: Result | None = None) -> tuple[ToPropose, ...]:
    """The pairs of a run that is done, with what the secretariat has put in place of some of them.

    An override is a pair of `a` with `b` instead of another; the pair of `b` that it displaces falls away with it.
    """
    found = {frozenset((pair.a, pair.b)): _of_run(pair) for pair in (result or result_of(run)).pairs}
    for one in run.overrides:
        for pair in (frozenset((one["a"], one["instead_of"])), *map(frozenset, one["displaced"])):
            found.pop(pair, None)
        pair = frozenset((one["a"], one["b"]))
        found[pair] = _override(one)
    return tuple(found.values())


def _of_run(pair: Affinity) -> ToPropose:
    parts, unknown = parts_shown(pair)
    return ToPropose(pair.a, pair.b, pair.score, parts, tuple(unknown), pair.a_learns, pair.b_learns)


def parts_shown(pair: Affinity) -> tuple[dict[str, int], list[str]]:
    """The components that the office sees, and those of them that are neutral for want of data."""
    parts = {component: part for component, part in pair.parts.items() if component != PRIVATE}
    return parts, [component for component in pair.unknown if component in parts]


def _override(one: Mapping[str, Any]) -> ToPropose:
    return ToPropose(
        one["a"],
        one["b"],
        one["score"],
        {component: one["parts"][component] for component in COMPONENTS if component in one["parts"]},
        tuple(one["unknown"]),
        tuple(one["a_learns"]),
        tuple(one["b_learns"]),
        one["reason"],
    )


def alternatives(problem: Problem) -> dict[str, list[list[Any]]]:
    """The cities with which each one fits best, with the affinity in micro-units, ties by id.

    What cities said of each other does not count here: the office reads these affinities.
    """
    weights = {component: weight for component, weight in problem.rules.weights.items() if component != PRIVATE}
    if not any(weights.values()):
        return {}
    a, b, scores = score_matrix(replace(problem, rules=replace(problem.rules, weights=weights)))
    found = {city: _best(row, b) for city, row in zip(a, scores, strict=True)}
    if problem.rules.sides:
        found |= {city: _best(row, a) for city, row in zip(b, scores.T, strict=True)}
    return found


def _best(scores: Any, ids: tuple[str, ...]) -> list[list[Any]]:
    order = np.argsort(-np.nan_to_num(scores, nan=-1), kind="stable")[:ALTERNATIVES]  # ids stand in their order
    return [[ids[place], int(scores[place])] for place in order if not np.isnan(scores[place])]
