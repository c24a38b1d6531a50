"""Meetings of bodies: called, attended, held, told in minutes; and what is refused on the way."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as some
from tests.factories.actors import PersonFactory
from tests.factories.governance import HELD, body_of, held_meeting_of, meeting_of, member_of
from tests.factories.lives import Living, running

from entreciudades.actors.models import Body
from entreciudades.alliances.models import AgendaItem, AttendanceState, BodyMeeting
from entreciudades.alliances.services.meetings import (
    Presence,
    add_guest,
    call_meeting,
    cancel_meeting,
    hold_meeting,
    keep_item,
    raise_item,
    record_attendance,
)
from entreciudades.alliances.services.minutes import add_minutes, approve_minutes, write_minutes
from entreciudades.alliances.services.summons import members_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.errors import MoveRefused
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PRESENT, REPRESENTED, EXCUSED = AttendanceState.PRESENT, AttendanceState.REPRESENTED, AttendanceState.EXCUSED
NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def found() -> Living:
    return running(cities=3)


@pytest.fixture
def body(found: Living) -> Body:
    return body_of(found.network, *found.cities, alliance=found.alliance)


def act(found: Living) -> dict[str, Any]:
    return {"by": found.by, "scope": found.cities[0].pk}


def desk_of(found: Living, place: int) -> str:
    return f"/desk/organisations/{found.cities[place].slug}/alliances/{found.alliance.slug}/governance/"


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


@time_machine.travel(NOW)
def test_a_meeting_is_called_and_those_who_sit_there_are_told_each_at_their_desk(found: Living, body: Body) -> None:
    starts_at = dt.datetime(2026, 4, 1, 16, tzinfo=ZoneInfo("America/La_Paz"))
    meeting = BodyMeeting(body=body, starts_at=starts_at, zone="America/La_Paz", place="Ayuntamiento")
    call_meeting(meeting, **act(found))
    assert (meeting.number, meeting.state, meeting.quorum, meeting.called_by) == (1, "called", 50, found.by)
    told = Notice.objects.filter(kind="body-meeting.called").select_related("user", "scope")
    assert {(one.user, one.path) for one in told} == {
        (
            found.coordinators[place],
            f"{desk_of(found, place)}meetings/{meeting.pk}/",
        )
        for place in (1, 2)
    }
    assert {one.words for one in told} == {"Comité meets: Wednesday, 1 April 2026, 16:00 (La Paz time)"}
    Notice.objects.all().delete()
    call_meeting(meeting, **act(found))
    assert not Notice.objects.exists()  # nothing was moved
    meeting.starts_at += dt.timedelta(hours=1)
    call_meeting(meeting, **act(found))
    assert set(Notice.objects.values_list("kind", flat=True)) == {"body-meeting.moved"}
    assert list(AuditEvent.objects.filter(object_kind="alliances.bodymeeting").values_list("verb", "scope")) == [
        ("bodymeeting.changed", found.cities[0].pk),
        ("bodymeeting.changed", found.cities[0].pk),
        ("bodymeeting.added", found.cities[0].pk),
    ]


def test_a_network_s_meeting_is_read_in_its_office_and_at_the_desks_of_its_members() -> None:
    found = running()
    body = body_of(found.network, *found.cities, found.network)
    meeting = BodyMeeting(body=body, starts_at=HELD + dt.timedelta(days=900))
    call_meeting(meeting, by=found.secretary, scope=found.network.pk)
    assert set(Notice.objects.filter(kind="body-meeting.called").values_list("path", flat=True)) == {
        f"/desk/organisations/{city.slug}/bodies/meetings/{meeting.pk}/" for city in found.cities
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [({"zone": "Nowhere/Never"}, "zone"), ({"starts_at": dt.datetime(2040, 1, 1, tzinfo=dt.UTC)}, "starts_at")],
)
def test_a_meeting_when_nobody_sits_or_on_no_clocks_is_refused(
    found: Living, body: Body, said: dict[str, Any], field: str
) -> None:
    body.members.update(until=PartialDate.parse("2030"))
    with pytest.raises(ValidationError) as refused:
        call_meeting(BodyMeeting(body=body, **({"starts_at": HELD} | said)), **act(found))
    assert list(refused.value.message_dict) == [field]
    assert not BodyMeeting.objects.exists()


def test_who_was_there_is_counted_against_those_with_a_mandate_that_day(found: Living, body: Body) -> None:
    member_of(body, found.cities[0], until=PartialDate.parse("2026-02"))  # over before the day
    meeting = meeting_of(body)
    one, two, three, _former = members_of(body)
    deputy = PersonFactory(organisation=found.cities[2])
    presences = [
        Presence(one, PRESENT),
        Presence(two, REPRESENTED, proxy=one),
        Presence(three, REPRESENTED, person=deputy),
    ]
    record_attendance(meeting, presences, **act(found))
    add_guest(meeting, PersonFactory(organisation=found.cities[1]), **act(found))
    held = hold_meeting(meeting, **act(found))
    assert (held.entitled, held.counted, held.has_quorum) == (3, 3, True)
    record_attendance(held, [Presence(one, PRESENT), Presence(two, EXCUSED)], **act(found))
    held.refresh_from_db()
    assert (held.entitled, held.counted, held.has_quorum, held.needed) == (3, 1, False, 2)
    assert held.attendance.filter(member=None).count() == 1


def test_nobody_is_counted_twice_or_without_a_mandate(found: Living, body: Body) -> None:
    former = member_of(body, found.cities[0], until=PartialDate.parse("2026-02"))
    future = member_of(body, found.cities[0], since=PartialDate.parse("2027"))
    meeting = meeting_of(body)
    one, two, three = members_of(body)[:3]
    twin = member_of(body, found.cities[0], person=one.person)
    stranger = body_of(found.network, found.cities[0]).members.get()
    elsewhere = PersonFactory(organisation=found.cities[0], name="Ana")
    cases = [
        ([Presence(one, PRESENT), Presence(one, REPRESENTED, proxy=two), Presence(two, PRESENT)], "present and repre"),
        ([Presence(one, PRESENT), Presence(twin, PRESENT)], "would be counted twice"),
        ([Presence(former, PRESENT)], "ended on 2026-02-28"),
        ([Presence(future, PRESENT)], "begins on 2027-01-01"),
        ([Presence(stranger, PRESENT)], "does not sit in this body"),
        ([Presence(one, REPRESENTED, proxy=two)], "without being there"),
        ([Presence(one, REPRESENTED, proxy=one)], "without being there"),
        ([Presence(one, REPRESENTED)], "Say who stood for"),
        ([Presence(two, REPRESENTED, person=elsewhere)], "Ana does not work for"),
        ([Presence(one, PRESENT), Presence(three, REPRESENTED, person=one.person)], "would be counted twice"),
    ]
    for presences, says in cases:
        with pytest.raises(ValidationError) as refused:
            record_attendance(meeting, presences, **act(found))
        assert says in refusal(refused)
    assert set(meeting.attendance.values_list("state", flat=True)) == {"excused"}  # what was kept before stays


def test_a_guest_is_told_once_and_is_no_member(found: Living, body: Body) -> None:
    meeting = meeting_of(body, counted=1)
    there = meeting.attendance.get(state="present").person
    with pytest.raises(ValidationError):
        add_guest(meeting, there, **act(found))
    guest = add_guest(meeting, PersonFactory(organisation=found.cities[1]), **act(found))
    with pytest.raises(ValidationError, match="as a guest"):
        record_attendance(meeting, [Presence(members_of(body)[1], REPRESENTED, person=guest.person)], **act(found))


def test_a_meeting_is_held_once_not_before_its_hour_nor_without_anybody(found: Living, body: Body) -> None:
    empty = meeting_of(body)
    with pytest.raises(ValidationError, match="who was there"):
        hold_meeting(empty, **act(found))
    with time_machine.travel(HELD - dt.timedelta(minutes=1)), pytest.raises(ValidationError, match="not begun"):
        hold_meeting(meeting_of(body, counted=2), **act(found))
    held = held_meeting_of(body, counted=2)
    with pytest.raises(MoveRefused):
        hold_meeting(held, **act(found))
    with pytest.raises(MoveRefused):
        cancel_meeting(held, reason="Tarde.", **act(found))
    with pytest.raises(MoveRefused):
        call_meeting(held, **act(found))


def test_a_cancelled_meeting_says_why_and_takes_nothing_more(found: Living, body: Body) -> None:
    meeting = meeting_of(body)
    with pytest.raises(ValidationError):
        cancel_meeting(meeting, reason=" ", **act(found))
    cancel_meeting(meeting, reason="Huelga de transporte.", **act(found))
    said = Notice.objects.filter(kind="body-meeting.cancelled").first()
    assert said is not None
    assert said.words.endswith("is cancelled. Reason: Huelga de transporte.")
    with pytest.raises(ValidationError, match="cancelled"):
        keep_item(AgendaItem(meeting=meeting, titles={"es": "Agua"}), **act(found))


def test_the_agenda_keeps_its_order(found: Living, body: Body) -> None:
    meeting = meeting_of(body)
    for title in ("Acta", "Agua", "Varios"):
        keep_item(AgendaItem(meeting=meeting, titles={"es": title}), **act(found))
    raise_item(meeting.items.last(), **act(found))
    raise_item(meeting.items.first(), **act(found))
    assert [one.titles["es"] for one in meeting.items.all()] == ["Acta", "Varios", "Agua"]


def test_minutes_are_approved_once_there_are_any_and_nothing_changes_after(found: Living, body: Body) -> None:
    meeting, day = held_meeting_of(body, counted=2), dt.date(2026, 3, 9)
    with time_machine.travel(NOW):
        with pytest.raises(ValidationError, match="no minutes yet"):
            approve_minutes(meeting, on=day, **act(found))
        write_minutes(meeting, "es", "Se habló del agua.", expected_version=0, **act(found))
        for wrong in (dt.date(2026, 3, 1), dt.date(2026, 3, 11)):
            with pytest.raises(ValidationError) as refused:
                approve_minutes(meeting, on=wrong, **act(found))
            assert list(refused.value.message_dict) == ["on"]
        approved = approve_minutes(meeting, on=day, **act(found))
    assert (approved.minutes_approved_on, approved.minutes_approved_by) == (day, found.by)
    with pytest.raises(ValidationError, match="minutes are approved"):
        write_minutes(meeting, "es", "Otra cosa.", expected_version=1, **act(found))
    with pytest.raises(ValidationError, match="minutes are approved"):
        record_attendance(meeting, [], **act(found))
    with pytest.raises(ValidationError, match="minutes are approved"):
        add_minutes(meeting, ContentFile(b"Hola", "acta.txt"), **act(found))


def test_minutes_may_be_a_document(found: Living, body: Body) -> None:
    meeting = held_meeting_of(body, counted=2)
    add_minutes(meeting, ContentFile("Se habló.".encode(), "acta.txt"), **act(found))
    with time_machine.travel(NOW):
        approve_minutes(meeting, on=dt.date(2026, 3, 9), **act(found))
    assert BodyMeeting.objects.with_minutes().get() == meeting


@given(entitled=some.integers(1, 400), counted=some.integers(0, 400), quorum=some.integers(0, 100))
def test_a_quorum_is_an_exact_fraction_and_asks_for_whole_members(entitled: int, counted: int, quorum: int) -> None:
    meeting = BodyMeeting(entitled=entitled, counted=min(counted, entitled), quorum=quorum)
    assert meeting.has_quorum == (meeting.counted >= meeting.needed)
    assert 1 <= meeting.needed <= max(entitled, 1)
    assert (meeting.needed - 1) * 100 < max(entitled * quorum, 1)
