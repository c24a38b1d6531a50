"""The terms of a call as pages say them: sides with their countries, quotas, weights as shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from entreciudades.actors.countries import country_titles
from entreciudades.calls.models import Call
from entreciudades.calls.terms import Parameter, parameters_of
from entreciudades.methodologies.call_pack import CallPart, Criterion, Eligible
from entreciudades.search.analysis import fold


@dataclass(frozen=True, slots=True)
class SaidSide:
    """A side: its title, and its countries by name; none stands for any."""

    title: Mapping[str, str]
    countries: tuple[str, ...]


def sides_of(terms: CallPart) -> tuple[SaidSide, ...]:
    """The sides with the names of their countries in the reader's order."""
    keys = {key for side in terms.sides for key in side.countries}
    titles = country_titles(keys, get_language() or "es")
    return tuple(
        SaidSide(side.title, tuple(sorted((titles[key] for key in side.countries), key=fold))) for side in terms.sides
    )


def quota_of(call: Call) -> list[tuple[str, int]]:
    """The quotas that the call names: country and pairs at most."""
    titles = country_titles(call.quota, get_language() or "es")
    return sorted(((titles[key], pairs) for key, pairs in call.quota.items()), key=lambda one: fold(one[0]))


def requirements_of(call: Call, terms: CallPart) -> list[tuple[Eligible, list[Parameter]]]:
    """The rules of who may apply, each with the numbers in which the call departs from what its words say."""
    departing = [one for one in parameters_of(call) if one.departs]
    return [
        (rule, [one for one in departing if one.path.startswith(f"eligible/{rule.key}/")]) for rule in terms.eligible
    ]


def shares_of(criteria: tuple[Criterion, ...]) -> list[tuple[Criterion, Decimal]]:
    """Each criterion with its share of the whole weight, in percent."""
    whole = sum((one.weight for one in criteria), Decimal(0))
    return [(one, 100 * one.weight / whole) for one in criteria] if whole else []
