"""A request to mend opens what it names until its own term, to the second, and nothing else."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.calls.applying import CLOSES, SECOND, of_la_paz, themes
from tests.core.office_files import pdf
from tests.factories.calls import CallFactory
from tests.factories.cast import Cast

from entreciudades.actors.models import Need
from entreciudades.calls.errors import NotChangeable, TooLate
from entreciudades.calls.frozen import differing, snapshot_of
from entreciudades.calls.models import Application, Call, MendRequest
from entreciudades.calls.services.application import change_part, hand_in, withdraw, write_answer
from entreciudades.calls.services.mending import ask_to_mend, lapse_requests
from entreciudades.calls.services.submission import submit
from entreciudades.notices.models import Notice, Task

DUE = CLOSES + dt.timedelta(days=10)
ITEMS = ["document:endorsement", "themes"]


@pytest.fixture
def clock():
    with time_machine.travel(CLOSES - dt.timedelta(days=1), tick=False) as clock:
        yield clock


@pytest.fixture
def application(cast: Cast, clock: time_machine.Traveller) -> Application:
    """Submitted; a day later the call is under review."""
    call = CallFactory(network=cast.ucci, opens_at=CLOSES - dt.timedelta(days=60), closes_at=CLOSES)
    made = of_la_paz(cast, call)
    submit(made, accepted=["resources"], by=cast.coordinator)
    Call.objects.update(state="under-review")
    clock.move_to(CLOSES + dt.timedelta(days=1))
    return made


def asked(application: Application, cast: Cast, **facts: object) -> MendRequest:
    said = {"asks": "Falta la carta.", "items": ITEMS, "due_at": DUE} | facts
    return ask_to_mend(application, by=cast.secretary, **said)


def test_the_city_has_it_as_a_task_and_what_is_asked_may_be_changed(application: Application, cast: Cast) -> None:
    request = asked(application, cast)
    [task] = Task.objects.all()
    assert (task.organisation, task.kind, task.due) == (cast.la_paz, "application.mend", dt.date(2026, 4, 8))
    assert [one.user for one in Notice.objects.filter(kind="task.open")] == [cast.coordinator]

    change_part(application, part="themes", by=cast.coordinator, links={"themes": themes("iuc:1")})
    hand_in(application, "endorsement", SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    for act in (
        lambda: change_part(application, part="facts", by=cast.coordinator),
        lambda: write_answer(application, "problem", "es", "Otra.", expected_version=1, by=cast.coordinator),
    ):
        with pytest.raises(NotChangeable) as refused, transaction.atomic():
            act()
        assert refused.value.reason == "not-asked"
    assert request.submission is None


def test_what_was_asked_is_taken_anew_and_the_rest_stays_as_it_was(application: Application, cast: Cast) -> None:
    request = asked(application, cast)
    Need.objects.create(organisation=cast.la_paz, term_id="iuc:10", level=4)
    hand_in(application, "endorsement", SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    change_part(application, part="themes", by=cast.coordinator, links={"themes": themes("iuc:1")})
    arrived_at = application.submitted_at
    second = submit(application, accepted=[], by=cast.coordinator)

    request.refresh_from_db()
    application.refresh_from_db()
    first = application.submissions.first()
    assert (second.number, request.submission, application.submitted_at) == (2, second, arrived_at)
    assert differing(snapshot_of(first), snapshot_of(second)) == ("themes", "document:endorsement")
    assert (snapshot_of(second).needs, snapshot_of(second).commitments) == ({}, ("resources",))
    assert [one.key for one in second.documents.all()] == ["endorsement"]
    assert Task.objects.open().count() == 0
    assert [(one.kind, one.user) for one in Notice.objects.filter(kind="application.mended")] == [
        ("application.mended", cast.secretary)
    ]


@pytest.mark.parametrize(("seconds", "is_in_time"), [(0, True), (1, False)])
def test_its_term_holds_to_the_second(
    application: Application, cast: Cast, clock: time_machine.Traveller, seconds: int, *, is_in_time: bool
) -> None:
    asked(application, cast)
    clock.move_to(DUE + seconds * SECOND)
    if is_in_time:
        assert submit(application, accepted=[], by=cast.coordinator).number == 2
    else:
        with pytest.raises(TooLate) as refused:
            submit(application, accepted=[], by=cast.coordinator)
        assert refused.value.deadline == DUE


def test_once_sent_nothing_more_is_open(application: Application, cast: Cast) -> None:
    asked(application, cast)
    submit(application, accepted=[], by=cast.coordinator)
    with pytest.raises(TooLate), transaction.atomic():
        submit(application, accepted=[], by=cast.coordinator)
    with pytest.raises(TooLate):
        change_part(application, part="themes", by=cast.coordinator, links={"themes": themes("iuc:1")})


def test_it_lapses_once_and_both_sides_are_told(
    application: Application, cast: Cast, clock: time_machine.Traveller
) -> None:
    asked(application, cast)
    clock.move_to(DUE)
    assert lapse_requests() == 0
    clock.move_to(DUE + SECOND)
    assert (lapse_requests(), lapse_requests()) == (1, 0)
    told = Notice.objects.filter(kind="application.mend-lapsed").values_list("user", flat=True)
    assert set(told) == {cast.secretary.pk, cast.coordinator.pk}
    assert Task.objects.open().count() == 0


def test_of_an_application_withdrawn_meanwhile_nothing_lapses(
    application: Application, cast: Cast, clock: time_machine.Traveller
) -> None:
    asked(application, cast)
    withdraw(application, by=cast.coordinator)
    clock.move_to(DUE + SECOND)
    assert lapse_requests() == 0


def test_a_second_request_may_follow_the_first(
    application: Application, cast: Cast, clock: time_machine.Traveller
) -> None:
    asked(application, cast)
    with pytest.raises(ValidationError), transaction.atomic():
        asked(application, cast)
    clock.move_to(DUE + SECOND)
    asked(application, cast, due_at=DUE + dt.timedelta(days=5))
    assert submit(application, accepted=[], by=cast.coordinator).number == 2


@pytest.mark.parametrize(
    ("facts", "of_call"),
    [
        ({"items": []}, {}),
        ({"items": ["document:nothing"]}, {}),
        ({"items": ["budget"]}, {}),  # the call asks for none
        ({"due_at": CLOSES}, {}),
        ({"asks": " "}, {}),
        ({}, {"state": "decided"}),
        ({}, {"closes_at": DUE, "state": "open"}),
    ],
)
def test_what_cannot_be_asked_is_refused(
    application: Application, cast: Cast, facts: dict[str, object], of_call: dict[str, object]
) -> None:
    Call.objects.update(**of_call or {"zone": "Europe/Madrid"})
    with pytest.raises(ValidationError):
        asked(application, cast, **facts)
    assert (MendRequest.objects.count(), Task.objects.count()) == (0, 0)


def test_one_that_was_withdrawn_is_asked_nothing_more(application: Application, cast: Cast) -> None:
    asked(application, cast)
    withdraw(application, by=cast.coordinator)
    assert Task.objects.open().count() == 0
    MendRequest.objects.update(due_at=CLOSES)
    with pytest.raises(ValidationError):
        asked(application, cast)
