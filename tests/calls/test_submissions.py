"""What arrives is frozen and proved; what comes a second late is refused, and nothing that was written is lost."""

import datetime as dt
import hashlib
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from tests.calls.applying import CLOSES, SECOND, of_la_paz, themes
from tests.core.office_files import pdf
from tests.factories.calls import CallFactory
from tests.factories.cast import Cast

from entreciudades.actors.models import Need
from entreciudades.calls.eligibility import NotEligible
from entreciudades.calls.errors import NotChangeable, TooLate
from entreciudades.calls.frozen import differing, snapshot_of
from entreciudades.calls.models import Application, Call, Submission
from entreciudades.calls.services.application import (
    begin,
    change_part,
    hand_in,
    take_out,
    take_up,
    withdraw,
    write_answer,
)
from entreciudades.calls.services.submission import submit
from entreciudades.calls.snapshot import take
from entreciudades.core.canonical import canonical
from entreciudades.core.files import attachments_of, read_bytes
from entreciudades.core.models import AuditEvent, OutboxMessage
from entreciudades.notices.models import Notice

YES = ("resources",)


@pytest.fixture
def call(cast: Cast) -> Call:
    made: Call = CallFactory(
        network=cast.ucci, slug="pares-2026", opens_at=CLOSES - dt.timedelta(days=60), closes_at=CLOSES
    )
    return made


@pytest.fixture
def clock():
    with time_machine.travel(CLOSES - dt.timedelta(days=1), tick=False) as clock:
        yield clock


@pytest.fixture
def application(cast: Cast, call: Call, clock: time_machine.Traveller) -> Application:
    return of_la_paz(cast, call)


def test_what_arrives_is_frozen_numbered_and_acknowledged(application: Application, cast: Cast) -> None:
    hand_in(application, "endorsement", SimpleUploadedFile("Carta aval.pdf", pdf()), by=cast.coordinator)
    submission = submit(application, accepted=YES, by=cast.coordinator)

    application.refresh_from_db()
    assert (application.state, application.submitted_at) == ("submitted", CLOSES - dt.timedelta(days=1))
    assert (submission.number, submission.made_by) == (1, cast.coordinator)
    assert snapshot_of(submission) == take(application).committed(YES)
    assert submission.terms == {"parameters": {}, "countries": {}, "closes_at": "2026-03-29T00:59:59+00:00"}
    [document] = submission.documents.all()
    assert (document.key, document.name) == ("endorsement", "Carta aval.pdf")
    told = AuditEvent.objects.get(verb="application.submitted")
    assert (told.object_id, told.scope, told.details["digest"]) == (
        application.pk,
        cast.ucci.pk,
        submission.digest,
    )


