"""How well two cities fit: each component as a formula that can be read. ``docs/matching.md`` gives the reasons.

``blocks.py`` computes the same for millions of pairs; a test holds both equal.
"""

from collections.abc import Callable, Mapping

from entreciudades.matching.profile import WHOLE, Profile
from entreciudades.matching.result import MICRO, Affinity

HALF = MICRO // 2
"""What is not known counts half: it neither helps nor harms."""


def affinity(a: Profile, b: Profile, weights: Mapping[str, int]) -> Affinity:
    """The affinity with its parts and reasons; ``weights`` in thousandths, which sum up to ``WHOLE``."""
    parts: dict[str, int] = {}
    unknown = []
    for component in weights:
        known, part = _FORMULAS[component](a, b)
        parts[component] = part
        if not known:
            unknown.append(component)
    return Affinity(
        a=a.id,
        b=b.id,
        score=weighted(parts, weights),
        parts=parts,
        unknown=tuple(unknown),
        a_learns=_learns(a, b),
        b_learns=_learns(b, a),
    )


def weighted(parts: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """The weighted mean of the parts, in micro-units, rounded half up."""
    return (sum(weight * parts[component] for component, weight in weights.items()) + WHOLE // 2) // WHOLE


def _complementarity(a: Profile, b: Profile) -> tuple[bool, int]:
    """Three quarters of the lesser direction and one of the greater: helping each other is worth more than one way."""
    a_gets, b_gets = _covered(a.needs, b.offers), _covered(b.needs, a.offers)
    known = all((a.needs, b.offers, b.needs, a.offers))
    return known, (3 * min(a_gets, b_gets) + max(a_gets, b_gets)) // 4


def _shared_challenge(a: Profile, b: Profile) -> tuple[bool, int]:
    """Which share of its needs each one finds among the other's, on average."""
    return _mutual(a.needs, a.challenges, b.needs, b.challenges)


def _agenda(a: Profile, b: Profile) -> tuple[bool, int]:
    """Which share of its priorities each one finds among the other's, on average."""
    return _mutual(a.priorities, a.agenda, b.priorities, b.agenda)


def _scale(a: Profile, b: Profile) -> tuple[bool, int]:
    """The lesser population in parts of the greater."""
    if a.population is None or b.population is None:
        return False, HALF
    return True, MICRO * min(a.population, b.population) // max(a.population, b.population)


def _language(a: Profile, b: Profile) -> tuple[bool, int]:
    """Whether they have a language in common."""
    if not a.languages or not b.languages:
        return False, HALF
    return True, MICRO if a.languages & b.languages else 0


def _readiness(a: Profile, b: Profile) -> tuple[bool, int]:
    """That of the less ready: a pair goes at its pace."""
    if a.readiness is None or b.readiness is None:
        return False, HALF
    return True, min(a.readiness, b.readiness) * (MICRO // WHOLE)


def _preference(a: Profile, b: Profile) -> tuple[bool, int]:
    """What each one wishes of the other, on average; who says nothing is indifferent."""
    wishes = [of.preferences.get(other.id) for of, other in ((a, b), (b, a))]
    known = any(wish is not None for wish in wishes)
    return known, sum(WHOLE // 2 if wish is None else wish for wish in wishes) * (MICRO // WHOLE) // 2


def _covered(needs: Mapping[str, int], levels: Mapping[str, int]) -> int:
    if not needs or not levels:
        return HALF
    return sum(share * levels.get(term, 0) for term, share in needs.items())


def _mutual(
    a: Mapping[str, int], a_levels: Mapping[str, int], b: Mapping[str, int], b_levels: Mapping[str, int]
) -> tuple[bool, int]:
    return bool(a and b), (_covered(a, b_levels) + _covered(b, a_levels)) // 2


def _learns(learner: Profile, other: Profile) -> tuple[str, ...]:
    """The terms that the learner needs and the other offers, those that weigh most first, ties by name."""
    weights = {term: share * other.offers.get(term, 0) for term, share in learner.needs.items()}
    return tuple(sorted((term for term, weight in weights.items() if weight), key=lambda term: (-weights[term], term)))


_FORMULAS: Mapping[str, Callable[[Profile, Profile], tuple[bool, int]]] = {
    "complementarity": _complementarity,
    "shared_challenge": _shared_challenge,
    "scale": _scale,
    "language": _language,
    "agenda": _agenda,
    "readiness": _readiness,
    "preference": _preference,
}
