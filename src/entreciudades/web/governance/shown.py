"""Bodies as pages show them: who sits there, whether they are who should, what comes and what waits. Few questions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.actors.models import Body, BodyMember, Organisation
from entreciudades.alliances.mandates import Finding, ends_on, findings, next_due, sitting
from entreciudades.alliances.models import BodyDecision, BodyMeeting, CompositionRule
from entreciudades.alliances.services.meetings import who
from entreciudades.alliances.services.summons import day_of
from entreciudades.web.desk.naming import name_of

_FEW = 5
_SOON = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class MemberShown:
    """Somebody who sits in a body, or sat there: `is_over` tells which; `ends_soon`: within three months."""

    member: BodyMember
    name: str
    is_over: bool
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class BodyShown:
    """A body with its members of today, those whose mandate is over, and what is found of its rules."""

    body: Body
    members: tuple[MemberShown, ...]
    former: tuple[MemberShown, ...]
    findings: tuple[tuple[bool, str], ...]
    ahead: BodyMeeting | None
    last: BodyMeeting | None
    due: dt.date | None
    is_late: bool
    to_ratify: int


def shown(rows: QuerySet[Body], parties: Sequence[Organisation]) -> list[BodyShown]:
    """Bodies with all that their cards say, in a few questions however many there are."""
    of_body = BodyMeeting.objects.filter(body=OuterRef("pk")).order_by()
    ahead = of_body.ahead(timezone.now()).values("pk")[:1]
    last = of_body.held().order_by("-starts_at", "-pk").values("pk")[:1]
    seats = BodyMember.objects.select_related("organisation", "person")
    bodies = list(
        rows.annotate(ahead=Subquery(ahead), last=Subquery(last)).prefetch_related(Prefetch("members", seats), "rules")
    )
    meetings = BodyMeeting.objects.in_bulk([pk for one in bodies for pk in (one.ahead, one.last) if pk])
    waiting = BodyDecision.objects.to_ratify().filter(body__in=bodies).order_by().values("body")
    counts = dict(waiting.annotate(rows=Count("pk")).values_list("body", "rows"))
    return [
        _shown(one, parties, meetings.get(one.ahead), meetings.get(one.last), counts.get(one.pk, 0)) for one in bodies
    ]


def _shown(
    body: Body,
    parties: Sequence[Organisation],
    ahead: BodyMeeting | None,
    last: BodyMeeting | None,
    to_ratify: int,
) -> BodyShown:
    today = timezone.localdate()
    there = sitting(body.members.all(), today)
    due = next_due(body, day_of(last) if last else None)
    return BodyShown(
        body=body,
        members=tuple(_member(one, today) for one in there),
        former=tuple(_member(one, today) for one in body.members.all() if one not in there),
        findings=tuple((one.holds, in_words(one)) for one in findings(body.rules.all(), there, parties)),
        ahead=ahead,
        last=last,
        due=due,
        is_late=due is not None and due < today and ahead is None,
        to_ratify=to_ratify,
    )


def _member(member: BodyMember, today: dt.date) -> MemberShown:
    last = ends_on(member)
    is_over = last is not None and last < today
    return MemberShown(member, who(member), is_over, not is_over and last is not None and last - today <= _SOON)


def in_words(finding: Finding) -> str:
    """What was found of a rule, in words; numbers and names, never a verdict alone."""
    said: dict[str, object] = {
        "least": finding.rule.at_least,
        "found": finding.found,
        "among": finding.among,
        "unknown": finding.unknown,
    }
    match finding.rule.rule:
        case CompositionRule.PER_PARTY:
            if not finding.lacking:
                return _("Each party has at least %(least)d here.") % said
            named = ", ".join(name_of(one) for one in finding.lacking[:_FEW])
            more = len(finding.lacking) - _FEW
            if more > 0:
                named = ngettext("%(named)s and %(more)d more", "%(named)s and %(more)d more", more) % {
                    "named": named,
                    "more": more,
                }
            return _("Each party should have at least %(least)d here; missing: %(named)s.") % (said | {"named": named})
        case CompositionRule.TERRITORIES:
            return _("Different countries: %(found)d; the rule asks for %(least)d.") % said
        case CompositionRule.WOMEN:
            told = _("Women: %(found)d of %(among)d people; the rule asks for %(least)d %%.") % said
        case _:
            told = _("Men: %(found)d of %(among)d people; the rule asks for %(least)d %%.") % said
    unsaid = ngettext(
        "Of %(unknown)d person nobody has said it.", "Of %(unknown)d people nobody has said it.", finding.unknown
    )
    return f"{told} {unsaid % said}" if finding.unknown else told
