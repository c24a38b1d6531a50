"""Rounds of bilateral meetings: planned, moved, cancelled, noted, held."""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.factories.actors import MembershipFactory
from tests.factories.calls import MeetingFactory
from tests.factories.pairing import world

from entreciudades.calls.models import Meeting, MeetingNote, ShortListEntry
from entreciudades.calls.services.meetings import (
    Round,
    add_meeting,
    cancel_meeting,
    draft_round,
    listed_pairs,
    move_meeting,
    note_of,
    plan_round,
    record_held,
    unmet_pairs,
    write_note,
)
from entreciudades.calls.slots import Hours, slots_of
from entreciudades.core.errors import RowConflict
from entreciudades.core.parts import Opened, digest_of
from entreciudades.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 24)
MORNING = Hours(dt.time(9), dt.time(12), minutes=30, breaks=((dt.time(10), dt.time(10, 30)),))
SLOTS = slots_of([DAY], MORNING, zone="Europe/Madrid")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def listed():
    """The call, its applications, and lists on which each city of the north has two of the south."""
    call, cities = world()
    for one, others in (
        ("vallehondo", ("santa-bruma", "sarapur")),
        ("dunkhaven", ("sarapur", "santa-bruma")),
        ("portosole", ("rivertown",)),
        ("santa-bruma", ("vallehondo",)),
    ):
        for position, other in enumerate(others, start=1):
            ShortListEntry.objects.create(application=cities[one], other=cities[other], position=position)
    return call, cities


def by(cities, name="vallehondo"):
    return MembershipFactory(organisation=cities[name].applicant).user


def slugs(call):
    return sorted((one.a.applicant.slug, one.b.applicant.slug) for one in call.meetings.with_cities())


def test_slots_stand_between_the_hours_and_outside_the_breaks_on_the_clock_of_the_place():
    assert [slot.starts_at.strftime("%H:%M") for slot in SLOTS] == ["08:00", "08:30", "09:30", "10:00", "10:30"]
    assert {slot.ends_at - slot.starts_at for slot in SLOTS} == {dt.timedelta(minutes=30)}
    paused = Hours(dt.time(9), dt.time(10), minutes=20, pause=10)
    days = [DAY, DAY, DAY - dt.timedelta(days=1)]
    assert [slot.starts_at.strftime("%d %H:%M") for slot in slots_of(days, paused, zone="UTC")] == [
        "23 09:00",
        "23 09:30",
        "24 09:00",
        "24 09:30",
    ]
    assert slots_of([DAY], Hours(dt.time(9), dt.time(9, 20), minutes=30), zone="UTC") == ()


def test_mutual_pairs_come_first_and_struck_ones_not_at_all(listed):
    call, cities = listed
    ShortListEntry.objects.filter(application=cities["portosole"]).update(struck="ya hermanadas")
    key = {slug: one.pk for slug, one in cities.items()}
    assert listed_pairs(call) == [
        (key["vallehondo"], key["santa-bruma"]),
        (key["dunkhaven"], key["sarapur"]),
        (key["vallehondo"], key["sarapur"]),
        (key["dunkhaven"], key["santa-bruma"]),
    ]


def test_a_round_is_planned_without_clashes_and_every_city_is_told_once(listed):
    call, cities = listed
    coordinator = by(cities)
    found = plan_round(call, Round(1, SLOTS, where="Sala Azul"), by=by(cities, "rivertown"))
    assert found.unplaced == ()
    rows = list(call.meetings.all())
    assert len(rows) == 5
    seats = [(city, row.starts_at) for row in rows for city in (row.a_id, row.b_id)]
    assert max(Counter(seats).values()) == 1
    assert {row.where for row in rows} == {"Sala Azul"}
    notice = Notice.objects.get(user=coordinator)
    assert (notice.kind, notice.facts["count"], notice.facts["round"]) == ("meetings.planned", 2, 1)


def test_what_does_not_fit_is_said_and_stays_to_be_met(listed):
    call, cities = listed
    found = plan_round(call, Round(1, SLOTS[:1]), by=by(cities))
    assert len(found.placed) == 3
    assert unmet_pairs(call, listed_pairs(call)) == list(found.unplaced)
    second = draft_round(call, Round(2, SLOTS[1:2]))
    assert set(second.placed) == set(found.unplaced)
    everybody = draft_round(call, Round(2, SLOTS[1:], whom="all"))
    assert len(everybody.placed) == 5


def test_a_city_away_in_another_call_is_not_met_then(listed):
    call, cities = listed
    other_call, _others = world_elsewhere(cities["vallehondo"].applicant)
    found = plan_round(call, Round(1, SLOTS), by=by(cities))
    busy = Meeting.objects.exclude(call=call).get()
    clash = call.meetings.of(cities["vallehondo"]).over(busy.starts_at, busy.ends_at)
    assert (found.unplaced, clash.count(), other_call == call) == ((), 0, False)


