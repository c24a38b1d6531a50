"""Whom a city should meet, by affinity, told in words: what it would learn and share, in which languages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from entreciudades.matching import Affinity, Problem, score_matrix
from entreciudades.matching.affinity import affinity
from entreciudades.matching.profile import Profile, profiles, weights


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another city by the id of the problem: the terms learnt from it and shared with it, those that weigh most first.

    `common`: terms that both need; `languages`: those in common, by code; `population`: its inhabitants, if known.
    """

    other: str
    learns: tuple[str, ...]
    shares: tuple[str, ...]
    common: tuple[str, ...]
    languages: tuple[str, ...]
    population: int | None


def suggestions(problem: Problem, *, most: int) -> dict[str, tuple[Suggestion, ...]]:
    """For each city of the problem the `most` others that fit best, best first, ties by id.

    Quotas do not count. A city that stands on neither side is left out.
    """
    sides = problem.rules.sides
    placed = tuple(city for city in problem.cities if not sides or city.side in sides)
    problem = replace(problem, cities=placed, rules=replace(problem.rules, quota={}, require=()))
    a, b, scores = score_matrix(problem)
    best = {city: _best(row, b, most) for city, row in zip(a, scores, strict=True)}
    if problem.rules.sides:
        best |= {city: _best(row, a, most) for city, row in zip(b, scores.T, strict=True)}
    near = {one.id: one for one in profiles(problem)}
    weighing = weights(problem.rules)
    return {
        city: tuple(_told(affinity(near[city], near[other], weighing), near[city], near[other]) for other in others)
        for city, others in best.items()
    }


def suggestion(problem: Problem, city: str, other: str) -> Suggestion:
    """What speaks for another city, whether or not it is among those that fit best. KeyError where one is unknown."""
    near = {one.id: one for one in profiles(problem)}
    return _told(affinity(near[city], near[other], weights(problem.rules)), near[city], near[other])


def _told(fit: Affinity, city: Profile, other: Profile) -> Suggestion:
    weight = {term: city.needs[term] + other.needs[term] for term in city.needs.keys() & other.needs.keys()}
    return Suggestion(
        other=other.id,
        learns=fit.a_learns,
        shares=fit.b_learns,
        common=tuple(sorted(weight, key=lambda term: (-weight[term], term))),
        languages=tuple(sorted(city.languages & other.languages)),
        population=other.population,
    )


def _best(scores: Any, ids: Sequence[str], most: int) -> list[str]:
    order = np.argsort(-np.nan_to_num(scores, nan=-1.0), kind="stable")[:most]  # ids stand in their order
    return [ids[place] for place in order if not np.isnan(scores[place])]
