"""Who has not answered the secretariat: what it asked itself, the oldest first, and where to ask again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import CityFactory, NetworkMemberFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.programmes import ProgrammeFactory
from tests.web.conftest import As

from entreciudades.actors.models import Invitation, NetworkMember
from entreciudades.contributions.models import Request
from entreciudades.core import trail
from entreciudades.core.refs import kind_of

PAGE = "/office/ucci/unanswered/"


@pytest.fixture
def office(cast: Cast, sign_in: As) -> Client:
    return sign_in(cast.secretary)


def invite(organisation: object, role: str, **more: object) -> Invitation:
    said = {"email": "eva@example.org", "name": "Eva Inventada", "language": "es"} | more
    return Invitation.objects.create(
        organisation=organisation, role=role, expires_at=timezone.now() - timedelta(days=1), **said
    )


def ask(cast: Cast, organisation: object) -> Request:
    return Request.objects.create(
        organisation=organisation, asked_by=cast.secretary, kind="opinion", object_kind=kind_of(cast.ucci),
        object_id=cast.ucci.pk, title="Plan de trabajo", to_name="Ministerio Inventado", language="es",
        due=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip


def said(page: object) -> list[tuple[str, str, bool]]:
    return [(row["what"], row["one"].whom, row["one"].is_late) for row in page.context["rows"]]


def test_it_lists_what_waits_for_an_answer_and_where_to_ask_again(office: Client, cast: Cast) -> None:
    NetworkMember.objects.update(confirmed_at=timezone.now())
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, methodology=MethodologyFactory())
    trail.record("programme.reminded", programme, by=cast.secretary, scope=cast.ucci.pk, people=1)
    invite(cast.ucci, "reviewer")
    invite(cast.la_paz, "coordinator")
    invite(cast.la_paz, "colleague", email="iva@example.org")  # the city's own
    ask(cast, cast.ucci)
    ask(cast, cast.la_paz)  # the city's own

    rows = office.get(PAGE).context["rows"]
    assert sorted((row["one"].asked, row["one"].organisation.slug, row["one"].is_late) for row in rows) == [
        ("invitation", "la-paz-bo", True),
        ("invitation", "ucci", True),
        ("reminder", "la-paz-bo", False),
        ("request", "ucci", False),
    ]
    assert {office.get(row["again"]).status_code for row in rows} == {200}


def test_what_was_answered_goes(office: Client, cast: Cast) -> None:
    NetworkMember.objects.update(confirmed_at=timezone.now())
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, methodology=MethodologyFactory())
    trail.record("programme.reminded", programme, by=cast.secretary, scope=cast.ucci.pk, people=1)
    trail.record("programme.changed", programme, by=cast.coordinator, scope=cast.la_paz.pk)
    request = ask(cast, cast.ucci)
    Request.objects.filter(pk=request.pk).update(state="answered", answered_at=timezone.now())
    invitation = invite(cast.ucci, "reviewer")
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
    assert said(office.get(PAGE)) == []


def test_a_membership_waits_where_somebody_could_answer(office: Client, cast: Cast) -> None:
    NetworkMember.objects.update(confirmed_at=None)
    NetworkMemberFactory(network=cast.ucci, organisation=CityFactory(), confirmed_at=None)  # nobody coordinates it
    rows = office.get(PAGE).context["rows"]
    assert sorted(row["one"].organisation.slug for row in rows) == ["la-paz-bo", "riomayor"]


def test_the_second_network_waits_for_nobody_of_the_first(cast: Cast, sign_in: As) -> None:
    NetworkMember.objects.update(confirmed_at=None)
    invite(cast.ucci, "reviewer")
    second = sign_in(cast.second_secretary)
    assert second.get(PAGE).status_code == 403
    assert said(second.get("/office/puertos/unanswered/")) == []


def test_more_rows_ask_no_more(office: Client, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(PAGE).status_code == 200
        return len(asked)

    NetworkMember.objects.update(confirmed_at=timezone.now())
    invite(cast.ucci, "reviewer")
    ask(cast, cast.ucci)
    one = queries()
    for number in range(3):
        invite(cast.ucci, "reviewer", email=f"eva{number}@example.org")
        ask(cast, cast.ucci)
    assert queries() == one
