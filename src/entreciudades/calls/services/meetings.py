"""Bilateral meetings: a round is planned without clashes, single meetings are moved and cancelled, notes are kept."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Call, Meeting, MeetingNote, ShortListEntry
from entreciudades.calls.services.telling import clock_of, held, held_between, tell_cities
from entreciudades.calls.slots import Slot
from entreciudades.calls.terms import terms_of
from entreciudades.calls.timetable import Cities, Timetable, timetable
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.parts import Opened, put_row

Whom = Literal["not-met", "all"]
"""Who meets in a round: the pairs of the short lists that have not met, or all of them, again too."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round as it is asked for. `tables`: pairs that meet at the same time at most; `where`: a place or a link."""

    number: int
    slots: Sequence[Slot]
    whom: Whom = "not-met"
    tables: int | None = None
    where: str = ""


def draft_round(call: Call, asked: Round) -> Timetable:
    """The timetable of a round, by keys of applications, without keeping it: the same as `plan_round` would keep."""
    wanted = _wanted(call, asked)
    return timetable(wanted, slots=len(asked.slots), tables=asked.tables, away=_away(call, asked, wanted))


@transaction.atomic
def plan_round(call: Call, asked: Round, *, by: User) -> Timetable:
    """Plan a round, in place of its former plan, and tell every city that meets somebody.

    Raises ValidationError where the call has no such round, where no slot is asked for or one has begun, and where the
    round has begun or a city has written notes on it: then single meetings are moved and added.
    """
    call = held_between(call)
    pairing = terms_of(call).pairing
    if pairing is None or not 1 <= asked.number <= pairing.rounds:
        raise ValidationError(_("This call has no such round of meetings."))
    if not asked.slots:
        raise ValidationError(_("No meeting fits between these hours."))
    now = timezone.now()
    if asked.slots[0].starts_at <= now:
        raise ValidationError({"days": _("The round would begin in the past.")})
    former = call.meetings.filter(round=asked.number)
    if former.filter(Q(starts_at__lte=now) | Q(held__isnull=False) | Q(notes__isnull=False)).exists():
        raise ValidationError(_("This round has begun, or cities have written notes on it: move single meetings."))
    former.delete()
    found = draft_round(call, asked)
    Meeting.objects.bulk_create(
        Meeting(
            call=call,
            round=asked.number,
            starts_at=asked.slots[slot].starts_at,
            ends_at=asked.slots[slot].ends_at,
            a_id=a,
            b_id=b,
            where=asked.where,
        )
        for (a, b), slot in found.placed.items()
    )
    placed, left = len(found.placed), len(found.unplaced)
    trail.record("meetings.planned", call, by=by, scope=call.network_id, round=asked.number, placed=placed, left=left)
    _tell_of_round(call, asked, found, by=by)
    return found


def unmet_pairs(call: Call, listed: Iterable[Cities]) -> list[Cities]:
    """Those of these pairs that have no meeting, planned or held."""
    met = set(call.meetings.exclude(held=False).values_list("a", "b"))
    return [pair for pair in listed if pair not in met]


@transaction.atomic
def move_meeting(meeting: Meeting, *, starts_at: dt.datetime, where: str, by: User) -> Meeting:
    """Move a meeting, or say where it is; both cities are told.

    Raises ValidationError on "starts_at" in the past or where one of the two has another meeting then, in this call or
    another, and where it was held already.
    """
    meeting, call = _held_with(meeting)
    if meeting.held is not None:
        raise ValidationError(_("This meeting is over."))
    ends_at = starts_at + (meeting.ends_at - meeting.starts_at)
    if starts_at == meeting.starts_at and where == meeting.where:
        return meeting
    if starts_at != meeting.starts_at:
        _check_free((meeting.a, meeting.b), starts_at, ends_at, but=meeting)
    meeting.starts_at, meeting.ends_at, meeting.where = starts_at, ends_at, where
    meeting.full_clean()
    meeting.save()
    trail.record("meeting.moved", meeting, by=by, scope=call.network_id)
    _tell_both(meeting, kind="meeting.moved", by=by)
    return meeting


@transaction.atomic
def add_meeting(
    call: Call, a: Application, b: Application, *, number: int, starts_at: dt.datetime, where: str, by: User
) -> Meeting:
    """Add a single meeting to a round. Raises ValidationError as `move_meeting`, and where they meet in it already."""
    call = held_between(call)
    pairing = terms_of(call).pairing
    if a.pk == b.pk:
        raise ValidationError({"b": _("Choose two different cities.")})
    if pairing is None or not 1 <= number <= pairing.rounds:
        raise ValidationError(_("This call has no such round of meetings."))
    ends_at = starts_at + dt.timedelta(minutes=pairing.meeting_minutes)
    _check_free((a, b), starts_at, ends_at)
    first, second = sorted((a, b), key=lambda one: one.pk)
    meeting = Meeting(call=call, round=number, starts_at=starts_at, ends_at=ends_at, a=first, b=second, where=where)
    put_row(meeting)
    trail.record("meeting.added", meeting, by=by, scope=call.network_id)
    _tell_both(meeting, kind="meeting.added", by=by)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User) -> None:
    """Cancel a meeting that is to come; both cities are told. Raises ValidationError where it is over or has notes."""
    meeting, call = _held_with(meeting)
    if meeting.held is not None or meeting.starts_at <= timezone.now() or meeting.notes.exists():
        raise ValidationError(_("It has begun, or a city has written notes on it: say that it was not held instead."))
    trail.record("meeting.cancelled", meeting, by=by, scope=call.network_id)
    _tell_both(meeting, kind="meeting.cancelled", by=by)
    meeting.delete()


