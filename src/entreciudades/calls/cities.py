"""The admitted cities of a call as the engine takes them: from what each submitted, its assessment, its preferences."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from entreciudades.calls.models import Call, PartnerPreference, Submission
from entreciudades.calls.scoring import mean
from entreciudades.calls.snapshot import Party, Snapshot
from entreciudades.calls.standings import standings
from entreciudades.calls.terms import terms_of
from entreciudades.matching.problem import City, Problem, Rules
from entreciudades.taxonomy.kinship import kinship

#: Levels of needs, offers and preferences reach up to this.
MOST = 4
_AGENDA = "sdg:"


def problem_of(call: Call, rules: Rules) -> Problem:
    """What is to be paired, in about eight questions however many applications there are; raises LookupError.

    Cities stand by the short address of their applicant; one that stands on neither side is left out.
    """
    terms = terms_of(call)
    applications = list(call.applications.admitted().select_related("applicant").order_by("applicant__slug"))
    frozen = _last_submissions(call)
    reviewed = standings(call, applications)
    wishes = _preferences(call)
    capacity = terms.pairing.capacity if terms.pairing else 1
    submitted = {one.pk: Snapshot.read(frozen[one.pk]) for one in applications}
    cities = tuple(
        city_of(
            submitted[one.pk],
            id=one.applicant.slug,
            readiness=float(mean(shares)) if (shares := reviewed[one.pk].shares) else None,
            capacity=capacity if (own := submitted[one.pk].capacity) is None else own,
            preferences=wishes[one.pk],
        )
        for one in applications
        if not rules.sides or submitted[one.pk].side in rules.sides
    )
    return Problem(cities, rules, kinship())


def city_of(
    snapshot: Snapshot,
    *,
    id: str,  # noqa: A002 - as the city has it
    readiness: float | None = None,
    capacity: int = 1,
    preferences: Mapping[str, float] | None = None,
) -> City:
    """A city by what it submitted. Of a group the inhabitants are those of all its municipalities."""
    return City(
        id=id,
        side=snapshot.side,
        country=snapshot.applicant.country,
        population=_population(snapshot.parties),
        languages=tuple(dict.fromkeys(snapshot.languages)),
        needs=levels(snapshot.needs),
        offers=levels(snapshot.offers),
        priorities=goals(snapshot.priorities),
        readiness=readiness,
        capacity=capacity,
        preferences=preferences or {},
    )


def levels(terms: Mapping[str, int]) -> dict[str, float]:
    """Levels from 1 to 4 as the engine takes them, from 0 to 1."""
    return {term: level / MOST for term, level in terms.items()}


def goals(priorities: tuple[str, ...]) -> tuple[str, ...]:
    """Those priorities that are goals of the 2030 Agenda, in which cities of all countries meet."""
    return tuple(term for term in priorities if term.startswith(_AGENDA))


def sides_of(call: Call) -> dict[str, str]:
    """The side of each admitted city, by short address: that of what it submitted last."""
    rows = Submission.objects.filter(application__in=call.applications.admitted().values("pk")).order_by("number")
    return dict(rows.values_list("application__applicant__slug", "frozen__side"))


def countries_of(call: Call) -> frozenset[str]:
    """The countries of the admitted cities, as keys."""
    admitted = call.applications.admitted().values("pk")
    rows = Submission.objects.filter(application__in=admitted).order_by()
    found = rows.values_list("frozen__applicant__country", flat=True).distinct()
    return frozenset(country for country in found if country)


def _last_submissions(call: Call) -> dict[int, Any]:
    rows = Submission.objects.filter(application__call=call).order_by("number")
    return dict(rows.values_list("application", "frozen"))


def _preferences(call: Call) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = defaultdict(dict)
    rows = PartnerPreference.objects.filter(application__call=call)
    for application, other, level in rows.values_list("application", "other__applicant__slug", "level"):
        found[application][other] = level / MOST
    return found


def _population(parties: tuple[Party, ...]) -> int | None:
    known = [one.population.value for one in parties if one.has_consented and one.population]
    return sum(known) if parties[0].population else None
