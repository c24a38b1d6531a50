"""Each municipality of a group answers for itself, or by a letter where nobody signs in for it."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.calls.applying import CLOSES, SECOND, of_la_paz
from tests.core.office_files import pdf
from tests.factories.actors import CityFactory, NetworkFactory, OrganisationFigureFactory
from tests.factories.calls import CallFactory
from tests.factories.cast import Cast

from entreciudades.calls.eligibility import NotEligible
from entreciudades.calls.errors import TooLate
from entreciudades.calls.frozen import differing, snapshot_of
from entreciudades.calls.models import Application, GroupMember
from entreciudades.calls.services.application import change_part
from entreciudades.calls.services.group import (
    add_member,
    answer,
    consent_by_letter,
    end_unanswered,
    letter_of,
    remove_member,
)
from entreciudades.calls.services.submission import submit
from entreciudades.calls.snapshot import take
from entreciudades.core.files import attachments_of
from entreciudades.notices.models import Notice, Task


@pytest.fixture
def clock():
    with time_machine.travel(CLOSES - dt.timedelta(days=1), tick=False) as clock:
        yield clock


@pytest.fixture
def application(cast: Cast, clock: time_machine.Traveller) -> Application:
    """La Paz with 40,000 inhabitants alone; with Riomayor and a small town, a group that reaches the number."""
    call = CallFactory(network=cast.ucci, opens_at=CLOSES - dt.timedelta(days=60), closes_at=CLOSES)
    made = of_la_paz(cast, call, inhabitants=40_000)
    OrganisationFigureFactory(organisation=cast.riomayor, value=50_000)
    made.common_problem = {"es": "El mismo río."}
    return change_part(made, part="group", by=cast.coordinator)


@pytest.fixture
def town():
    made = CityFactory(slug="aldea", names={"es": "Aldea"})
    OrganisationFigureFactory(organisation=made, value=20_000)
    return made


def sent(application: Application, cast: Cast) -> int:
    return submit(application, accepted=["resources"], by=cast.coordinator).number


def test_three_municipalities_reach_the_number_together(application: Application, cast: Cast, town) -> None:
    with pytest.raises(NotEligible):
        sent(application, cast)
    asked = add_member(application, cast.riomayor, by=cast.coordinator)
    by_letter = add_member(application, town, by=cast.coordinator)
    assert (asked.by_letter, by_letter.by_letter) == (False, True)
    with pytest.raises(NotEligible) as refused:
        sent(application, cast)
    assert {one.key for one in refused.value.findings if not one.met} == {"consent"}

    answer(asked, consents=True, by=cast.other_coordinator)
    consent_by_letter(by_letter, SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    submission = submit(application, accepted=["resources"], by=cast.coordinator)
    frozen = snapshot_of(submission)
    assert [(one.slug, one.has_consented, one.by_letter) for one in frozen.members] == [
        ("riomayor", True, False),
        ("aldea", True, True),
    ]
    assert [one.key for one in submission.documents.all()] == [f"letter-{town.pk}"]


def test_whoever_coordinates_is_asked_and_whoever_applies_is_told(application: Application, cast: Cast) -> None:
    member = add_member(application, cast.riomayor, by=cast.coordinator)
    [task] = Task.objects.all()
    assert (task.organisation, task.kind, task.due) == (cast.riomayor, "group.consent", dt.date(2026, 3, 29))
    assert task.path == f"/desk/organisations/riomayor/groups/{member.pk}/"

    answer(member, consents=False, by=cast.other_coordinator)
    assert Task.objects.open().count() == 0
    answer(member, consents=True, by=cast.other_coordinator)
    told = Notice.objects.filter(kind__startswith="group.").order_by("pk")
    assert [(one.kind, one.user) for one in told] == [
        ("group.refused", cast.coordinator),
        ("group.consented", cast.coordinator),
    ]
    member.refresh_from_db()
    assert (member.has_consented, member.refused_at, member.answered_by) == (True, None, cast.other_coordinator)


def test_a_consent_taken_back_is_a_change_that_is_not_sent_yet(application: Application, cast: Cast, town) -> None:
    OrganisationFigureFactory(organisation=cast.riomayor, value=90_000, as_of="2025")
    member = add_member(application, cast.riomayor, by=cast.coordinator)
    answer(member, consents=True, by=cast.other_coordinator)
    first = submit(application, accepted=["resources"], by=cast.coordinator)
    answer(member, consents=False, by=cast.other_coordinator)
    assert differing(snapshot_of(first), take(application)) == ("group",)
    with pytest.raises(NotEligible):
        sent(application, cast)


def test_a_letter_is_for_those_whom_nobody_speaks_for_and_goes_with_them(
    application: Application, cast: Cast, town
) -> None:
    asked = add_member(application, cast.riomayor, by=cast.coordinator)
    with pytest.raises(ValidationError):
        consent_by_letter(asked, SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    member = add_member(application, town, by=cast.coordinator)
    consent_by_letter(member, SimpleUploadedFile("Carta.pdf", pdf()), by=cast.coordinator)
    consent_by_letter(member, SimpleUploadedFile("Carta firmada.pdf", pdf()), by=cast.coordinator)
    assert letter_of(member).name == "Carta firmada.pdf"
    remove_member(member, by=cast.coordinator)
    assert attachments_of(application, f"call:letter-{town.pk}").count() == 0
    assert list(GroupMember.objects.all()) == [asked]


def test_nobody_is_in_a_group_twice_nor_its_own_representative_nor_a_network(
    application: Application, cast: Cast
) -> None:
    add_member(application, cast.riomayor, by=cast.coordinator)
    for refused in (cast.riomayor, cast.la_paz, NetworkFactory()):
        with pytest.raises(ValidationError), transaction.atomic():
            add_member(application, refused, by=cast.coordinator)
    assert application.members.count() == 1


def test_after_the_deadline_nobody_joins_and_nobody_answers(
    application: Application, cast: Cast, clock: time_machine.Traveller
) -> None:
    member = add_member(application, cast.riomayor, by=cast.coordinator)
    clock.move_to(CLOSES + SECOND)
    for act in (
        lambda: answer(member, consents=True, by=cast.other_coordinator),
        lambda: remove_member(member, by=cast.coordinator),
        lambda: add_member(application, cast.riomayor, by=cast.coordinator),
    ):
        with pytest.raises(TooLate), transaction.atomic():
            act()
    member.refresh_from_db()
    assert (member.consented_at, member.refused_at) == (None, None)
    assert (end_unanswered(), end_unanswered(), Task.objects.open().count()) == (1, 0, 0)