def world_elsewhere(organisation):
    meeting = MeetingFactory(starts_at=SLOTS[0].starts_at, ends_at=SLOTS[0].ends_at, a__applicant=organisation)
    return meeting.call, meeting


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Round(3, SLOTS), "This call has no such round of meetings."),
        (Round(1, ()), "No meeting fits between these hours."),
        (Round(1, slots_of([dt.date(2026, 11, 20)], MORNING, zone="UTC")), "The round would begin in the past."),
    ],
)
def test_rounds_that_cannot_be_are_refused(listed, asked, said):
    call, cities = listed
    with pytest.raises(ValidationError) as refused:
        plan_round(call, asked, by=by(cities))
    assert refused.value.messages == [said]
    assert call.meetings.count() == 0


def test_a_round_is_planned_anew_until_it_has_begun_or_somebody_wrote_notes(listed):
    call, cities = listed
    me = by(cities)
    plan_round(call, Round(1, SLOTS[:1]), by=me)
    plan_round(call, Round(1, SLOTS), by=me)
    assert call.meetings.count() == 5
    note = note_of(call.meetings.of(cities["vallehondo"]).first(), cities["vallehondo"])
    note.text = "Preguntar por las laderas."
    write_note(note, by=me)
    with pytest.raises(ValidationError):
        plan_round(call, Round(1, SLOTS), by=me)
    assert MeetingNote.objects.get().text == "Preguntar por las laderas."


def test_a_meeting_is_moved_where_both_are_free_and_both_are_told(listed):
    call, cities = listed
    me, other = by(cities), by(cities, "santa-bruma")
    plan_round(call, Round(1, SLOTS), by=by(cities, "rivertown"))
    Notice.objects.all().delete()
    meeting = call.meetings.of(cities["vallehondo"]).of(cities["santa-bruma"]).get()
    taken = call.meetings.of(cities["vallehondo"]).exclude(pk=meeting.pk).get().starts_at
    with pytest.raises(ValidationError) as refused:
        move_meeting(meeting, starts_at=taken + dt.timedelta(minutes=10), where="", by=me)
    assert refused.value.message_dict == {"starts_at": ["Vallehondo has another meeting at that time."]}
    with pytest.raises(ValidationError):
        move_meeting(meeting, starts_at=TODAY, where="", by=me)
    later = SLOTS[-1].starts_at + dt.timedelta(hours=2)
    link = "https://sala.example.org/1"
    moved = move_meeting(meeting, starts_at=later, where=link, by=by(cities, "rivertown"))
    assert (moved.starts_at, moved.ends_at, moved.where) == (later, later + dt.timedelta(minutes=30), link)
    assert sorted(Notice.objects.values_list("user", "kind")) == sorted(
        [(me.pk, "meeting.moved"), (other.pk, "meeting.moved")]
    )


def test_a_single_meeting_is_added_and_cancelled(listed):
    call, cities = listed
    me = by(cities, "rivertown")
    a, b = cities["vallehondo"], cities["rivertown"]
    meeting = add_meeting(call, b, a, number=1, starts_at=SLOTS[0].starts_at, where="", by=me)
    assert (meeting.a, meeting.b) == (a, b)
    for again in (SLOTS[0].starts_at, SLOTS[1].starts_at):  # no slot; the same round
        with pytest.raises(ValidationError):
            add_meeting(call, a, b, number=1, starts_at=again, where="", by=me)
    cancel_meeting(meeting, by=me)
    assert call.meetings.count() == 0


def test_what_has_notes_is_not_cancelled(listed):
    call, cities = listed
    me = by(cities)
    plan_round(call, Round(1, SLOTS), by=me)
    meeting = call.meetings.of(cities["vallehondo"]).first()
    note = note_of(meeting, cities["vallehondo"])
    note.text = "Llevar el plano."
    write_note(note, by=me)
    with pytest.raises(ValidationError):
        cancel_meeting(meeting, by=me)
    assert call.meetings.filter(pk=meeting.pk).exists()


def test_whether_it_was_held_is_said_once_it_has_begun(listed):
    call, cities = listed
    me = by(cities)
    plan_round(call, Round(1, SLOTS), by=me)
    meeting = call.meetings.order_by("starts_at").first()
    with pytest.raises(ValidationError):
        record_held(meeting, held=True, by=me)
    with time_machine.travel(SLOTS[0].ends_at):
        assert record_held(meeting, held=False, by=me).held is False
        with pytest.raises(ValidationError):
            move_meeting(meeting, starts_at=timezone.now() + dt.timedelta(days=1), where="", by=me)
        # What was not held is still to be met.
        assert (meeting.a_id, meeting.b_id) in unmet_pairs(call, listed_pairs(call))


def test_two_colleagues_on_the_same_notes_lose_nothing(listed):
    call, cities = listed
    me = by(cities)
    plan_round(call, Round(1, SLOTS), by=me)
    meeting = call.meetings.of(cities["vallehondo"]).first()
    note = note_of(meeting, cities["vallehondo"])
    note.text = "Primera."
    write_note(note, by=me)
    opened = Opened(("text",), digest_of(note, ("text",)))
    first, second = (MeetingNote.objects.get() for _each in range(2))
    first.text, second.text = "De Carmen.", "De César."
    write_note(first, by=me, opened=opened)
    with pytest.raises(RowConflict):
        write_note(second, by=me, opened=opened)
    assert MeetingNote.objects.get().text == "De Carmen."
