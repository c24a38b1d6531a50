"""A meeting from its call to its approved minutes, as people do it on the pages."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.factories.actors import MembershipFactory
from tests.factories.governance import HELD, body_of, held_meeting_of, meeting_of, member_of
from tests.factories.lives import Living, running
from tests.web.conftest import As

from entreciudades.actors.models import Body
from entreciudades.alliances.models import Attendance, BodyDecision, BodyMeeting
from entreciudades.core.models import Attachment, Text
from entreciudades.notices.models import Task
from entreciudades.processes.calendar import calendar_of

pytestmark = pytest.mark.django_db

AFTER = HELD + dt.timedelta(days=1)


@pytest.fixture
def found() -> Living:
    return running(cities=3)


@pytest.fixture
def body(found: Living) -> Body:
    return body_of(found.network, *found.cities, alliance=found.alliance)


@pytest.fixture
def desk(found: Living, sign_in: As) -> Client:
    """The coordinator of the first city."""
    return sign_in(found.by)


def at(found: Living, name: str, *keys: object, place: int = 0) -> str:
    slugs = [found.cities[place].slug, found.alliance.slug]
    return reverse(f"desk:alliance-governance-{name}", args=[*slugs, *keys])


def test_a_meeting_lives_from_its_call_to_its_minutes(found: Living, body: Body, sign_in: As) -> None:
    one, two, _three = body.members.all()
    with time_machine.travel(HELD - dt.timedelta(days=10)):
        desk = sign_in(found.by)
        form = {"kind": "ordinary", "starts_at_day": "2026-03-02", "starts_at_time": "10:00", "zone": "Europe/Madrid"}
        called = desk.post(at(found, "meeting-add", body.pk), form | {"place": "Salón de plenos"})
        meeting = BodyMeeting.objects.get()
        assert (called.url, meeting.starts_at) == (at(found, "meeting", meeting.pk), HELD)
        assert [
            moment.address.endswith(at(found, "meeting", meeting.pk)) for moment in calendar_of(found.by).moments
        ] == [True]
        desk.post(at(found, "item-add", meeting.pk), {"titles_es": "Presupuesto", "kind": "decision"})
        item = meeting.items.get()
        assert "Presupuesto" in desk.get(at(found, "paper", meeting.pk)).content.decode()
        desk.post(at(found, "meeting-hold", meeting.pk))  # before its hour
        meeting.refresh_from_db()
        assert meeting.state == "called"
    with time_machine.travel(AFTER):
        desk = sign_in(found.by)
        name = f"{one.person.name} ({one.organisation.names['es']})"
        attendance = {f"state-{one.pk}": "present", f"state-{two.pk}": "represented", f"by-{two.pk}": name.upper()}
        assert desk.post(at(found, "attendance", meeting.pk), attendance).status_code == 302
        assert set(meeting.attendance.values_list("member", "state", "proxy")) == {
            (one.pk, "present", None),
            (two.pk, "represented", one.pk),
        }
        assert desk.get(at(found, "attendance", meeting.pk)).context["form"].lines[1][2].value() == name
        desk.post(at(found, "meeting-hold", meeting.pk))
        decision = {"item": item.pk, "texts_es": "Se aprueba.", "how": "vote", "votes_for": 2, "votes_against": 0}
        decision |= {"abstained": 0, "carried": "on", "organisation": found.cities[2].pk, "due": "2026-04-01"}
        assert desk.post(at(found, "decision-add", meeting.pk), decision).url == at(found, "meeting", meeting.pk)
        task = Task.objects.get(kind="decision.carry-out")
        assert (task.organisation, task.due, task.path) == (
            found.cities[2],
            dt.date(2026, 4, 1),
            at(found, "meeting", meeting.pk, place=2),
        )
        text = {"body:minutes": "Se presentó el presupuesto.", "version:minutes": "0", "digest:minutes": "x"}
        assert desk.post(at(found, "minutes-edit", meeting.pk, "es"), text).status_code == 302
        desk.post(at(found, "approve", meeting.pk), {"on": "2026-03-03"})
        meeting.refresh_from_db()
        assert (meeting.state, meeting.counted, meeting.entitled, meeting.minutes_approved_on) == (
            "held",
            2,
            3,
            dt.date(2026, 3, 3),
        )
        paper = desk.get(at(found, "paper", meeting.pk)).content.decode()
        assert [said in paper for said in ("Salón de plenos", "Se aprueba.", "Se presentó el presupuesto.")] == [
            True
        ] * 3
        late = desk.post(at(found, "minutes-edit", meeting.pk, "es"), text | {"version:minutes": "1"})
        assert (late.status_code, Text.objects.get(section="minutes").body) == (422, "Se presentó el presupuesto.")
        assert desk.get(at(found, "meeting", meeting.pk)).context["is_open"] is False


def test_a_name_that_nobody_has_comes_back_with_the_form(found: Living, body: Body, desk: Client) -> None:
    meeting = meeting_of(body)
    one, two, _three = body.members.all()
    form = {f"state-{one.pk}": "present", f"state-{two.pk}": "represented", f"by-{two.pk}": "Nadie"}
    answer = desk.post(at(found, "attendance", meeting.pk), form)
    assert list(answer.context["form"].errors) == [f"by-{two.pk}"]
    assert 'value="Nadie"' in answer.content.decode()
    assert not meeting.attendance.exclude(state="excused").exists()


def test_nobody_stands_for_somebody_without_being_there(found: Living, body: Body, desk: Client) -> None:
    meeting = meeting_of(body)
    one, two, _three = body.members.all()
    by = f"{one.person.name} ({one.organisation.names['es']})"
    form = {f"state-{one.pk}": "excused", f"state-{two.pk}": "represented", f"by-{two.pk}": by}
    answer = desk.post(at(found, "attendance", meeting.pk), form)
    assert len(answer.context["form"].non_field_errors()) == 1


def test_more_votes_than_people_come_back_with_the_numbers(
    found: Living, body: Body, desk: Client, in_english: None
) -> None:
    meeting = held_meeting_of(body, counted=2)
    form = {"texts_es": "Se aprueba.", "how": "vote", "votes_for": 3, "votes_against": 0, "abstained": 0}
    answer = desk.post(at(found, "decision-add", meeting.pk), form | {"carried": "on"})
    assert list(answer.context["form"].errors) == ["votes_for"]
    assert not body.decisions.exists()


def test_without_quorum_the_page_says_so_and_nothing_is_recorded(found: Living, body: Body, desk: Client) -> None:
    meeting = held_meeting_of(body, counted=1)
    assert desk.get(at(found, "meeting", meeting.pk)).context["meeting"].has_quorum is False
    form = {"texts_es": "Se aprueba.", "how": "consensus", "carried": "on"}
    answer = desk.post(at(found, "decision-add", meeting.pk), form)
    assert len(answer.context["form"].non_field_errors()) == 1
    assert not body.decisions.exists()


def test_a_roll_call_asks_each_who_was_there(found: Living, body: Body, desk: Client) -> None:
    meeting = held_meeting_of(body, counted=2)
    one, two, three = (member.pk for member in body.members.all())
    fields = desk.get(at(found, "roll-call", meeting.pk)).context["form"].fields
    assert [name for name in fields if name.startswith("member-")] == [f"member-{one}", f"member-{two}"]
    form = {"texts_es": "Se aprueba.", f"member-{one}": "for", f"member-{two}": "abstained", "carried": "on"}
    desk.post(at(found, "roll-call", meeting.pk), form | {f"member-{three}": "for"})
    decision = body.decisions.get()
    assert (decision.votes_for, decision.votes_against, decision.abstained) == (1, 0, 1)
    assert list(decision.votes.values_list("member", "choice")) == [(one, "for"), (two, "abstained")]


def test_an_urgent_decision_is_ratified_by_the_next_meeting(found: Living, body: Body, desk: Client) -> None:
    form = {"taken_on": "2026-03-05", "texts_es": "Se adelanta la visita.", "organisation": found.cities[1].pk}
    desk.post(at(found, "urgent", body.pk), form)
    taken = body.decisions.get()
    assert list(desk.get(at(found, "body", body.pk)).context["waiting"]) == [taken]
    meeting = held_meeting_of(body, counted=3, starts_at=HELD + dt.timedelta(days=30))
    said = {"texts_es": "Se ratifica.", "how": "consensus", "carried": "on", "ratifies": taken.pk}
    desk.post(at(found, "decision-add", meeting.pk), said)
    assert BodyDecision.objects.get(ratifies=taken).carried is True
    assert list(desk.get(at(found, "body", body.pk)).context["waiting"]) == []


def test_a_decision_is_taken_out_after_a_question(found: Living, body: Body, desk: Client) -> None:
    meeting = held_meeting_of(body, counted=2)
    desk.post(at(found, "decision-add", meeting.pk), {"texts_es": "Sí.", "how": "consensus", "carried": "on"})
    row = body.decisions.get()
    assert "Sí." in desk.get(at(found, "decision-remove", row.pk)).content.decode()
    assert desk.post(at(found, "decision-remove", row.pk)).url == at(found, "meeting", meeting.pk)
    assert not body.decisions.exists()


def test_minutes_as_a_document_are_read_by_parties_alone(found: Living, body: Body, sign_in: As) -> None:
    meeting = held_meeting_of(body, counted=2)
    desk = sign_in(found.by)
    upload = SimpleUploadedFile("acta.txt", "Se habló.".encode())
    assert desk.post(at(found, "documents", meeting.pk), {"document": upload}).status_code == 302
    kept = Attachment.objects.get(purpose="minutes")
    address = reverse("file", args=[kept.pk, kept.name])
    people = [found.coordinators[1], found.secretary, MembershipFactory().user]
    statuses = []
    for one in people:
        answer = sign_in(one).get(address)
        statuses.append(answer.status_code)
        if answer.streaming:
            answer.getvalue()  # read to its end, it closes its file
    assert statuses == [200, 200, 404]
    assert desk.get(at(found, "meeting", meeting.pk)).context["has_minutes"] is True
    desk.post(at(found, "document-remove", meeting.pk, kept.pk))
    assert not Attachment.objects.filter(purpose="minutes").exists()


def test_a_cancelled_meeting_says_why(found: Living, body: Body, desk: Client) -> None:
    meeting = meeting_of(body, starts_at=HELD.replace(year=2090))
    desk.post(at(found, "meeting-cancel", meeting.pk), {"reason": "Huelga de transporte."})
    assert "Huelga de transporte." in desk.get(at(found, "meeting", meeting.pk)).content.decode()
    assert list(calendar_of(found.by).moments) == []


def test_a_party_that_left_reads_and_changes_nothing(found: Living, body: Body, sign_in: As) -> None:
    meeting = held_meeting_of(body, counted=2)
    found.alliance.seats.filter(organisation=found.cities[2]).update(state="left", left_on=HELD.date())
    former = sign_in(found.coordinators[2])
    assert former.get(at(found, "meeting", meeting.pk, place=2)).status_code == 200
    assert former.get(at(found, "decision-add", meeting.pk, place=2)).status_code == 403
    assert former.post(at(found, "meeting-hold", meeting.pk, place=2)).status_code == 403


def test_a_party_that_is_only_asked_to_join_sees_nothing_of_it(found: Living, body: Body, sign_in: As) -> None:
    meeting = held_meeting_of(body, counted=2)
    found.alliance.seats.filter(organisation=found.cities[2]).update(state="invited")
    asked = sign_in(found.coordinators[2])
    assert asked.get(at(found, "meeting", meeting.pk, place=2)).status_code == 404


def test_another_body_s_rows_are_not_found(found: Living, body: Body, desk: Client) -> None:
    elsewhere = body_of(found.network, found.cities[0])
    meeting = held_meeting_of(elsewhere, counted=1)
    item = meeting.items.create(titles={"es": "Agua"})
    mine = held_meeting_of(body, counted=2)
    pages = [
        at(found, "meeting", meeting.pk),
        at(found, "item", mine.pk, item.pk),
        at(found, "member", elsewhere.members.get().pk),
    ]
    assert [desk.get(page).status_code for page in pages] == [404, 404, 404]
    assert desk.post(at(found, "item-act", mine.pk, item.pk, "remove")).status_code == 404
    assert desk.post(at(found, "guest-remove", mine.pk, Attendance.objects.first().pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_asks_as_often_whatever_it_holds(
    found: Living, body: Body, desk: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        member_of(body, found.cities[0])
    meeting = held_meeting_of(body, counted=2 + count)
    for number in range(count):
        item = meeting.items.create(titles={"es": f"Punto {number}"}, presenter=body.members.first().person)
        form = {"item": item.pk, "texts_es": f"Sí {number}.", "carried": "on"}
        form |= {"organisation": found.cities[1].pk, f"member-{body.members.first().pk}": "for"}
        desk.post(at(found, "roll-call", meeting.pk), form)
    with django_assert_max_num_queries(29):
        page = desk.get(at(found, "meeting", meeting.pk))
    assert len(page.context["decisions"]) == count
