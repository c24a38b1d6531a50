"""A network cannot take another's city by writing it among its members."""

import pytest
from django.test import Client
from tests.factories.actors import CityFactory, MembershipFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import Membership, NetworkMember, Organisation
from entreciudades.actors.services import answer_membership

OFFICE = "/office/puertos/"
FORM = {"email": "intrusa@example.org", "name": "Intrusa Inventada", "language": "es"}


@pytest.fixture
def second_office(cast: Cast, sign_in: As) -> Client:
    """The second network's secretary, who has written La Paz among her members."""
    client = sign_in(cast.second_secretary)
    assert client.post(f"{OFFICE}members/members/add/", {"organisation": cast.la_paz.pk}).status_code == 302
    return client


def test_a_city_of_another_network_gets_no_coordinator_from_the_second(cast: Cast, second_office: Client) -> None:
    role = Membership.objects.get(organisation=cast.la_paz, role="coordinator")

    for address in (f"{OFFICE}coordinators/la-paz-bo/add/", f"{OFFICE}coordinators/la-paz-bo/{role.pk}/end/"):
        assert (second_office.get(address).status_code, second_office.post(address, FORM).status_code) == (404, 404)

    assert list(Membership.objects.filter(organisation=cast.la_paz, role="coordinator")) == [role]
    assert "coordinators/" not in second_office.get(f"{OFFICE}members/").content.decode()
    assert second_office.get(OFFICE).context["uncoordinated"] == []


def test_an_older_membership_is_not_turned_into_that_of_another_city(cast: Cast, sign_in: As) -> None:
    older = NetworkMember.objects.create(network=cast.puertos, organisation=CityFactory())

    page = sign_in(cast.second_secretary).post(
        f"{OFFICE}members/members/{older.pk}/", {"organisation": cast.la_paz.pk, "since": "1990"}
    )

    assert list(page.context["form"].errors) == ["organisation"]
    assert not NetworkMember.objects.filter(network=cast.puertos, organisation=cast.la_paz).exists()


def test_the_first_networks_care_is_not_lost_to_the_second(cast: Cast, second_office: Client, sign_in: As) -> None:
    page = sign_in(cast.secretary).get("/office/ucci/coordinators/la-paz-bo/add/")

    assert page.status_code == 200


def test_a_city_that_left_is_in_the_care_of_the_next_that_it_confirms(cast: Cast, second_office: Client) -> None:
    NetworkMember.objects.filter(network=cast.ucci, organisation=cast.la_paz).update(until="2025")
    assert list(Organisation.objects.in_care_of(cast.puertos)) == []

    answer_membership(cast.la_paz.networks.get(network=cast.puertos), confirms=True, by=cast.coordinator)

    assert list(Organisation.objects.in_care_of(cast.puertos)) == [cast.la_paz]
    assert second_office.get(f"{OFFICE}coordinators/la-paz-bo/add/").status_code == 200


def test_a_network_that_nobody_runs_here_cares_for_nobody(cast: Cast) -> None:
    silent = MembershipFactory(role="auditor").organisation
    city = CityFactory()
    for network in (silent, cast.puertos, cast.ucci):
        NetworkMember.objects.create(network=network, organisation=city)

    cared = [
        network for network in (silent, cast.puertos, cast.ucci) if city in Organisation.objects.in_care_of(network)
    ]

    assert cared == [cast.puertos]
