"""Who sits in a body on a day, and whether those who sit there are who should. Nothing here writes."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from entreciudades.actors.models import AddressedAs, Body, BodyMember, Organisation
from entreciudades.alliances.calendar import months_after
from entreciudades.alliances.models import BodyRule, CompositionRule


def begins_on(member: BodyMember) -> dt.date | None:
    """The first day on which the mandate may hold; None where nobody knows."""
    since = member.since
    return since.start.first_day if since and since.start.year is not None else None


def ends_on(member: BodyMember) -> dt.date | None:
    """The last day on which the mandate may hold: of "2027", the last of December; None where it has no end."""
    last = (member.until.end or member.until.start) if member.until else None
    return last.last_day if last and last.year is not None else None


def sits_on(member: BodyMember, day: dt.date) -> bool:
    """Whether the mandate holds that day."""
    first, last = begins_on(member), ends_on(member)
    return (first is None or first <= day) and (last is None or day <= last)


def sitting(members: Iterable[BodyMember], day: dt.date) -> list[BodyMember]:
    """Those with a mandate that day, in their order; a person who was entered twice is one member."""
    found: dict[object, BodyMember] = {}
    for member in members:
        if sits_on(member, day):
            found.setdefault((member.organisation_id, member.person_id) if member.person_id else member.pk, member)
    return list(found.values())


def next_due(body: Body, last: dt.date | None) -> dt.date | None:
    """By when a body meets again, from the day it last met; None where nobody said how often, or it never met."""
    return None if body.every_months is None or last is None else months_after(last, body.every_months)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a rule on who sits in a body. It is told, and keeps nobody from meeting.

    `found` of `among` where it is a share of people; `unknown` is of how many nobody said; `lacking` are the
    organisations that have too few.
    """

    rule: BodyRule
    holds: bool
    found: int
    among: int = 0
    unknown: int = 0
    lacking: tuple[Organisation, ...] = ()


def findings(
    rules: Iterable[BodyRule], members: Sequence[BodyMember], parties: Collection[Organisation]
) -> list[Finding]:
    """How those who sit in a body answer to its rules; members come with organisation and person."""
    return [_finding(rule, members, parties) for rule in rules]


def _finding(rule: BodyRule, members: Sequence[BodyMember], parties: Collection[Organisation]) -> Finding:
    match rule.rule:
        case CompositionRule.PER_PARTY:
            counts = Counter(one.organisation_id for one in members)
            lacking = tuple(one for one in parties if counts[one.pk] < rule.at_least)
            least = min((counts[one.pk] for one in parties), default=0)
            return Finding(rule, not lacking, least, lacking=lacking)
        case CompositionRule.TERRITORIES:
            named = {_country(one.organisation) for one in members} - {""}
            return Finding(rule, len(named) >= rule.at_least, len(named))
        case _:
            form = AddressedAs.FEMININE if rule.rule == CompositionRule.WOMEN else AddressedAs.MASCULINE
            said = [one.person.addressed_as for one in members if one.person]
            found, among = said.count(form), len(said)
            holds = among > 0 and found * 100 >= among * rule.at_least  # an exact fraction
            return Finding(rule, holds, found, among, unknown=said.count(""))


def _country(organisation: Organisation) -> str:
    invented = organisation.fictional_country
    return organisation.country or (invented.get("es") or next(iter(invented.values())) if invented else "")
