"""What the law of each party's country asks before an agreement is signed, and how far that is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from entreciudades.actors.countries import country_key
from entreciudades.alliances.models import Agreement, AgreementParty, Approval, ApprovalRule, Seat
from entreciudades.alliances.models.signing import ApprovalState, Silence
from entreciudades.alliances.states import SeatState

_WEEK: Final = 5
"""Days of it on which offices work."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one rule asks of one party; `approval` is how far that is, None where nobody has begun."""

    party: AgreementParty
    rule: ApprovalRule
    approval: Approval | None

    @property
    def state(self) -> str:
        """As `ApprovalState`."""
        return self.approval.state if self.approval else ApprovalState.NEEDED

    @property
    def is_settled(self) -> bool:
        """Whether it was given, or is not needed."""
        return self.state in (ApprovalState.GIVEN, ApprovalState.NOT_NEEDED)

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it was requested, and the term is over without an answer."""
        approval = self.approval
        waits = approval is not None and approval.state == ApprovalState.REQUESTED
        return waits and approval is not None and approval.due_on is not None and approval.due_on < today

    def forbids(self, today: dt.date) -> bool:
        """Whether it keeps all from signing on that day."""
        allowed = self.rule.silence == Silence.ALLOWS and self.is_overdue(today)
        return not (self.is_settled or allowed or self.rule.after_signing)


def asked_of(agreements: Iterable[Agreement]) -> dict[int, list[Asked]]:
    """By agreement, what is asked of its parties in their order; three queries for all.

    A law on agreements with others abroad asks nothing where all parties are of one country. What somebody has begun
    stays, whatever changed since; a party that has left its alliance is asked nothing.
    """
    by_pk = {agreement.pk: agreement for agreement in agreements}
    parties: dict[int, list[AgreementParty]] = defaultdict(list)
    for party in _parties(by_pk.values()):
        party.agreement = by_pk[party.agreement_id]
        parties[party.agreement_id].append(party)
    rules: dict[str, list[ApprovalRule]] = defaultdict(list)
    countries = {country_key(party.organisation) for rows in parties.values() for party in rows}
    for rule in ApprovalRule.objects.filter(country__in=countries).order_by("after_signing", "network", "key"):
        rules[rule.country].append(rule)
    begun = Approval.objects.filter(party__agreement__in=by_pk).select_related("rule", "recorded_by")
    approvals = {(one.party_id, one.rule_id): one for one in begun.order_by("rule__after_signing", "id")}
    return {pk: [one for party in parties[pk] for one in _of(party, parties[pk], rules, approvals)] for pk in by_pk}


def asked(agreement: Agreement) -> list[Asked]:
    """The same for one agreement."""
    return asked_of([agreement])[agreement.pk]


def open_before_signing(agreement: Agreement, today: dt.date | None = None) -> list[Asked]:
    """What still keeps the parties from signing."""
    return [one for one in asked(agreement) if one.forbids(today or timezone.localdate())]


def due_on(rule: ApprovalRule, requested_on: dt.date) -> dt.date | None:
    """The last day of the term; None where the law has none. Of working days, public holidays are not known here."""
    if rule.days is None:
        return None
    if not rule.working_days:
        return requested_on + dt.timedelta(days=rule.days)
    day, left = requested_on, rule.days
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < _WEEK
    return day


def _parties(agreements: Iterable[Agreement]) -> Sequence[AgreementParty]:
    rows = AgreementParty.objects.filter(agreement__in=[one.pk for one in agreements]).select_related("organisation")
    left = Seat.objects.exclude(state=SeatState.PRESENT).values_list("alliance", "organisation")
    gone = set(left.filter(alliance__in={one.alliance_id for one in agreements if one.alliance_id}))
    alliances = {one.pk: one.alliance_id for one in agreements}
    return [row for row in rows if (alliances[row.agreement_id], row.organisation_id) not in gone]


def _of(
    party: AgreementParty,
    parties: Sequence[AgreementParty],
    rules: dict[str, list[ApprovalRule]],
    approvals: dict[tuple[int, int], Approval],
) -> list[Asked]:
    agreement, country = party.agreement, country_key(party.organisation)
    begun = {rule: one for (of_party, rule), one in approvals.items() if of_party == party.pk}
    abroad = any(country_key(other.organisation) != country for other in parties)
    holding = [
        rule
        for rule in rules[country]
        if abroad and agreement.kind in rule.kinds and rule.network_id in (None, agreement.network_id)
    ]
    known = {rule.pk for rule in holding}
    former = [one.rule for one in begun.values() if one.rule_id not in known]
    return [Asked(party, rule, begun.get(rule.pk)) for rule in (*holding, *former)]