@transaction.atomic
def record_held(meeting: Meeting, *, held: bool, by: User) -> Meeting:
    """Say whether a meeting was held: either city or the secretariat may. Raises ValidationError before it begins."""
    meeting, call = _held_with(meeting)
    if meeting.starts_at > timezone.now():
        raise ValidationError(_("This meeting has not begun yet."))
    if meeting.held != held:
        meeting.held = held
        meeting.save(update_fields=["held"])
        trail.record("meeting.held" if held else "meeting.not-held", meeting, by=by, scope=call.network_id)
    return meeting


def note_of(meeting: Meeting, application: Application) -> MeetingNote:
    """The notes of a city on a meeting; a new row where it has none."""
    found = MeetingNote.objects.filter(meeting=meeting, application=application).first()
    return found or MeetingNote(meeting=meeting, application=application)


@transaction.atomic
def write_note(note: MeetingNote, *, by: User, opened: Opened | None = None) -> MeetingNote:
    """Keep a city's own notes. Raises ValidationError, RowConflict where a colleague wrote meanwhile."""
    note.written_by, note.written_at = by, timezone.now()
    put_row(note, opened=opened)
    call = note.meeting.call
    trail.record("meeting.noted", note, by=by, scope=note.application.applicant_id, call=call.pk, shared=note.shared)
    return note


def listed_pairs(call: Call) -> list[Cities]:
    """The pairs of the short lists, mutual ones first, then by their places on the lists."""
    places: dict[Cities, list[int]] = defaultdict(list)
    entries = ShortListEntry.objects.within(call).standing().values_list("application", "other", "position")
    for one, other, position in entries:
        places[min(one, other), max(one, other)].append(position)
    return sorted(places, key=lambda pair: (-len(places[pair]), min(places[pair]), sum(places[pair]), pair))


def _wanted(call: Call, asked: Round) -> list[Cities]:
    others = call.meetings.exclude(round=asked.number).exclude(held=False)
    met = set(others.values_list("a", "b")) if asked.whom == "not-met" else set()
    return [pair for pair in listed_pairs(call) if pair not in met]


def _away(call: Call, asked: Round, pairs: Sequence[Cities]) -> dict[int, set[int]]:
    """The slots in which a city has another meeting: in another round, or in another call."""
    if not asked.slots:
        return {}
    cities = {key for pair in pairs for key in pair}
    applicant = dict(Application.objects.filter(pk__in=cities).values_list("applicant", "pk"))
    span = Meeting.objects.over(asked.slots[0].starts_at, asked.slots[-1].ends_at)
    taken = span.exclude(call=call, round=asked.number).filter(
        Q(a__applicant__in=applicant) | Q(b__applicant__in=applicant)
    )
    away: dict[int, set[int]] = defaultdict(set)
    for begins, ends, *both in taken.values_list("starts_at", "ends_at", "a__applicant", "b__applicant"):
        busy = {place for place, slot in enumerate(asked.slots) if slot.starts_at < ends and slot.ends_at > begins}
        for organisation in both:
            if organisation in applicant:
                away[applicant[organisation]] |= busy
    return away


def _check_free(
    both: tuple[Application, Application],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    *,
    but: Meeting | None = None,
) -> None:
    if starts_at <= timezone.now():
        raise ValidationError({"starts_at": _("This moment has passed.")})
    others = Meeting.objects.over(starts_at, ends_at)
    if but is not None:
        others = others.exclude(pk=but.pk)
    for one in both:
        if others.filter(Q(a__applicant=one.applicant_id) | Q(b__applicant=one.applicant_id)).exists():
            said = {"city": label(one.applicant.names).text}
            raise ValidationError({"starts_at": _("%(city)s has another meeting at that time.") % said})


def _held_with(meeting: Meeting) -> tuple[Meeting, Call]:
    """The meeting as it stands, while its call is held."""
    call = held(meeting.call)
    return call.meetings.select_related("a__applicant", "b__applicant").get(pk=meeting.pk), call


def _tell_both(meeting: Meeting, *, kind: str, by: User) -> None:
    call = meeting.call
    when = clock_of(call, meeting.starts_at)
    for one, other in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
        facts = {"call": call.titles, "other": other.applicant.names, "when": when}
        tell_cities([one], kind=kind, facts=facts, page="meetings", by=by)


def _tell_of_round(call: Call, asked: Round, found: Timetable, *, by: User) -> None:
    meetings = Counter(city for pair in found.placed for city in pair)
    first = clock_of(call, asked.slots[0].starts_at)
    for one in call.applications.filter(pk__in=meetings).select_related("applicant"):
        facts = {"call": call.titles, "round": asked.number, "count": meetings[one.pk], "when": first}
        tell_cities([one], kind="meetings.planned", facts=facts, page="meetings", by=by)
