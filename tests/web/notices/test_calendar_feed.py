"""The calendar of one person behind a secret address."""

import datetime as dt
import re
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.factories.alliances import AgreementPartyFactory
from tests.factories.calls import CallFactory, ReviewFactory
from tests.factories.cast import Cast
from tests.factories.contributions import ContributionFactory
from tests.factories.lives import running
from tests.factories.matchmaking import meeting_of, two_of_a_call
from tests.factories.notices import TaskFactory
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.actors.models import Election, Person
from entreciudades.alliances.services import life, stages
from entreciudades.core.models import Link

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
DUE = dt.date(2026, 12, 1)


@pytest.fixture
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def address_of(client: Client) -> str:
    shown = client.post(reverse("notices:calendar")).content.decode()
    [address] = re.findall(r'value="http://testserver(/calendar/[\w-]{43}\.ics)"', shown)
    return address


def titles(address: str) -> list[str]:
    response = Client().get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return sorted(str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def events(address: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT"))


@pytest.fixture
def world(cast: Cast) -> None:
    TaskFactory(organisation=cast.la_paz, facts={"title": "Mía"}, due=DUE, owner=cast.coordinator)
    TaskFactory(organisation=cast.la_paz, facts={"title": "De nadie"}, due=DUE)
    TaskFactory(organisation=cast.la_paz, facts={"title": "De César"}, due=DUE, owner=cast.colleague)
    TaskFactory(organisation=cast.ucci, facts={"title": "De la red"}, due=DUE)
    Election.objects.create(organisation=cast.la_paz, held="2027-03")
    Person.objects.create(organisation=cast.la_paz, name="Ana Inventada", ends="2027-05-31")
    AgreementPartyFactory(organisation=cast.la_paz, agreement__titles={"es": "Convenio"}, agreement__ends="2027-06-30")
    ContributionFactory(organisation=cast.la_paz, title="Contexto", to_name="Lucía Inventada")


@pytest.mark.usefixtures("world", "_noon")
def test_it_holds_what_comes_to_ones_organisations(cast: Cast, sign_in: As) -> None:
    coordinator, secretary, auditor = (
        titles(address_of(sign_in(one))) for one in (cast.coordinator, cast.secretary, cast.auditor)
    )
    expected = ("Convenio", "Contexto (Lucía Inventada)", "De nadie", "Mía", "Ana Inventada", "marzo de 2027")
    assert [word for word in expected if any(word in title for title in coordinator)] == list(expected)
    assert len(coordinator) == 6
    assert [title for title in secretary if title.startswith("UCCI")] == ["UCCI: De la red"]
    assert len([title for title in secretary if title.startswith("La Paz")]) == 2  # its election and its mandate
    assert auditor == []


@pytest.mark.usefixtures("world", "_noon")
def test_a_second_network_and_another_city_see_nothing_of_it(cast: Cast, sign_in: As) -> None:
    assert titles(address_of(sign_in(cast.second_secretary))) == []
    assert titles(address_of(sign_in(cast.other_coordinator))) == []


def test_unchanged_it_is_not_sent_again(cast: Cast, sign_in: As) -> None:
    address = address_of(sign_in(cast.coordinator))
    tag = Client().get(address).headers["ETag"]
    again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    TaskFactory(organisation=cast.la_paz, due=DUE + dt.timedelta(days=300))
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_new_address_ends_the_former_and_ending_it_ends_it(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.coordinator)
    first, second = address_of(client), address_of(client)
    assert [Client().get(one).status_code for one in (first, second)] == [410, 200]
    client.post(reverse("notices:calendar-end"))
    assert Client().get(second).status_code == 410
    assert not Link.objects.filter(token_sha256__contains=first[10:20]).exists()


def test_of_somebody_who_may_not_sign_in_any_more_it_has_ended(cast: Cast, sign_in: As) -> None:
    address = address_of(sign_in(cast.coordinator))
    User.objects.filter(pk=cast.coordinator.pk).update(is_active=False)
    assert Client().get(address).status_code == 410


def test_it_speaks_the_language_of_its_owner(cast: Cast, sign_in: As) -> None:
    Election.objects.create(organisation=cast.riomayor, held="2027-03-07")
    address = address_of(sign_in(cast.other_coordinator))
    assert b"LANGUAGE=pt" in Client().get(address, headers={"Accept-Language": "en"}).content


@pytest.mark.usefixtures("_noon")
def test_a_meeting_stands_in_it_with_its_hours_and_takes_that_time(cast: Cast, sign_in: As) -> None:
    meeting = meeting_of(*two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci), where="Sala Azul")
    address = address_of(sign_in(cast.coordinator))
    [event] = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (meeting.starts_at, meeting.ends_at)
    assert (str(event["LOCATION"]), str(event["TRANSP"])) == ("Sala Azul", "OPAQUE")
    assert "Riomayor" in str(event["SUMMARY"])
    assert "La Paz" in titles(address_of(sign_in(cast.other_coordinator)))[0]
    assert titles(address_of(sign_in(cast.secretary))) == []
    meeting.held = False
    meeting.save()
    assert titles(address) == []


@pytest.mark.usefixtures("_noon")
def test_a_reviewer_finds_by_when_reviews_are_to_be_sent(cast: Cast, sign_in: As) -> None:
    call = CallFactory(network=cast.ucci, closed=True, titles={"es": "Pares"})
    for _number in range(2):
        ReviewFactory(application__call=call, reviewer=cast.reviewer, due=DUE)
    ReviewFactory(application__call=call, reviewer=cast.reviewer, due=DUE, sent=True)
    [event] = events(address_of(sign_in(cast.reviewer)))
    assert (event.decoded("DTSTART"), str(event["URL"])) == (DUE, "http://testserver/reviews/")
    assert str(event["SUMMARY"]).startswith("Pares: ")
    assert "2" in str(event["SUMMARY"])


@pytest.mark.django_db
def test_the_stages_of_ones_alliances_by_when_they_are_planned_to_end(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        found = running()
        client.force_login(found.by)
        stages.skip(found.stage("visits"), reason="Sin presupuesto", by=found.by)
        address = address_of(client)
        name = found.cities[0].names["es"]
        assert [one for one in titles(address) if "Etapa" in one] == [
            f"{name}: Etapa {key}, Alianza de los ríos" for key in ("end", "start", "work")
        ]
        assert {str(one["URL"]) for one in events(address) if "Etapa" in one["SUMMARY"]} == {
            f"http://testserver/desk/organisations/{found.cities[0].slug}/alliances/{found.alliance.slug}/"
        }
        life.suspend(found.alliance, reason="Elecciones", by=found.by)
        assert [one for one in titles(address) if "Etapa" in one] == []
