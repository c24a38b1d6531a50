"""Writes ``result.json``: the same problem and version give the same bytes on every machine.

Scores, parts, totals and levels are decimal numbers of at most six places, micro-units divided by a million: whoever
adds up ``round(score * 1_000_000)`` has the total, to the unit.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from entreciudades.matching.problem import City, Problem
from entreciudades.matching.result import MICRO, Affinity, LeftOut, Result


def result_text(result: Result, problem: Problem, *, version: str) -> str:
    """The file, a pair or city a line. ``digest`` holds SHA-256 of the problem and of the rest of the file."""
    told = {
        "admissible_pairs": result.admissible_pairs,
        "bound": result.bound / MICRO,
        "engine": result.engine,
        "gap": result.gap / MICRO,
        "pairs": [_pair(pair) for pair in result.pairs],
        "total": result.total / MICRO,
        "unpaired": [_left_out(city) for city in result.left_out],
    }
    digest = {
        "input": input_digest(problem),
        "result": hashlib.sha256(_compact(told).encode()).hexdigest(),
        "version": version,
    }
    lines = (f"{_compact(key)}:{_value(value)}" for key, value in sorted({**told, "digest": digest}.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def input_digest(problem: Problem) -> str:
    """SHA-256 of the problem, whatever the order in which its cities and keys were written."""
    rules = problem.rules
    digest = hashlib.sha256()
    parts: Iterable[object] = (
        *(_city(city) for city in sorted(problem.cities, key=lambda city: city.id)),
        [dict(rules.weights), rules.sides, rules.min_score, rules.first_aim, dict(rules.quota)],
        [sorted(sorted(pair) for pair in pairs) for pairs in (rules.require, rules.forbid)],
        {term: dict(kin) for term, kin in problem.kinship.items()},
    )
    for part in parts:
        digest.update(_compact(part).encode() + b"\n")
    return digest.hexdigest()


def _compact(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _value(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _compact(value)
    return "[\n" + ",\n".join(map(_compact, value)) + "\n]"


def _city(city: City) -> list[object]:
    levels = [dict(each) for each in (city.needs, city.offers, city.preferences)]
    lists = [city.languages, city.priorities]
    return [city.id, city.side, city.country, city.population, city.readiness, city.capacity, *levels, *lists]


def _pair(pair: Affinity) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "parts": {component: part / MICRO for component, part in pair.parts.items()},
        "score": pair.score / MICRO,
        "terms": {"a_learns": pair.a_learns, "b_learns": pair.b_learns},
        "unknown": pair.unknown,
    }


def _left_out(city: LeftOut) -> dict[str, Any]:
    return {
        "alternatives": [{"id": other.id, "score": other.score / MICRO} for other in city.alternatives],
        "by": None if city.by is None else city.by / MICRO,
        "country": city.country or None,
        "id": city.id,
        "reason": city.reason,
    }
