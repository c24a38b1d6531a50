"""Whom cities should meet: short lists out of the affinities of today, without those who are linked already."""

from entreciudades.accounts.models import User
from entreciudades.calls.cities import problem_of
from entreciudades.calls.models import Application, Call
from entreciudades.calls.services.short_lists import add_to_lists, draw_up
from entreciudades.calls.suggestions import suggestion, suggestions
from entreciudades.calls.terms import terms_of
from entreciudades.processes.pairing import rules_today


def draw_up_lists(call: Call, *, by: User) -> int:
    """Draw up the short list of every admitted city; return how many entries. Raises as `draw_up`."""
    pairing = terms_of(call).pairing
    problem = problem_of(call, rules_today(call))
    return draw_up(call, lists=suggestions(problem, most=pairing.short_list if pairing else 0), by=by)


def list_together(call: Call, a: Application, b: Application, *, reason: str, by: User) -> None:
    """Put each of two cities on the list of the other, with what speaks for it. Raises as `add_to_lists`."""
    problem = problem_of(call, rules_today(call))
    both = a.applicant.slug, b.applicant.slug
    known = {city.id for city in problem.cities}
    found = [suggestion(problem, one, other) for one, other in (both, both[::-1])] if known >= set(both) else []
    add_to_lists(call, a, b, suggested=found, reason=reason, by=by)
