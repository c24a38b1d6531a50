"""What bodies decide: with quorum, by votes that add up, ratified later where it was urgent, carried out."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.governance import HELD, body_of, held_meeting_of, meeting_of
from tests.factories.lives import Living, running

from entreciudades.actors.models import Body
from entreciudades.alliances.models import BodyDecision, BodyMeeting, VoteChoice
from entreciudades.alliances.services.deciding import (
    CARRY_OUT,
    Charge,
    charge_with,
    is_rejected,
    record_decision,
    take_out,
)
from entreciudades.alliances.services.meetings import Presence, record_attendance
from entreciudades.alliances.services.minutes import approve_minutes, write_minutes
from entreciudades.alliances.services.summons import members_of
from entreciudades.notices.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

FOR, AGAINST = VoteChoice.FOR, VoteChoice.AGAINST
LATER = HELD + dt.timedelta(days=30)


@pytest.fixture
def found() -> Living:
    return running(cities=3)


@pytest.fixture
def body(found: Living) -> Body:
    return body_of(found.network, *found.cities, alliance=found.alliance)


def act(found: Living) -> dict[str, Any]:
    return {"by": found.by, "scope": found.cities[0].pk}


def decided(found: Living, meeting: BodyMeeting, text: str = "Se aprueba.", **said: Any) -> BodyDecision:
    extra = {name: said.pop(name) for name in ("votes", "charges") if name in said}
    decision = BodyDecision(meeting=meeting, body=meeting.body, texts={"es": text}, **said)
    return record_decision(decision, **extra, **act(found))


def urgent(found: Living, body: Body, **said: Any) -> BodyDecision:
    said.setdefault("taken_on", HELD.date() + dt.timedelta(days=3))
    return record_decision(BodyDecision(body=body, texts={"es": "Se adelanta la visita."}, **said), **act(found))


def refused_on(field: str, **said: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        decided(**said)
    assert list(refused.value.message_dict) == [field]
    return refused.value.messages


def test_a_decision_has_a_number_in_its_body_and_the_day_of_its_meeting(found: Living, body: Body) -> None:
    meeting = held_meeting_of(body, counted=2)
    item = meeting.items.create(titles={"es": "Agua"})
    one, two = decided(found, meeting, item=item), decided(found, meeting, "Se pospone.")
    assert [(row.number, row.taken_on, row.needs_ratification, row.carried) for row in (one, two)] == [
        (1, HELD.date(), False, True),
        (2, HELD.date(), False, True),
    ]
    assert (one.votes_for, one.how) == (None, "consensus")


def test_without_quorum_nothing_is_decided_and_the_numbers_say_why(found: Living, body: Body) -> None:
    with pytest.raises(ValidationError) as refused:
        decided(found, held_meeting_of(body, counted=1))
    assert refused.value.messages == [
        "There was no quorum: 1 of 3 members were there or represented, and 50 % asks for 2. Nothing can be decided."
    ]
    assert not body.decisions.exists()


@pytest.mark.parametrize("kind", ["urgent", "in-writing"])
def test_an_urgent_meeting_decides_without_quorum_until_it_is_ratified(found: Living, body: Body, kind: str) -> None:
    assert decided(found, held_meeting_of(body, counted=1, kind=kind)).needs_ratification
    assert not decided(found, held_meeting_of(body, counted=2, kind=kind)).needs_ratification


def test_before_it_was_held_a_meeting_decides_nothing(found: Living, body: Body) -> None:
    with pytest.raises(ValidationError, match="Write down first who was there"):
        decided(found, meeting_of(body, counted=2))


def test_the_same_is_not_recorded_twice(found: Living, body: Body) -> None:
    meeting = held_meeting_of(body, counted=2)
    item = meeting.items.create(titles={"es": "Agua"})
    decided(found, meeting, item=item)
    said = {"found": found, "meeting": meeting}
    assert refused_on("item", **said, text="Otra.", item=item) == ["It is recorded already, as decision 1."]
    assert refused_on("texts", **said) == ["It is recorded already, as decision 1."]
    other = held_meeting_of(body, counted=2)
    assert refused_on("item", found=found, meeting=other, item=item) == [
        "This point stands on the agenda of another meeting."
    ]


def test_votes_add_up_to_no_more_than_were_there(found: Living, body: Body) -> None:
    said = {"found": found, "meeting": held_meeting_of(body, counted=2), "how": "vote"}
    assert refused_on("votes_for", **said, votes_for=2, votes_against=1, abstained=0) == [
        "3 votes, and only 2 members were there or represented."
    ]
    assert refused_on("votes_for", **said, votes_for=2) == [
        "Write how many voted for, against and abstained; 0 for none."
    ]
    assert refused_on("carried", **said, votes_for=0, votes_against=1, abstained=0) == [
        "More voted against it than for it: it was not carried."
    ]
    tie = decided(**said, votes_for=1, votes_against=1, abstained=0)  # the chair's vote decides
    lost = decided(**said, text="Otra.", votes_for=1, votes_against=0, abstained=1, carried=False)
    assert (tie.carried, lost.carried) == (True, False)


def test_a_roll_call_tells_who_voted_how_and_a_secret_vote_does_not(found: Living, body: Body) -> None:
    meeting = held_meeting_of(body, counted=2)
    one, two, three = (member.pk for member in members_of(body))
    called = decided(found, meeting, how="roll-call", votes={one: FOR, two: AGAINST})
    assert (called.votes_for, called.votes_against, called.abstained) == (1, 1, 0)
    assert list(called.votes.values_list("member", "choice")) == [(one, "for"), (two, "against")]
    said = {"found": found, "meeting": meeting, "text": "Otra."}
    assert refused_on("how", **said, how="roll-call", votes={three: FOR}) == [
        "Only who was there or represented votes."
    ]
    assert refused_on("how", **said, how="roll-call") == ["Write how each member voted."]
    assert refused_on("how", **said, how="secret", votes={one: FOR}) == [
        "Only of a roll call is it kept who voted how."
    ]
    secret = decided(**said, how="secret", votes_for=2, votes_against=0, abstained=0)
    assert secret.votes.count() == 0
    with pytest.raises(ValidationError, match=r"voted on decision 1"):
        record_attendance(meeting, [Presence(row, "present") for row in members_of(body)[1:]], **act(found))


def test_attendance_is_not_corrected_below_what_was_decided(found: Living, body: Body) -> None:
    meeting = held_meeting_of(body, counted=2)
    decided(found, meeting)
    with pytest.raises(ValidationError, match="Decision 1 stands on more: 1 of 3 members"):
        record_attendance(meeting, [Presence(members_of(body)[0], "present")], **act(found))
    meeting.refresh_from_db()
    assert (meeting.counted, meeting.attendance.filter(state="present").count()) == (2, 2)


def test_an_urgent_decision_waits_until_a_later_meeting_says_whether_it_stands(found: Living, body: Body) -> None:
    early, taken = held_meeting_of(body, counted=2), urgent(found, body)
    assert (taken.needs_ratification, list(body.decisions.to_ratify())) == (True, [taken])
    assert refused_on("ratifies", found=found, meeting=early, text="Sí.", ratifies=taken) == [
        "It was taken after this meeting: a later one ratifies it."
    ]
    later = held_meeting_of(body, counted=2, starts_at=LATER)
    kept = decided(found, later, "Se ratifica.", ratifies=taken)
    taken = BodyDecision.objects.get(pk=taken.pk)
    assert (taken.ratified_by, is_rejected(taken), list(body.decisions.to_ratify())) == (kept, False, [])
    assert refused_on("ratifies", found=found, meeting=later, text="Otra vez.", ratifies=taken) == [
        f"Decision {kept.number} has said already whether it stands."
    ]
    assert refused_on("ratifies", found=found, meeting=later, text="Ésa no.", ratifies=kept) == [
        "This is no urgent decision of this body."
    ]
    with pytest.raises(ValidationError, match="take that one out first"):
        take_out(taken, **act(found))


def test_only_a_meeting_with_quorum_ratifies(found: Living, body: Body) -> None:
    taken = urgent(found, body)
    few = held_meeting_of(body, counted=1, kind="urgent", starts_at=LATER)
    assert refused_on("ratifies", found=found, meeting=few, ratifies=taken) == ["Only a meeting with quorum ratifies."]
    with pytest.raises(ValidationError, match="Only a meeting with quorum ratifies"):
        urgent(found, body, ratifies=taken)


def test_what_is_not_ratified_is_no_longer_to_be_done(found: Living, body: Body) -> None:
    taken = urgent(found, body)
    charge_with(taken, Charge(found.cities[1]), **act(found))
    assert Task.objects.open().filter(kind=CARRY_OUT).count() == 1
    later = held_meeting_of(body, counted=2, starts_at=LATER)
    decided(found, later, "No se ratifica.", ratifies=taken, carried=False)
    taken = BodyDecision.objects.get(pk=taken.pk)
    assert (is_rejected(taken), Task.objects.open().filter(kind=CARRY_OUT).count()) == (True, 0)
    with pytest.raises(ValidationError, match="not ratified"):
        charge_with(taken, Charge(found.cities[2]), **act(found))


@time_machine.travel(HELD)
def test_an_urgent_decision_is_not_of_tomorrow(found: Living, body: Body) -> None:
    with pytest.raises(ValidationError) as refused:
        urgent(found, body, taken_on=HELD.date() + dt.timedelta(days=1))
    assert list(refused.value.message_dict) == ["taken_on"]


def test_a_decision_becomes_the_task_of_whoever_carries_it_out(found: Living, body: Body) -> None:
    meeting, due = held_meeting_of(body, counted=2), HELD.date() + dt.timedelta(days=20)
    decision = decided(found, meeting, charges=[Charge(found.cities[1], due), Charge(found.network)])
    page = f"/alliances/{found.alliance.slug}/governance/meetings/{meeting.pk}/"
    assert {(one.organisation, one.due, one.title, one.path) for one in Task.objects.open().about(decision)} == {
        (
            found.cities[1],
            due,
            "Comité, decision 1: Se aprueba.",
            f"/desk/organisations/{found.cities[1].slug}{page}",
        ),
        (
            found.network,
            None,
            "Comité, decision 1: Se aprueba.",
            f"/office/{found.network.slug}{page}",
        ),
    }
    with pytest.raises(ValidationError):
        charge_with(decision, Charge(found.cities[1]), **act(found))  # they have it already
    with pytest.raises(ValidationError) as refused:
        charge_with(decision, Charge(found.cities[2], HELD.date() - dt.timedelta(days=1)), **act(found))
    assert list(refused.value.message_dict) == ["due"]
    take_out(decision, **act(found))
    assert (Task.objects.open().filter(kind=CARRY_OUT).count(), body.decisions.count()) == (0, 0)


def test_what_was_not_carried_is_nobody_s_task_and_nothing_is_stored(found: Living, body: Body) -> None:
    meeting = held_meeting_of(body, counted=2)
    assert refused_on("organisation", found=found, meeting=meeting, carried=False, charges=[Charge(found.network)]) == [
        "The decision was not carried: there is nothing to do."
    ]
    assert (body.decisions.count(), Task.objects.filter(kind=CARRY_OUT).count()) == (0, 0)


def test_once_the_minutes_are_approved_no_decision_comes_or_goes(found: Living, body: Body) -> None:
    meeting = held_meeting_of(body, counted=2)
    decision = decided(found, meeting)
    write_minutes(meeting, "es", "Se habló.", expected_version=0, **act(found))
    approve_minutes(meeting, on=HELD.date(), **act(found))
    with pytest.raises(ValidationError, match="minutes are approved"):
        decided(found, meeting, "Otra.")
    with pytest.raises(ValidationError, match="minutes are approved"):
        take_out(decision, **act(found))


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": "vote"},
        {"how": "consensus", "votes_for": 1, "votes_against": 0, "abstained": 0},
        {"how": "vote", "votes_for": 0, "votes_against": 1, "abstained": 0},
        {"meeting": None},
    ],
)
def test_the_database_knows_what_a_decision_cannot_be(body: Body, wrong: dict[str, Any]) -> None:
    meeting = held_meeting_of(body, counted=2)
    row = {"body": body, "number": 9, "meeting": meeting, "texts": {"es": "x"}, "taken_on": HELD.date()}
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyDecision.objects.create(**(row | wrong))