def test_the_digest_is_that_of_the_canonical_form_and_names_the_files(application: Application, cast: Cast) -> None:
    hand_in(application, "endorsement", SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    submission = Submission.objects.get(pk=submit(application, accepted=YES, by=cast.coordinator).pk)

    data = canonical(submission.frozen)
    assert hashlib.sha256(data).hexdigest() == submission.digest
    assert json.loads(data) == submission.frozen
    [document] = submission.documents.all()
    assert hashlib.sha256(read_bytes(document.file)).hexdigest() == submission.frozen["documents"][0]["sha256"]


def test_the_team_has_the_receipt_by_mail_each_in_their_language(application: Application, cast: Cast) -> None:
    cast.colleague.preferred_language = "pt"
    cast.colleague.save()
    submission = submit(application, accepted=YES, by=cast.coordinator)

    messages = OutboxMessage.objects.filter(kind="mail").order_by("pk")
    told = {one.payload["to"][0]: one.payload["body"] for one in messages}
    assert set(told) == {cast.coordinator.email, cast.colleague.email}
    for body in told.values():
        assert submission.digest in body
        assert "2026-03-28 00:59:59 UTC" in body
        assert f"/desk/organisations/la-paz-bo/applications/{application.pk}/receipts/1/" in body


@pytest.mark.parametrize("seconds", [-2, 0])
def test_up_to_the_second_of_the_deadline_it_is_in_time(
    application: Application, cast: Cast, clock: time_machine.Traveller, seconds: int
) -> None:
    clock.move_to(CLOSES + seconds * SECOND + dt.timedelta(microseconds=999_999))
    assert submit(application, accepted=YES, by=cast.coordinator).number == 1


@pytest.mark.parametrize("seconds", [1, 2, 3600])
def test_after_it_nothing_is_submitted_and_everything_is_kept(
    application: Application, cast: Cast, clock: time_machine.Traveller, seconds: int
) -> None:
    before = take(application)
    clock.move_to(CLOSES + seconds * SECOND)
    with pytest.raises(TooLate) as refused:
        submit(application, accepted=YES, by=cast.coordinator)

    assert (refused.value.deadline, refused.value.found) == (CLOSES, CLOSES + seconds * SECOND)
    application.refresh_from_db()
    assert (application.state, Submission.objects.count(), take(application)) == ("draft", 0, before)


def test_after_the_deadline_no_part_is_changed(
    application: Application, cast: Cast, clock: time_machine.Traveller
) -> None:
    hand_in(application, "endorsement", SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    [document] = attachments_of(application, "call:endorsement")
    before = take(application)
    clock.move_to(CLOSES + SECOND)
    for act in (
        lambda: change_part(application, part="themes", by=None, links={"themes": themes("iuc:1")}),
        lambda: write_answer(application, "problem", "es", "Otra cosa.", expected_version=1, by=cast.coordinator),
        lambda: hand_in(application, "endorsement", SimpleUploadedFile("b.pdf", pdf()), by=cast.coordinator),
        lambda: take_out(application, document, by=cast.coordinator),
        lambda: begin(application.call, city=cast.riomayor, by=cast.other_coordinator),
    ):
        with pytest.raises(TooLate), transaction.atomic():
            act()
    assert take(application) == before


def test_what_came_in_time_and_had_to_wait_while_the_call_closed_is_in_time(
    application: Application, cast: Cast, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLOSES)
    Call.objects.update(state="under-review")  # by the clock, before this one had its turn
    assert submit(application, accepted=YES, by=cast.coordinator).made_at == CLOSES


def test_an_extension_opens_it_again(application: Application, cast: Cast, clock: time_machine.Traveller) -> None:
    clock.move_to(CLOSES + SECOND)
    Call.objects.update(closes_at=CLOSES + dt.timedelta(days=5))
    assert submit(application, accepted=YES, by=cast.coordinator).number == 1


def test_what_is_missing_is_told_and_nothing_is_submitted(application: Application, cast: Cast) -> None:
    cast.la_paz.figures.all().delete()
    application.themes.clear()
    with pytest.raises(NotEligible) as refused:
        submit(application, accepted=YES, by=cast.coordinator)

    unmet = {one.key: one.met for one in refused.value.findings if not one.met}
    assert unmet == {"population": None, "themes": False}
    assert Submission.objects.count() == 0


def test_the_city_says_yes_to_each_commitment(application: Application, cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        submit(application, accepted=(), by=cast.coordinator)
    assert set(refused.value.message_dict) == {"accepted"}
    assert snapshot_of(submit(application, accepted=YES, by=cast.coordinator)).commitments == YES


def test_what_a_colleague_wrote_since_the_page_was_read_is_submitted(application: Application, cast: Cast) -> None:
    colleagues = Application.objects.get(pk=application.pk)
    colleagues.titles = {"es": "Ríos limpios"}
    change_part(colleagues, part="facts", by=cast.colleague)
    assert snapshot_of(submit(application, accepted=YES, by=cast.coordinator)).titles == {"es": "Ríos limpios"}


def test_twice_without_a_change_is_one_submission_and_a_change_makes_another(
    application: Application, cast: Cast
) -> None:
    first = submit(application, accepted=YES, by=cast.coordinator)
    assert submit(application, accepted=YES, by=cast.coordinator) == first

    Need.objects.create(organisation=cast.la_paz, term_id="iuc:10", level=4)
    change_part(application, part="themes", by=cast.coordinator, links={"themes": themes("iuc:7", "iuc:10")})
    now = take(application)
    assert differing(snapshot_of(first), now) == ("themes", "profile")
    second = submit(application, accepted=YES, by=cast.coordinator)
    assert (second.number, snapshot_of(second).needs, snapshot_of(first).needs) == (2, {"iuc:10": 4}, {})
    assert snapshot_of(first).themes == ("iuc:10",)


def test_what_others_submit_is_no_change_of_ones_own(application: Application, cast: Cast) -> None:
    first = submit(application, accepted=YES, by=cast.coordinator)
    other = begin(application.call, city=cast.riomayor, by=cast.other_coordinator)
    other.members.create(organisation=cast.la_paz)
    Application.objects.filter(pk=other.pk).update(state="submitted", submitted_at=CLOSES)
    now = take(application)
    assert (now.applicant.joins, differing(snapshot_of(first), now)) == (1, ())


def test_a_document_that_was_submitted_stays_when_it_is_taken_off(application: Application, cast: Cast) -> None:
    document = hand_in(application, "endorsement", SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    submission = submit(application, accepted=YES, by=cast.coordinator)
    take_out(application, document, by=cast.coordinator)

    [frozen] = submission.documents.all()
    assert read_bytes(frozen.file) == pdf()
    assert differing(snapshot_of(submission), take(application)) == ("document:endorsement",)


def test_nobody_writes_over_what_was_submitted(application: Application, cast: Cast) -> None:
    submission = submit(application, accepted=YES, by=cast.coordinator)
    for change in (
        lambda: Submission.objects.filter(pk=submission.pk).update(digest="f" * 64),
        lambda: Submission.objects.filter(pk=submission.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_withdrawn_it_is_closed_and_taken_up_it_is_a_draft_again(application: Application, cast: Cast) -> None:
    submit(application, accepted=YES, by=cast.coordinator)
    assert list(Application.objects.visible_to(cast.secretary)) == [application]
    withdraw(application, by=cast.coordinator)
    assert [(one.kind, one.user) for one in Notice.objects.all()] == [("application.withdrawn", cast.secretary)]
    with pytest.raises(NotChangeable):
        change_part(application, part="themes", by=cast.coordinator, links={"themes": themes("iuc:1")})
    with pytest.raises(NotChangeable):
        submit(application, accepted=YES, by=cast.coordinator)

    take_up(application, by=cast.coordinator)
    assert (application.state, list(Application.objects.visible_to(cast.secretary))) == ("draft", [])
    assert submit(application, accepted=YES, by=cast.coordinator).number == 2


def test_after_the_deadline_it_is_withdrawn_for_good(
    application: Application, cast: Cast, clock: time_machine.Traveller
) -> None:
    submit(application, accepted=YES, by=cast.coordinator)
    clock.move_to(CLOSES + SECOND)
    withdraw(application, by=cast.coordinator)
    with pytest.raises(TooLate):
        take_up(application, by=cast.coordinator)
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_a_city_has_one_application_and_goes_on_with_it(application: Application, cast: Cast) -> None:
    call = application.call
    assert begin(call, city=cast.la_paz, by=cast.colleague) == application
    withdraw(application, by=cast.coordinator)
    again = begin(call, city=cast.la_paz, by=cast.colleague)
    assert (again.pk, again.state) == (application.pk, "draft")


def test_networks_and_who_holds_the_call_do_not_apply(application: Application, cast: Cast) -> None:
    call = application.call
    Call.objects.update(holder=cast.riomayor)
    call.refresh_from_db()
    for refused in (cast.ucci, cast.puertos, cast.riomayor):
        with pytest.raises(ValidationError):
            begin(call, city=refused, by=None)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"state": "cancelled"}, "cancelled"),
        ({"opens_at": CLOSES - dt.timedelta(hours=1)}, "not-open-yet"),
    ],
)
def test_a_call_that_takes_no_applications_says_why(
    application: Application, cast: Cast, facts: dict[str, object], reason: str
) -> None:
    Call.objects.update(**facts)
    with pytest.raises(NotChangeable) as refused:
        submit(application, accepted=YES, by=cast.coordinator)
    assert refused.value.reason == reason
