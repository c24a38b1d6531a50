"""What a body decides: in a meeting with quorum, or urgently and ratified later; who carries it out."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.accounts.models import User
from entreciudades.actors.models import Body, Organisation
from entreciudades.alliances.models import (
    BodyDecision,
    BodyMeeting,
    DecidedHow,
    DecisionTask,
    MeetingKind,
    Vote,
    VoteChoice,
)
from entreciudades.alliances.services.meetings import counted_members, open_meeting
from entreciudades.alliances.services.summons import day_of, page_for
from entreciudades.core import trail
from entreciudades.core.parts import put_row
from entreciudades.notices.services import finish_tasks_about, open_task

#: The task of whoever carries a decision out.
CARRY_OUT: Final = "decision.carry-out"


@dataclass(frozen=True, slots=True)
class Charge:
    """Who carries a decision out, and by when."""

    organisation: Organisation
    due: dt.date | None = None


@transaction.atomic
def record_decision(
    decision: BodyDecision,
    *,
    by: User,
    scope: int,
    votes: Mapping[int, VoteChoice] | None = None,
    charges: Sequence[Charge] = (),
) -> BodyDecision:
    """Keep what a body decided, with its votes, and open its tasks. It comes with body or meeting, text and how.

    `votes` are those of a roll call, by key of the member: the totals follow from them. In a meeting the day is that of
    the meeting. Without a meeting it is urgent and needs ratification, as one of an urgent meeting, or one in writing,
    without quorum does. Raises ValidationError: without quorum otherwise, with the numbers; with more votes than
    members counted, a vote of somebody who was not there, one that was carried by fewer; where it is recorded already;
    and where what it ratifies is ratified already, was taken after it or needs it not.
    """
    meeting = decision.meeting
    if meeting is not None:
        meeting = decision.meeting = open_meeting(meeting)
        decision.body = meeting.body
        decision.taken_on = day_of(meeting)
        _check_held(meeting)
        decision.needs_ratification = not meeting.has_quorum
        _check_once(decision, meeting)
    else:
        decision.needs_ratification = True
        if decision.taken_on > timezone.localdate():
            raise ValidationError({"taken_on": _("This day has not come yet.")})
    body = Body.objects.select_for_update(no_key=True).get(pk=decision.body_id)
    _check_votes(decision, meeting, votes)
    _check_ratifies(decision)
    decision.number = (body.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    decision.recorded_by = by
    put_row(decision)
    Vote.objects.bulk_create(Vote(decision=decision, member_id=pk, choice=one) for pk, one in (votes or {}).items())
    trail.record("bodydecision.added", decision, by=by, scope=scope, carried=decision.carried)
    if decision.ratifies and not decision.carried:
        finish_tasks_about(decision.ratifies, kind=CARRY_OUT, by=by)
    for charge in charges:
        charge_with(decision, charge, by=by, scope=scope)
    return decision


@transaction.atomic
def charge_with(decision: BodyDecision, charge: Charge, *, by: User, scope: int) -> DecisionTask:
    """Give an organisation the task of carrying a decision out. Raises ValidationError where it was not carried."""
    if not decision.carried:
        raise ValidationError({"organisation": _("The decision was not carried: there is nothing to do.")})
    if is_rejected(decision):
        raise ValidationError({"organisation": _("The decision was not ratified: there is nothing to do.")})
    task = DecisionTask(decision=decision, organisation=charge.organisation, due=charge.due)
    if charge.due and charge.due < decision.taken_on:
        raise ValidationError({"due": _("This is before the decision.")})
    put_row(task)
    open_task(
        charge.organisation,
        kind=CARRY_OUT,
        facts={"body": decision.body.names, "number": decision.number, "decision": decision.texts},
        about=decision,
        path=page_for(charge.organisation, decision.body, decision.meeting),
        due=charge.due,
        by=by,
    )
    trail.record("decisiontask.added", task, by=by, scope=scope, organisation=charge.organisation.pk)
    return task


@transaction.atomic
def take_out(decision: BodyDecision, *, by: User, scope: int) -> None:
    """Take out what was recorded by mistake; what was to be done is done with.

    Raises ValidationError once the minutes are approved or a later meeting spoke on it.
    """
    if decision.meeting:
        open_meeting(decision.meeting)
    if said := _spoken_on(decision):
        says = _("Decision %(number)d says whether it stands: take that one out first.")
        raise ValidationError(says % {"number": said.number})
    finish_tasks_about(decision, kind=CARRY_OUT, by=by)
    trail.record("bodydecision.removed", decision, by=by, scope=scope, number=decision.number)
    decision.delete()


def is_rejected(decision: BodyDecision) -> bool:
    """Whether a later meeting would not ratify it, so that it has no effect."""
    said = _spoken_on(decision)
    return said is not None and not said.carried


def _spoken_on(decision: BodyDecision) -> BodyDecision | None:
    """The later decision that says whether it stands."""
    return BodyDecision.objects.filter(ratifies=decision).first()


def _check_held(meeting: BodyMeeting) -> None:
    if not meeting.is_held:
        raise ValidationError(_("Write down first who was there, and that the meeting was held."))
    if not meeting.has_quorum and meeting.kind == MeetingKind.ORDINARY:
        says = _(
            "There was no quorum: %(counted)d of %(entitled)d members were there or represented, and %(percent)d %% "
            "asks for %(needed)d. Nothing can be decided."
        )
        said = {"counted": meeting.counted, "entitled": meeting.entitled, "percent": meeting.quorum}
        raise ValidationError(says % (said | {"needed": meeting.needed}))


def _check_once(decision: BodyDecision, meeting: BodyMeeting) -> None:
    item = decision.item
    if item is not None and item.meeting_id != meeting.pk:
        raise ValidationError({"item": _("This point stands on the agenda of another meeting.")})
    twice = next(
        (
            one
            for one in meeting.decisions.all()
            if (item is not None and one.item_id == item.pk) or one.texts == decision.texts
        ),
        None,
    )
    if twice:
        field = "item" if item is not None and twice.item_id == item.pk else "texts"
        says = _("It is recorded already, as decision %(number)d.")
        raise ValidationError({field: says % {"number": twice.number}})


def _check_votes(decision: BodyDecision, meeting: BodyMeeting | None, votes: Mapping[int, VoteChoice] | None) -> None:
    if decision.how == DecidedHow.ROLL_CALL:
        _check_roll_call(meeting, votes or {})
        counts = Counter((votes or {}).values())
        decision.votes_for = counts[VoteChoice.FOR]
        decision.votes_against = counts[VoteChoice.AGAINST]
        decision.abstained = counts[VoteChoice.ABSTAINED]
    elif votes:
        raise ValidationError({"how": _("Only of a roll call is it kept who voted how.")})
    if decision.how == DecidedHow.CONSENSUS:
        decision.votes_for = decision.votes_against = decision.abstained = None
        return
    totals = (decision.votes_for, decision.votes_against, decision.abstained)
    if None in totals:
        raise ValidationError({"votes_for": _("Write how many voted for, against and abstained; 0 for none.")})
    cast = sum(one or 0 for one in totals)
    if meeting is not None and cast > (meeting.counted or 0):
        there = ngettext(
            "%(cast)d votes, and only %(count)d member was there or represented.",
            "%(cast)d votes, and only %(count)d members were there or represented.",
            meeting.counted or 0,
        )
        raise ValidationError({"votes_for": there % {"cast": cast, "count": meeting.counted}})
    if decision.carried and (decision.votes_for or 0) < (decision.votes_against or 0):
        raise ValidationError({"carried": _("More voted against it than for it: it was not carried.")})


def _check_roll_call(meeting: BodyMeeting | None, votes: Mapping[int, VoteChoice]) -> None:
    if meeting is None:
        raise ValidationError({"how": _("Members are called one by one in a meeting alone.")})
    if not votes:
        raise ValidationError({"how": _("Write how each member voted.")})
    if not votes.keys() <= set(counted_members(meeting)):
        raise ValidationError({"how": _("Only who was there or represented votes.")})


def _check_ratifies(decision: BodyDecision) -> None:
    earlier = decision.ratifies
    if earlier is None:
        return
    if decision.meeting is None or decision.needs_ratification:
        raise ValidationError({"ratifies": _("Only a meeting with quorum ratifies.")})
    if earlier.body_id != decision.body_id or not earlier.needs_ratification:
        raise ValidationError({"ratifies": _("This is no urgent decision of this body.")})
    later = earlier.meeting is None or earlier.meeting.starts_at < decision.meeting.starts_at
    if earlier.taken_on > decision.taken_on or not later:
        raise ValidationError({"ratifies": _("It was taken after this meeting: a later one ratifies it.")})
    if said := _spoken_on(earlier):
        says = _("Decision %(number)d has said already whether it stands.")
        raise ValidationError({"ratifies": says % {"number": said.number}})
