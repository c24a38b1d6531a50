"""What arrived for a call in the office of its network: listed, read as it was frozen, asked to be mended."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.calls.applying import CLOSES, SECOND, of_la_paz, ready
from tests.factories.actors import CityFactory, OrganisationFigureFactory
from tests.factories.calls import (
    AdmissionFactory,
    ApplicationFactory,
    CallFactory,
    GroupMemberFactory,
    SubmissionFactory,
)
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.calls.models import Application, Call, MendRequest
from entreciudades.calls.services.application import withdraw, write_answer
from entreciudades.calls.services.group import answer
from entreciudades.calls.services.submission import submit
from entreciudades.calls.snapshot import take

LIST = "/office/ucci/calls/pares-2026/applications/"


@pytest.fixture
def clock():
    with time_machine.travel(CLOSES - dt.timedelta(days=1), tick=False) as clock:
        yield clock


@pytest.fixture
def call(cast: Cast, clock: time_machine.Traveller) -> Call:
    made: Call = CallFactory(
        network=cast.ucci, slug="pares-2026", opens_at=CLOSES - dt.timedelta(days=60), closes_at=CLOSES
    )
    return made


@pytest.fixture
def office(cast: Cast, sign_in: As) -> Client:
    return sign_in(cast.secretary)


@pytest.fixture
def application(cast: Cast, call: Call) -> Application:
    made = of_la_paz(cast, call)
    submit(made, accepted=["resources"], by=cast.coordinator)
    return made


def arrived(call: Call, slug: str, country: str) -> Application:
    city = CityFactory(slug=slug, names={"es": slug.title()}, country=country, fictional_country={})
    OrganisationFigureFactory(organisation=city)
    made = ApplicationFactory(call=call, applicant=city, submitted=True)
    SubmissionFactory(application=made, frozen=take(made).written())
    return made


def listed(client: Client, asked: str = "") -> list[str]:
    page = client.get(f"{LIST}{asked}")
    return [one.applicant.slug for one in page.context["page"]]


def test_the_list_shows_what_arrived_and_no_draft(
    application: Application, call: Call, cast: Cast, office: Client
) -> None:
    ready(call, cast.riomayor, by=cast.other_coordinator)
    assert listed(office) == ["la-paz-bo"]
    withdraw(application, by=cast.coordinator)
    assert listed(office) == ["la-paz-bo"]
    assert listed(office, "?state=submitted") == []


def test_a_municipality_that_took_back_its_consent_is_named(
    application: Application, call: Call, cast: Cast, office: Client
) -> None:
    member = GroupMemberFactory(application=application, organisation=cast.riomayor, consented_at=timezone.now())
    SubmissionFactory(application=application, number=2, frozen=take(application).written())
    answer(member, consents=False, by=cast.other_coordinator)
    parties = office.get(f"{LIST}{application.pk}/").context["frozen"].parties
    assert [(one.party.slug, one.party.has_consented, one.refuses) for one in parties] == [
        ("la-paz-bo", True, False),
        ("riomayor", True, True),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("?side=eu", ["almena", "zafra"]),
        ("?country=BO", ["la-paz-bo"]),
        ("?outcome=selected", ["zafra"]),
        ("?outcome=none", ["almena", "la-paz-bo"]),
        ("?q=zaf", ["zafra"]),
        ("?q=nadie", []),
        ("?side=eu&country=FR", ["almena"]),
    ],
)
def test_it_is_filtered_by_what_was_frozen(
    application: Application, call: Call, office: Client, asked: str, expected: list[str]
) -> None:
    arrived(call, "almena", "FR")
    AdmissionFactory(application=arrived(call, "zafra", "ES"))
    assert listed(office, asked) == expected


def test_the_list_asks_the_same_for_one_and_for_three(
    call: Call, office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for slug in ("almena", "brisa", "zafra"):
        arrived(call, slug, "ES")
        with django_assert_max_num_queries(12) as captured:
            office.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[-1]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_it_is_taken_along_as_a_file(application: Application, office: Client, form: str) -> None:
    page = office.get(f"{LIST}file.{form}?state=submitted")
    assert page.status_code == 200
    assert page["Content-Disposition"].endswith(f'-pares-2026-2026-03-28.{form}"')
    if form == "csv":
        assert "La Paz" in page.content.decode("utf-8-sig")
    assert office.get(f"{LIST}file.exe").status_code == 404


def test_it_is_read_as_it_was_frozen_and_compared(application: Application, cast: Cast, office: Client) -> None:
    write_answer(application, "problem", "es", "El río crece cada invierno.", expected_version=1, by=cast.coordinator)
    page = office.get(f"{LIST}{application.pk}/").content.decode()
    assert "El río crece cada año." in page
    assert "invierno" not in page

    submit(application, accepted=["resources"], by=cast.coordinator)
    page = office.get(f"{LIST}{application.pk}/").content.decode()
    assert "<ins>" in page
    assert "invierno" in page
    assert "<ins>" not in office.get(f"{LIST}{application.pk}/?number=1").content.decode()


def test_a_draft_is_not_there(call: Call, cast: Cast, office: Client) -> None:
    draft = of_la_paz(cast, call)
    assert office.get(f"{LIST}{draft.pk}/").status_code == 404
    assert office.get(f"{LIST}{draft.pk}/mend/").status_code == 404


def test_another_networks_secretary_finds_nothing(
    application: Application, cast: Cast, sign_in: As, call: Call
) -> None:
    stranger = sign_in(cast.second_secretary)
    Call.objects.update(state="draft", published_at=None)
    for address in (LIST, f"{LIST}file.csv", f"{LIST}{application.pk}/", f"{LIST}{application.pk}/mend/"):
        assert stranger.get(address).status_code == 404
    Call.objects.update(state="open", published_at=timezone.now())
    assert stranger.get(f"{LIST}{application.pk}/").status_code == 403


def test_the_auditor_reads_and_asks_nothing(
    application: Application, cast: Cast, sign_in: As, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLOSES + SECOND)
    auditor = sign_in(cast.auditor)
    page = auditor.get(f"{LIST}{application.pk}/")
    assert page.status_code == 200
    assert f"{LIST}{application.pk}/mend/" not in page.content.decode()
    assert auditor.post(f"{LIST}{application.pk}/mend/", {}).status_code == 403


def test_the_secretariat_asks_to_mend_until_the_end_of_a_day(
    application: Application, office: Client, clock: time_machine.Traveller
) -> None:
    address = f"{LIST}{application.pk}/mend/"
    asked = {"asks": "Falta la carta.", "items": ["document:endorsement"], "due": "2026-04-08"}
    page = office.post(address, asked)
    assert page.status_code == 200  # the deadline is not over yet
    assert MendRequest.objects.count() == 0

    clock.move_to(CLOSES + SECOND)
    assert office.get(address).context["form"].initial["due"] == dt.date(2026, 4, 8)
    assert office.post(address, asked).status_code == 302
    request = MendRequest.objects.get()
    assert (request.asks, request.items, request.due_at) == (
        "Falta la carta.",
        ["document:endorsement"],
        dt.datetime(2026, 4, 8, 21, 59, 59, tzinfo=dt.UTC),  # summer time
    )
    assert "Falta la carta." in office.get(f"{LIST}{application.pk}/").content.decode()
