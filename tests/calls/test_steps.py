"""The steps of a search: in order, each with its record, up to the decision."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.factories.actors import CityFactory, UserFactory
from tests.factories.calls import ApplicationFactory, SearchFactory
from tests.factories.cast import Cast

from entreciudades.calls.models import Application, Call, StepRecord
from entreciudades.calls.services.steps import record_step, weigh_criteria
from entreciudades.calls.states import CallState
from entreciudades.calls.steps import steps_of
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import MoveRefused, RowConflict
from entreciudades.core.models import AuditEvent
from entreciudades.core.parts import Opened, digest_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOTES = ("profile", "criteria", "questionnaire", "call")
FIELDS = ("done_on", "note", "applications")


@pytest.fixture
def search(cast: Cast) -> Call:
    """La Paz seeks a partner; the deadline is over."""
    made: Call = SearchFactory(network=cast.ucci, holder=cast.la_paz, closed=True)
    return made


@pytest.fixture
def candidates(search: Call) -> list[Application]:
    return [ApplicationFactory(call=search, applicant=CityFactory(slug=f"c{n}"), submitted=True) for n in range(3)]


def write(call: Call, key: str, *some: Application, by: Any = None, **said: Any) -> StepRecord:
    return record_step(
        call,
        key,
        applications=some,
        by=by or UserFactory(),
        **({"done_on": timezone.localdate(), "note": "Hecho."} | said),
    )


def up_to(call: Call, *keys: str) -> None:
    for key in keys:
        write(call, key)


def states(call: Call) -> list[str]:
    return [one.state for one in steps_of(call)]


def refusal(call: Call, key: str, *some: Application, **said: Any) -> dict[str, Any]:
    before = list(StepRecord.objects.values())
    with pytest.raises(ValidationError) as refused:
        write(call, key, *some, **said)
    assert list(StepRecord.objects.values()) == before
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else {"": refused.value.messages}


def test_steps_are_written_down_one_after_the_other(search: Call, cast: Cast) -> None:
    assert states(search) == ["now", *["later"] * 7]
    record = write(search, "profile", by=cast.coordinator, done_on=dt.date(2026, 1, 8))
    assert (record.done_on, record.note, record.recorded_by) == (dt.date(2026, 1, 8), "Hecho.", cast.coordinator)
    assert states(search) == ["done", "now", *["later"] * 6]
    assert refusal(search, "questionnaire") == {
        "": ["“Criteria with their weight” comes first: write down what came of it."]
    }
    write(search, "profile", note="Corregido.")
    assert (search.steps.get().note, states(search)[0]) == ("Corregido.", "done")
    told = AuditEvent.objects.filter(object_kind="calls.steprecord").order_by("id").values_list("verb", "scope")
    assert list(told) == [("step.added", cast.ucci.pk), ("step.changed", cast.ucci.pk)]


def test_the_lists_narrow_down_to_one(search: Call, candidates: list[Application]) -> None:
    first, second, third = candidates
    draft = ApplicationFactory(call=search)
    elsewhere = ApplicationFactory(submitted=True)
    up_to(search, *NOTES)
    for wrong in (draft, elsewhere):
        assert list(refusal(search, "long-list", first, wrong)) == ["applications"]
    write(search, "long-list", first, second)
    assert list(refusal(search, "short-list", third)) == ["applications"]
    write(search, "short-list", first, second)
    write(search, "visit", first)
    assert list(refusal(search, "decision", first, second)) == ["applications"]
    assert list(refusal(search, "decision", third)) == ["applications"]
    decision = write(search, "decision", second)
    assert list(decision.applications.all()) == [second]
    assert states(search) == ["done"] * 8
    assert refusal(search, "long-list", first)["applications"] == [
        f"{second.applicant.names['es']} is named in a later step: change that one first."
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"done_on": dt.date(2999, 1, 1)}, "done_on"),
        ({"note": "  "}, "note"),
        ({"note": "x" * 4001}, "note"),
    ],
)
def test_what_cannot_be_is_refused(search: Call, said: dict[str, Any], field: str) -> None:
    assert list(refusal(search, "profile", **said)) == [field]


def test_lists_wait_for_the_deadline_and_name_somebody(search: Call, candidates: list[Application]) -> None:
    up_to(search, *NOTES)
    assert list(refusal(search, "long-list")) == ["applications"]
    Call.objects.filter(pk=search.pk).update(state=CallState.OPEN)
    assert refusal(search, "long-list", candidates[0]) == {
        "": ["Applications may still arrive: wait until the deadline is over."]
    }


def test_after_its_end_nothing_is_written(search: Call) -> None:
    Call.objects.filter(pk=search.pk).update(state=CallState.FINISHED)
    assert refusal(search, "profile") == {"": ["The call is over: its steps stand as they were written."]}


def test_two_who_write_at_once_do_not_lose_each_others_words(search: Call) -> None:
    opened = Opened(FIELDS, digest_of(write(search, "profile"), FIELDS))
    write(search, "profile", note="De una colega.")
    with pytest.raises(RowConflict):
        write(search, "profile", note="Otra cosa.", opened=opened)
    assert search.steps.get().note == "De una colega."


def test_an_unknown_step_is_none(search: Call) -> None:
    with pytest.raises(KeyError):
        write(search, "party")


def test_weights_are_set_before_the_call_is_public(cast: Cast) -> None:
    draft = SearchFactory(network=cast.ucci, holder=cast.la_paz, draft=True)
    weigh_criteria(draft, {"reciprocity": Decimal(40), "support": Decimal("12.5")}, by=cast.coordinator)
    draft.refresh_from_db()
    assert {one.key: one.weight for one in terms_of(draft).criteria} == {
        "shared-themes": Decimal(30),
        "reciprocity": Decimal(40),
        "support": Decimal("12.5"),
        "communication": Decimal(20),
    }
    with pytest.raises(ValidationError):
        weigh_criteria(draft, {"reciprocity": Decimal(0)}, by=cast.coordinator)
    public = SearchFactory(network=cast.ucci, holder=cast.la_paz)
    with pytest.raises((ValidationError, MoveRefused)):
        weigh_criteria(public, {"reciprocity": Decimal(40)}, by=cast.coordinator)
