"""Cities in whole numbers, so that every sum that follows is exact, in any order and on any machine."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from entreciudades.matching.problem import COMPONENTS, City, Level, Problem, Rules

WHOLE = 1000
"""Levels, shares and weights are whole thousandths: a share times a level is a whole number of micro-units."""
Kinship = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Profile:
    """A city, quantised. Empty or None is what is not known.

    ``needs``, ``priorities``: shares, which sum up to ``WHOLE``; ``offers``, ``challenges``, ``agenda``: how far a term
    is offered, needed, a priority, or else a term akin to it, up to ``WHOLE``; ``preferences``: level by city.
    """

    id: str
    country: str
    capacity: int
    population: int | None
    readiness: int | None
    languages: frozenset[str]
    needs: Mapping[str, int]
    challenges: Mapping[str, int]
    offers: Mapping[str, int]
    priorities: Mapping[str, int]
    agenda: Mapping[str, int]
    preferences: Mapping[str, int]


def profiles(problem: Problem, *, where: Callable[[City], bool] = lambda _city: True) -> tuple[Profile, ...]:
    """The cities of the problem, or some of them, in an order that depends on nothing but their ids.

    It is the order of their digests: where two sets of pairs have the same total, the one that is found must neither
    depend on the order of the input nor favour cities whose name begins with A.
    """
    kinship = _kinship(problem)
    cities = filter(where, problem.cities)
    return tuple(_profile(city, kinship) for city in sorted(cities, key=lambda city: _digest(city.id)))


def weights(rules: Rules) -> dict[str, int]:
    """The weights above 0 in thousandths that sum up to ``WHOLE``, in the order of the components.

    Raises:
        ValueError: no weight is above 0, or one is unknown or below 0.
    """
    if unknown := set(rules.weights) - set(COMPONENTS):
        message = f"unknown components: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    if not any(rules.weights.values()) or min(rules.weights.values()) < 0:
        raise ValueError("weights: at least one is above 0, and none is below")
    millionths = {name: round(rules.weights.get(name, 0) * 1_000_000) for name in COMPONENTS}
    return {name: weight for name, weight in shares(millionths).items() if weight}


def shares(levels: Mapping[str, int]) -> dict[str, int]:
    """Each one's share in thousandths; what rounding leaves over goes to the greatest remainders, ties by name."""
    whole = sum(levels.values())
    if not whole:
        return {}
    rounded = {name: level * WHOLE // whole for name, level in levels.items()}
    left_over = WHOLE - sum(rounded.values())
    for name in sorted(levels, key=lambda name: (-(levels[name] * WHOLE % whole), name))[:left_over]:
        rounded[name] += 1
    return rounded


def _profile(city: City, kinship: Kinship) -> Profile:
    needs, offers = _thousandths(city.needs), _thousandths(city.offers)
    priorities = dict.fromkeys(sorted(city.priorities), WHOLE)
    return Profile(
        id=city.id,
        country=city.country,
        capacity=city.capacity,
        population=city.population or None,
        readiness=None if city.readiness is None else round(city.readiness * WHOLE),
        languages=frozenset(city.languages),
        needs=shares(needs),
        challenges=_with_kin(needs, kinship),
        offers=_with_kin(offers, kinship),
        priorities=shares(priorities),
        agenda=_with_kin(priorities, kinship),
        preferences={other: round(level * WHOLE) for other, level in city.preferences.items()},
    )


def _thousandths(levels: Mapping[str, Level]) -> dict[str, int]:
    rounded = ((term, round(level * WHOLE)) for term, level in sorted(levels.items()))
    return {term: level for term, level in rounded if level}


def _with_kin(levels: Mapping[str, int], kinship: Kinship) -> dict[str, int]:
    """The levels of these terms and of those akin to them: of several ways to one term the best."""
    known = dict(levels)
    for term, level in levels.items():
        for kin, near in kinship.get(term, {}).items():
            known[kin] = max(known.get(kin, 0), level * near // WHOLE)
    return known


def _kinship(problem: Problem) -> Kinship:
    """In thousandths, and both ways: what is akin to a term has it for kin; the nearer of two statements holds."""
    both: dict[str, dict[str, int]] = {}
    for term, kin in problem.kinship.items():
        for other, near in kin.items():
            for one, another in ((term, other), (other, term)):
                nearest = both.setdefault(one, {})
                nearest[another] = max(nearest.get(another, 0), round(near * WHOLE))
    return both


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def terms(mappings: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The place of each term that occurs in these, by name."""
    return {term: place for place, term in enumerate(sorted({term for mapping in mappings for term in mapping}))}
