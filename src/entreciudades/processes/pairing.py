"""Pairing with what stands above calls: cities that are linked already are passed to it as pairs to leave out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Agreement, AgreementParty, Alliance, Seat
from entreciudades.alliances.states import SeatState
from entreciudades.calls.cities import countries_of
from entreciudades.calls.models import Call, PairingRun
from entreciudades.calls.pairing_rules import Linked, rules_of
from entreciudades.calls.services.pairing import ask_for_run
from entreciudades.matching.problem import Rules


def rules_today(call: Call, *, changes: Mapping[str, Any] | None = None) -> Rules:
    """The rules by which the call is paired today: its own, what is fixed, and who is linked already."""
    return rules_of(call, countries=countries_of(call), linked=linked_pairs(call), changes=changes)


def ask_pairing(call: Call, *, by: User | None, note: str = "", changes: Mapping[str, Any] | None = None) -> PairingRun:
    """Ask for a run by the rules of today, some of them changed for this run. Raises as `ask_for_run`."""
    return ask_for_run(call, rules=rules_today(call, changes=changes), note=note, by=by)


def linked_pairs(call: Call) -> frozenset[Linked]:
    """Applicants who are parties to one alliance or twinning that is not over."""
    today = timezone.localdate()
    applicants = call.applications.admitted().values("applicant")
    alliances = Seat.objects.filter(
        alliance__in=Alliance.objects.in_force(today).values("pk"),
        state__in=(SeatState.PRESENT, SeatState.INVITED),
    )
    twinnings = AgreementParty.objects.filter(
        agreement__in=Agreement.objects.in_force(today).filter(kind=Agreement.Kind.TWINNING).values("pk")
    )
    return frozenset(
        pair
        for rows, within in ((alliances, "alliance"), (twinnings, "agreement"))
        for pair in _together(
            rows.filter(organisation__in=applicants).order_by().values_list(within, "organisation__slug")
        )
    )


def _together(rows: Iterable[tuple[int, str]]) -> Iterable[Linked]:
    parties = defaultdict(set)
    for within, slug in rows:
        parties[within].add(slug)
    for slugs in parties.values():
        yield from combinations(sorted(slugs), 2)
