"""The rules of a pairing run: out of the call, what is fixed, and what the run itself changes.

They are kept with the run as `call.toml` writes them, so that what was asked for reads the same for good.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from entreciudades.calls.models import Call, Pin
from entreciudades.calls.terms import quota_of, terms_of
from entreciudades.core.errors import NotFound
from entreciudades.matching.problem import COMPONENTS, Rules

Linked = tuple[str, str]
"""The short addresses of two cities, the lesser first."""


def rules_of(
    call: Call, *, countries: Collection[str], linked: Collection[Linked] = (), changes: Mapping[str, Any] | None = None
) -> Rules:
    """The rules by which the call is paired now.

    Pairs that the secretariat requires or both cities accepted are required; those that it forbids or a city declined
    are forbidden, and so are `linked` ones, unless the secretariat requires them. `countries`: those of the admitted
    cities, to which the quota of every country applies; what is said of a city no longer admitted is passed over.
    `changes`: fields of `Rules` that this run has otherwise. Raises NotFound where the call pairs nobody.
    """
    terms = terms_of(call)
    pairing = terms.pairing
    if pairing is None:
        raise NotFound("pairing", call.slug)
    required = _pins(call, Pin.Kind.REQUIRE) | _ordered(call, call.pairs.fixed())
    forbidden = _pins(call, Pin.Kind.FORBID) | (_ordered(call, call.pairs.declined()) - required)
    sides = [side.key for side in terms.sides]
    rules = Rules(
        weights={name: float(pairing.weights[name]) for name in COMPONENTS if pairing.weights.get(name)},
        sides=(sides[0], sides[1]) if sides else (),
        min_score=float(pairing.min_score),
        first_aim=pairing.first_aim,
        quota=dict(sorted(quota_of(call, terms, frozenset(countries)).items())),
        require=tuple(sorted(required)),
        forbid=tuple(sorted(forbidden | (set(linked) - required))),
    )
    return replace(rules, **(changes or {}))


def rules_as_kept(rules: Rules) -> dict[str, Any]:
    """The rules as the file of a call writes them."""
    return {
        "sides": list(rules.sides),
        "min_score": rules.min_score,
        "first_aim": rules.first_aim,
        "weights": dict(rules.weights),
        "quota": {"country": dict(rules.quota)},
        "require": [list(pair) for pair in rules.require],
        "forbid": [list(pair) for pair in rules.forbid],
    }


def rules_of_run(kept: Mapping[str, Any]) -> Rules:
    """The rules as they were kept, in their order, which a database need not keep."""
    sides = kept["sides"]
    return Rules(
        weights={name: kept["weights"][name] for name in COMPONENTS if name in kept["weights"]},
        sides=(sides[0], sides[1]) if sides else (),
        min_score=kept["min_score"],
        first_aim=kept["first_aim"],
        quota=dict(sorted(kept["quota"]["country"].items())),
        require=tuple((a, b) for a, b in kept["require"]),
        forbid=tuple((a, b) for a, b in kept["forbid"]),
    )


def _pins(call: Call, kind: str) -> set[Linked]:
    return _ordered(call, call.pins.filter(kind=kind))


def _ordered(call: Call, rows: QuerySet[Any]) -> set[Linked]:
    """Those of two cities that are still admitted."""
    admitted = call.applications.admitted().values("pk")
    slugs = (
        rows.filter(a__in=admitted, b__in=admitted).order_by().values_list("a__applicant__slug", "b__applicant__slug")
    )
    return {(min(pair), max(pair)) for pair in slugs}
