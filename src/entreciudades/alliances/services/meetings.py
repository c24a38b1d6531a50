"""The meetings of a body: called with an agenda, attended, held."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Body, BodyMember, Organisation, Person
from entreciudades.alliances.mandates import begins_on, ends_on, sits_on, sitting
from entreciudades.alliances.models import AgendaItem, Attendance, AttendanceState, BodyMeeting
from entreciudades.alliances.services.summons import day_of, members_of, tell_members
from entreciudades.alliances.states import MEETING, MeetingState
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.parts import Opened, put_row


@dataclass(frozen=True, slots=True)
class Presence:
    """How a member was at a meeting. `proxy` is another member who stood for them, `person` who came in their name."""

    member: BodyMember
    state: AttendanceState
    proxy: BodyMember | None = None
    person: Person | None = None


@transaction.atomic
def call_meeting(meeting: BodyMeeting, *, by: User, scope: int, opened: Opened | None = None) -> BodyMeeting:
    """Call a meeting, or move one that was called; those who sit in the body that day are told.

    Raises ValidationError where nobody has a mandate on its day or the zone is none; MoveRefused as `MEETING`;
    RowConflict, RowGone.
    """
    body = _held(meeting.body)
    is_new = meeting.pk is None
    if is_new:
        meeting.number = _next_number(body)
        meeting.called_by = by
    else:
        _called(meeting)
    _check_zone(meeting.zone)
    day = day_of(meeting)
    if not sitting(members_of(body), day):
        says = _("Nobody has a mandate in this body on %(day)s: add its members first, or choose another day.")
        raise ValidationError({"starts_at": says % {"day": day.isoformat()}})
    meeting.quorum = body.quorum
    before = BodyMeeting.objects.filter(pk=meeting.pk).values_list("starts_at", "zone", "place", "link").first()
    verb = put_row(meeting, opened=opened)
    trail.record(f"bodymeeting.{verb}", meeting, by=by, scope=scope)
    if before != (meeting.starts_at, meeting.zone, meeting.place, meeting.link):
        tell_members(meeting, kind="body-meeting.called" if is_new else "body-meeting.moved", by=by)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: BodyMeeting, *, reason: str, by: User, scope: int) -> BodyMeeting:
    """It will not take place; members are told why. Raises ValidationError without a reason, MoveRefused."""
    meeting = _locked(meeting)
    meeting.state = MEETING.move(meeting.state, "cancel")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: its members read it.")})
    meeting.cancelled_because = reason.strip()
    put_row(meeting)
    trail.record("bodymeeting.cancelled", meeting, by=by, scope=scope)
    tell_members(meeting, kind="body-meeting.cancelled", by=by, reason=reason.strip())
    return meeting


@transaction.atomic
def keep_item(item: AgendaItem, *, by: User, scope: int, opened: Opened | None = None) -> AgendaItem:
    """Add or change a point of the agenda. Raises ValidationError where the minutes are approved or it is cancelled."""
    open_meeting(item.meeting)
    if item.pk is None:
        last = item.meeting.items.aggregate(last=Max("position"))["last"]
        item.position = 0 if last is None else last + 1
    verb = put_row(item, opened=opened)
    trail.record(f"agendaitem.{verb}", item, by=by, scope=scope)
    return item


@transaction.atomic
def raise_item(item: AgendaItem, *, by: User, scope: int) -> None:
    """Move a point one place up. Raises ValidationError as `keep_item`."""
    open_meeting(item.meeting)
    order = list(item.meeting.items.all())
    place = next(place for place, one in enumerate(order) if one.pk == item.pk)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    for position, one in enumerate(order):
        one.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    trail.record("agendaitem.moved", item, by=by, scope=scope)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User, scope: int) -> None:
    """Take a point off the agenda. Raises ValidationError as `keep_item`, and where it was decided on."""
    open_meeting(item.meeting)
    if hasattr(item, "decision"):
        raise ValidationError(_("Decision %(number)d was taken on it.") % {"number": item.decision.number})
    trail.record("agendaitem.removed", item, by=by, scope=scope)
    item.delete()


@transaction.atomic
def record_attendance(meeting: BodyMeeting, presences: Sequence[Presence], *, by: User, scope: int) -> BodyMeeting:
    """Keep how every member was at a meeting, instead of what was kept before; guests stay.

    Raises ValidationError: for a member without mandate on its day, for anybody who would be counted twice, for one
    represented by somebody who is not there; and where a decision that was taken would lose its quorum or has more
    votes than are counted now.
    """
    meeting = open_meeting(meeting)
    _check_presences(meeting, presences)
    meeting.attendance.filter(member__isnull=False).delete()
    rows = [
        Attendance(
            meeting=meeting,
            member=one.member,
            organisation=one.member.organisation,
            person=one.person or (one.member.person if one.state == AttendanceState.PRESENT else None),
            state=one.state,
            proxy=one.proxy,
        )
        for one in presences
    ]
    _check_guests(meeting, {row.person_id for row in rows if row.person_id})
    Attendance.objects.bulk_create(rows)
    if meeting.is_held:
        _count(meeting)
        _check_decisions(meeting)
        meeting.save(update_fields=["entitled", "counted"])
    trail.record("bodymeeting.attendance", meeting, by=by, scope=scope, members=len(rows))
    return meeting


@transaction.atomic
def add_guest(meeting: BodyMeeting, person: Person, *, by: User, scope: int) -> Attendance:
    """Somebody was there who is no member: they are told in the minutes and do not count.

    Raises ValidationError where they are there already.
    """
    meeting = open_meeting(meeting)
    if meeting.attendance.filter(person=person).exists():
        raise ValidationError({"person": _("%(name)s is in the list already.") % {"name": person.name}})
    guest = Attendance(meeting=meeting, organisation=person.organisation, person=person, state=AttendanceState.PRESENT)
    put_row(guest)
    trail.record("attendance.added", guest, by=by, scope=scope)
    return guest


@transaction.atomic
def remove_guest(guest: Attendance, *, by: User, scope: int) -> None:
    """They were not there after all. Raises ValidationError as `keep_item`."""
    open_meeting(guest.meeting)
    trail.record("attendance.removed", guest, by=by, scope=scope)
    guest.delete()


@transaction.atomic
def hold_meeting(meeting: BodyMeeting, *, by: User, scope: int) -> BodyMeeting:
    """It took place: who had a mandate and who of them was counted is frozen.

    Raises ValidationError before its hour and while nobody is written down as present; MoveRefused.
    """
    meeting = _locked(meeting)
    meeting.state = MEETING.move(meeting.state, "hold")
    if meeting.starts_at > timezone.now():
        raise ValidationError(_("It has not begun yet."))
    _count(meeting)
    if not meeting.counted:
        raise ValidationError(_("Write down first who was there."))
    put_row(meeting)
    trail.record("bodymeeting.held", meeting, by=by, scope=scope, counted=meeting.counted, entitled=meeting.entitled)
    return meeting


def open_meeting(meeting: BodyMeeting) -> BodyMeeting:
    """The meeting as it stands, locked. Raises ValidationError where it was cancelled or its minutes are approved."""
    meeting = _locked(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise ValidationError(_("The meeting was cancelled."))
    if meeting.minutes_approved_on:
        raise ValidationError(_("Its minutes are approved: nothing of it changes any more."))
    return meeting


def counted_members(meeting: BodyMeeting) -> list[int]:
    """The keys of the members who were there or represented."""
    rows = meeting.attendance.filter(member__isnull=False, state__in=Attendance.COUNTED)
    return list(rows.values_list("member", flat=True))


def _held(body: Body) -> Body:
    return Body.objects.select_for_update(no_key=True).get(pk=body.pk)


def _locked(meeting: BodyMeeting) -> BodyMeeting:
    rows = BodyMeeting.objects.select_for_update(of=("self",), no_key=True).select_related("body")
    return rows.get(pk=meeting.pk)


def _called(meeting: BodyMeeting) -> None:
    stands = _locked(meeting)
    if stands.state != MeetingState.CALLED:
        MEETING.move(stands.state, "hold")  # says what is possible


def _next_number(body: Body) -> int:
    return (body.meetings.aggregate(last=Max("number"))["last"] or 0) + 1


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError):
        raise ValidationError({"zone": _("There is no time zone “%(zone)s”.") % {"zone": zone}}) from None


def _count(meeting: BodyMeeting) -> None:
    meeting.entitled = len(sitting(members_of(meeting.body), day_of(meeting)))
    meeting.counted = len(counted_members(meeting))


def _check_presences(meeting: BodyMeeting, presences: Sequence[Presence]) -> None:
    day = day_of(meeting)
    entitled = {one.pk for one in sitting(members_of(meeting.body), day)}
    there = {one.member.pk for one in presences if one.state == AttendanceState.PRESENT}
    members, people = Counter[int](), Counter[int]()
    wrong = []
    for one in presences:
        name = who(one.member)
        members[one.member.pk] += 1
        came = one.person or (one.member.person if one.state == AttendanceState.PRESENT else None)
        if came and one.state in Attendance.COUNTED:
            people[came.pk] += 1
            if people[came.pk] > 1:
                wrong.append(_("%(name)s would be counted twice.") % {"name": came.name})
        if members[one.member.pk] > 1:
            wrong.append(_("%(name)s would be counted twice: present and represented.") % {"name": name})
        if one.member.pk not in entitled:
            wrong.append(_without_mandate(meeting, one.member, day))
        if one.proxy and one.proxy.pk not in there:
            said = {"name": name, "other": who(one.proxy)}
            wrong.append(_("%(other)s cannot stand for %(name)s without being there.") % said)
        if one.person and one.person.organisation_id != one.member.organisation_id:
            said = {"name": one.person.name, "other": label(one.member.organisation.names).text}
            wrong.append(_("%(name)s does not work for %(other)s.") % said)
        if one.state == AttendanceState.REPRESENTED and not one.proxy and not one.person:
            wrong.append(_("Say who stood for %(name)s.") % {"name": name})
    if wrong:
        raise ValidationError(wrong)


def _check_guests(meeting: BodyMeeting, people: set[int]) -> None:
    twice = meeting.attendance.filter(member__isnull=True, person__in=people).select_related("person").first()
    if twice and twice.person:
        says = _("%(name)s is in the list as a guest: take them out of it first.")
        raise ValidationError(says % {"name": twice.person.name})


def _check_decisions(meeting: BodyMeeting) -> None:
    """What was decided stands on who was there: it may not lose its quorum or its voters by a correction."""
    for one in meeting.decisions.all():
        cast = (one.votes_for or 0) + (one.votes_against or 0) + (one.abstained or 0)
        if cast > (meeting.counted or 0) or (not one.needs_ratification and not meeting.has_quorum):
            says = _(
                "Decision %(number)d stands on more: %(counted)d of %(entitled)d members would be counted. Take the "
                "decision out first."
            )
            said = {"number": one.number, "counted": meeting.counted, "entitled": meeting.entitled}
            raise ValidationError(says % said)
        gone = one.votes.exclude(member__in=counted_members(meeting))
        for vote in gone.select_related("member__organisation", "member__person"):
            says = _("%(name)s voted on decision %(number)d.")
            raise ValidationError(says % {"name": who(vote.member), "number": one.number})


def _without_mandate(meeting: BodyMeeting, member: BodyMember, day: dt.date) -> str:
    name = who(member)
    first, last = begins_on(member), ends_on(member)
    if member.body_id != meeting.body_id:
        return _("%(name)s does not sit in this body.") % {"name": name}
    if last and last < day:
        return _("The mandate of %(name)s ended on %(day)s.") % {"name": name, "day": last.isoformat()}
    if first and not sits_on(member, day):
        return _("The mandate of %(name)s begins on %(day)s.") % {"name": name, "day": first.isoformat()}
    return _("%(name)s would be counted twice.") % {"name": name}


def who(member: BodyMember) -> str:
    """A member by name: "Ana Pérez (Sonsonate)", or the organisation alone."""
    organisation: Organisation = member.organisation
    name = label(organisation.names).text
    return f"{member.person.name} ({name})" if member.person and member.person.name else name
