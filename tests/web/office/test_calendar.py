"""After elections teams change: the office sees whose mandate ends, who votes, who has nobody, and is told in time."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from tests.factories.actors import CityFactory, NetworkMemberFactory, PersonFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import Election
from entreciudades.actors.services import answer_membership, keep_part
from entreciudades.notices.models import Notice
from entreciudades.processes.dates_told import tell_of_dates
from entreciudades.processes.memberships import answer

CALENDAR = "/office/ucci/calendar/"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def office(cast: Cast, sign_in: As) -> Client:
    return sign_in(cast.secretary)


def shown(office: Client, what: str, days: int) -> list[str]:
    return [str(one.date) for one, _left in office.get(CALENDAR, {"days": days}).context[what]]


def test_elections_and_mandates_by_how_far_one_looks(cast: Cast, office: Client) -> None:
    for held in ("2026-12-06", "2027-02", "2027", "2026-11-19", "2031"):
        Election.objects.create(organisation=cast.riomayor, held=held, source="inventado")
    for ends in ("2026-12-10", "2027-05-31", "2020", None):
        PersonFactory(organisation=cast.la_paz, ends=ends)
    assert shown(office, "elections", 30) == ["2026-12-06"]
    assert shown(office, "elections", 90) == ["2026-12-06", "2027", "2027-02"]
    assert shown(office, "elections", 0) == ["2026-12-06", "2027", "2027-02", "2031"]
    assert shown(office, "mandates", 30) == ["2026-12-10"]
    assert shown(office, "mandates", 180) == ["2026-12-10"]
    assert shown(office, "mandates", 0) == ["2026-12-10", "2027-05-31"]


def test_cities_without_coordinator_stand_there(cast: Cast, office: Client) -> None:
    alone = NetworkMemberFactory(network=cast.ucci).organisation
    assert office.get(CALENDAR).context["uncoordinated"] == [alone]


def test_the_office_asks_the_same_however_many(cast: Cast, office: Client, django_assert_max_num_queries: Any) -> None:
    for _each in range(12):
        city = NetworkMemberFactory(network=cast.ucci).organisation
        PersonFactory(organisation=city, ends="2027-01", office="alcalde")
        Election.objects.create(organisation=city, held="2027-01", source="inventado")
    with django_assert_max_num_queries(14):
        assert len(office.get(CALENDAR).context["elections"]) == 12


def test_a_second_network_sees_nothing_of_the_members_of_the_first(cast: Cast, sign_in: As) -> None:
    PersonFactory(organisation=cast.la_paz, ends="2026-12-10")
    second = sign_in(cast.second_secretary)
    assert second.get(CALENDAR).status_code == 403
    second.post("/office/puertos/members/members/add/", {"organisation": cast.la_paz.pk})
    assert [second.get("/office/puertos/calendar/").context[what] for what in ("mandates", "elections")] == [[], []]

    [member] = cast.puertos.members.all()
    answer_membership(member, confirms=True, by=cast.coordinator)
    assert len(second.get("/office/puertos/calendar/").context["mandates"]) == 1


def test_a_real_citys_election_needs_its_source(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        keep_part(Election(organisation=cast.la_paz, held="2026-03"), by=None)
    assert list(refused.value.message_dict) == ["source"]
    keep_part(Election(organisation=cast.riomayor, held="2026-03"), by=None)
    assert Election.objects.count() == 1


def told(kind: str) -> list[str]:
    return [notice.user.name.partition(" ")[0] for notice in Notice.objects.filter(kind=kind).order_by("pk")]


def test_each_is_told_once_at_each_step(cast: Cast) -> None:
    PersonFactory(organisation=cast.la_paz, name="Ada Inventada", ends="2027-03-01", office="alcalde")
    Election.objects.create(organisation=cast.riomayor, held="2028", source="inventado")
    for day, expected in (
        ("2026-11-20", 1),
        ("2026-11-21", 1),
        ("2026-12-10", 2),
        ("2027-02-10", 3),
        ("2027-03-02", 3),
    ):
        with time_machine.travel(day):
            tell_of_dates()
        assert told("mandate.ends") == ["Sofia", "Carmen"] * expected
    assert told("election.near") == []
    notice = Notice.objects.first()
    assert notice is not None
    assert "Ada Inventada" in notice.words


def test_a_city_is_asked_and_confirms_or_refuses(cast: Cast, office: Client, sign_in: As) -> None:
    city = CityFactory(slug="puerto")
    second, coordinator = sign_in(cast.second_secretary), sign_in(cast.coordinator)
    second.post("/office/puertos/members/members/add/", {"organisation": cast.la_paz.pk})
    second.post("/office/puertos/members/members/add/", {"organisation": city.pk})
    [notice] = Notice.objects.filter(kind="membership.asked")
    assert (notice.user, notice.path) == (cast.coordinator, "/desk/organisations/la-paz-bo/networks/")
    day = coordinator.get("/desk/organisations/la-paz-bo/")
    assert day.context["missing"][0]["address"] == notice.path
    assert "/es/" not in notice.path

    member = cast.la_paz.networks.get(network=cast.puertos)
    assert (member.is_pending, cast.la_paz in type(cast.la_paz).objects.members_of(cast.puertos)) == (True, False)
    reply = f"/desk/organisations/la-paz-bo/networks/{member.pk}/refuse/"
    assert sign_in(cast.colleague).post(reply).status_code == 403
    assert coordinator.post(reply).headers["Location"] == notice.path
    member.refresh_from_db()
    assert (member.refused_at is not None, member.answered_by) == (True, cast.coordinator)
    assert told("membership.refused") == ["Segunda"]
    answer(member, confirms=True, by=cast.coordinator)
    assert cast.la_paz in type(cast.la_paz).objects.members_of(cast.puertos)
    assert coordinator.post("/desk/organisations/la-paz-bo/networks/999/confirm/").status_code == 404
