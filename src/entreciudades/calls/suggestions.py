"""Whom a city should meet, by affinity, told in words: what it would learn and share, in which languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from entreciudades.matching.affinity import affinity
from entreciudades.matching.problem import Problem
from entreciudades.matching.profile import Profile, profiles, weights
from entreciudades.matching.result import MICRO, Affinity


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another city by the id of the problem: the terms learnt from it and shared with it, those that weigh most first.

    `languages`: those in common, by code; `population`: its inhabitants, where they are known.
    """

    other: str
    learns: tuple[str, ...]
    shares: tuple[str, ...]
    languages: tuple[str, ...]
    population: int | None


def suggestions(problem: Problem, *, most: int) -> dict[str, tuple[Suggestion, ...]]:
    """For each city of the problem the `most` others that fit best, best first, ties by id; forbidden pairs apart."""
    near = profiles(problem)
    side = {city.id: city.side for city in problem.cities}
    weighing = weights(problem.rules)
    least = round(problem.rules.min_score * MICRO)
    apart = {frozenset(pair) for pair in problem.rules.forbid}
    together = {frozenset(pair) for pair in problem.rules.require}
    found: dict[str, list[Affinity]] = {one.id: [] for one in near}
    for place, one in enumerate(near):
        for other in near[place + 1 :]:
            pair = frozenset((one.id, other.id))
            if pair in apart or (problem.rules.sides and side[one.id] == side[other.id]):
                continue
            fit = affinity(one, other, weighing)
            if fit.score >= least or pair in together:
                found[one.id].append(fit)
                found[other.id].append(fit)
    by_id = {one.id: one for one in near}
    return {
        city: tuple(
            _told(fit, by_id, seen_from=city)
            for fit in sorted(fits, key=lambda fit: (-fit.score, fit.a if fit.b == city else fit.b))[:most]
        )
        for city, fits in found.items()
    }


def suggestion(problem: Problem, city: str, other: str) -> Suggestion:
    """What speaks for another city, whether or not it is among those that fit best. KeyError where one is unknown."""
    by_id = {one.id: one for one in profiles(problem)}
    return _told(affinity(by_id[city], by_id[other], weights(problem.rules)), by_id, seen_from=city)


def _told(fit: Affinity, by_id: Mapping[str, Profile], *, seen_from: str) -> Suggestion:
    is_a = fit.a == seen_from
    other = by_id[fit.b if is_a else fit.a]
    return Suggestion(
        other=other.id,
        learns=fit.a_learns if is_a else fit.b_learns,
        shares=fit.b_learns if is_a else fit.a_learns,
        languages=tuple(sorted(by_id[seen_from].languages & other.languages)),
        population=other.population,
    )
