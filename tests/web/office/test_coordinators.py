"""A network's secretariat names who coordinates for its members, sees who has nobody, and ends it."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.actors import CityFactory, MembershipFactory, NetworkMemberFactory, OrganisationFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership
from entreciudades.core.models import AuditEvent, OutboxMessage
from entreciudades.notices.services import open_task
from entreciudades.processes.invitations import accept

OFFICE = "/office/ucci/"
FORM = {"email": "Ines@example.org", "name": "Inés Inventada", "language": "pt"}


@pytest.fixture
def office(cast: Cast, sign_in: As, settings: Any) -> Client:
    """The secretary of UCCI in her office."""
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place
    return sign_in(cast.secretary)


def naming(city: str) -> str:
    return f"{OFFICE}coordinators/{city}/add/"


def test_a_coordinator_is_invited_and_written_to_in_their_language(cast: Cast, office: Client) -> None:
    assert office.post(naming("riomayor"), FORM).headers["Location"] == f"{OFFICE}members/"

    [waiting] = office.get(naming("riomayor")).context["invitations"]
    assert (waiting.email, waiting.name, waiting.language) == ("ines@example.org", "Inés Inventada", "pt")
    [mail] = [message.payload for message in OutboxMessage.objects.filter(kind="mail")]
    assert (mail["to"], mail["reply_to"]) == (["ines@example.org"], [cast.secretary.email])
    assert "http://testserver/invitation/" in mail["body"]
    assert cast.riomayor.memberships.filter(user__email="ines@example.org").count() == 0

    withdrawal = f"{naming('riomayor')}invitations/{waiting.pk}/withdraw/"
    assert office.post(withdrawal).headers["Location"] == naming("riomayor")
    assert (office.post(withdrawal).status_code, cast.riomayor.invitations.open().count()) == (404, 0)


def test_somebody_who_is_known_keeps_name_and_language(cast: Cast, office: Client) -> None:
    office.post(naming("riomayor"), FORM | {"email": cast.coordinator.email})

    cast.coordinator.refresh_from_db()
    assert (cast.coordinator.name, cast.coordinator.preferred_language) == ("Carmen Inventada", "es")
    accept(cast.riomayor.invitations.get(), user=cast.coordinator)
    assert cast.riomayor.memberships.filter(user=cast.coordinator).get().role == "coordinator"


@pytest.mark.parametrize(
    ("changed", "field"), [({"email": "ines"}, "email"), ({"name": ""}, "name"), ({"language": "xx"}, "language")]
)
def test_bad_input_stays_in_the_form(changed: dict[str, str], field: str, cast: Cast, office: Client) -> None:
    before = Membership.objects.count()

    page = office.post(naming("riomayor"), FORM | changed)

    assert list(page.context["form"].errors) == [field]
    assert (Membership.objects.count(), OutboxMessage.objects.count()) == (before, 0)


def test_somebody_who_may_not_sign_in_is_refused_on_the_address(cast: Cast, office: Client) -> None:
    User.objects.create_user("ines@example.org", is_active=False)

    page = office.post(naming("riomayor"), FORM)

    assert list(page.context["form"].errors) == ["email"]
    assert OutboxMessage.objects.count() == 0


def test_only_for_present_members_that_are_no_networks(cast: Cast, office: Client) -> None:
    former = NetworkMemberFactory(network=cast.ucci, until="2015").organisation
    NetworkMemberFactory(network=cast.ucci, organisation=cast.puertos)
    university = OrganisationFactory()
    NetworkMemberFactory(network=cast.ucci, organisation=university)
    stranger = CityFactory()

    refused = [one.slug for one in (former, cast.puertos, stranger, cast.ucci)]

    assert {office.post(naming(slug), FORM).status_code for slug in refused} == {404}
    assert Membership.objects.filter(user__email="ines@example.org").count() == 0
    assert office.post(naming(university.slug), FORM).status_code == 302


@pytest.mark.parametrize(
    "person", ["second_secretary", "auditor", "reviewer", "coordinator", "colleague", "other_coordinator"]
)
def test_nobody_else_names_or_ends(person: str, cast: Cast, sign_in: As) -> None:
    role = cast.la_paz.memberships.get(role="coordinator")
    client = sign_in(getattr(cast, person))

    for address in (naming("la-paz-bo"), f"{OFFICE}coordinators/la-paz-bo/{role.pk}/end/"):
        assert {client.get(address).status_code, client.post(address, FORM).status_code} == {403}
    assert list(cast.la_paz.memberships.filter(role="coordinator")) == [role]


def test_a_second_networks_secretary_finds_no_city_of_the_first(cast: Cast, sign_in: As) -> None:
    role = cast.la_paz.memberships.get(role="coordinator")
    client = sign_in(cast.second_secretary)

    assert client.post("/office/puertos/coordinators/la-paz-bo/add/", FORM).status_code == 404
    assert client.post(f"/office/puertos/coordinators/la-paz-bo/{role.pk}/end/").status_code == 404
    assert Membership.objects.filter(pk=role.pk).exists()


def test_a_coordination_is_ended_after_asking(cast: Cast, office: Client) -> None:
    role = cast.la_paz.memberships.get(role="coordinator")
    address = f"{OFFICE}coordinators/la-paz-bo/{role.pk}/end/"

    asked = office.get(address)
    assert (asked.status_code, asked.context["name"]) == (200, "Carmen Inventada")
    assert Membership.objects.filter(pk=role.pk).exists()

    assert office.post(address).headers["Location"] == f"{OFFICE}members/"
    assert [row.role for row in cast.la_paz.memberships.all()] == ["colleague"]
    event = AuditEvent.objects.get(verb="membership.removed")
    assert (event.actor, event.scope) == (cast.secretary, cast.la_paz.pk)


@pytest.mark.parametrize(("city", "role"), [("la_paz", "colleague"), ("riomayor", "coordinator")])
def test_only_a_coordination_of_that_city_is_ended_there(city: str, role: str, cast: Cast, office: Client) -> None:
    found = getattr(cast, city).memberships.get(role=role)

    assert office.post(f"{OFFICE}coordinators/la-paz-bo/{found.pk}/end/").status_code == 404
    assert Membership.objects.filter(pk=found.pk).exists()


def test_members_are_listed_with_who_coordinates(
    cast: Cast, office: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(10):
        MembershipFactory(organisation=NetworkMemberFactory(network=cast.ucci).organisation, role="coordinator")
    empty = NetworkMemberFactory(network=cast.ucci).organisation

    with django_assert_max_num_queries(12):
        page = office.get(f"{OFFICE}members/")

    coordinators = {
        row.organisation: [one.user for one in row.organisation.coordinators] for row in page.context["page"]
    }
    assert (coordinators[cast.la_paz], coordinators[empty]) == ([cast.coordinator], [])
    assert page.content.decode().count("Sin coordinación") == 1


@pytest.mark.parametrize("cities", [3, 30])
def test_monday_names_the_cities_without_coordinator(
    cities: int, cast: Cast, office: Client, django_assert_max_num_queries: Any
) -> None:
    assert office.get(OFFICE).context["uncoordinated"] == []
    lonely = [NetworkMemberFactory(network=cast.ucci).organisation for _number in range(cities)]
    NetworkMemberFactory(network=cast.puertos)
    NetworkMemberFactory(network=cast.ucci, until="2015")

    with django_assert_max_num_queries(12):
        page = office.get(OFFICE)

    assert {one.pk for one in page.context["uncoordinated"]} == {one.pk for one in lonely}
    assert page.content.decode().count(f'href="{OFFICE}coordinators/') == cities


def test_an_auditor_reads_who_has_nobody_and_finds_no_way_to_name(cast: Cast, sign_in: As) -> None:
    NetworkMemberFactory(network=cast.ucci)
    auditor = sign_in(cast.auditor)

    pages = [auditor.get(page).content.decode() for page in (OFFICE, f"{OFFICE}members/")]

    assert ["coordinators/" in page for page in pages] == [False, False]
    assert ["in coordina" in page for page in pages] == [True, True]


def test_a_coordinator_who_has_gone_is_followed_without_reading_the_citys_work(cast: Cast, office: Client) -> None:
    task = open_task(cast.la_paz, kind="by-hand", facts={"title": "Secreto"}, owner=cast.coordinator, by=None)
    role = Membership.objects.get(organisation=cast.la_paz, role="coordinator")
    address = f"{OFFICE}coordinators/la-paz-bo/{role.pk}/hand-over/"

    assert "Secreto" not in office.get(address).content.decode()
    assert office.post(address, {"successor": cast.colleague.pk}).headers["Location"] == f"{OFFICE}members/"

    task.refresh_from_db()
    assert (task.owner, [row.user for row in cast.la_paz.memberships.filter(role="coordinator")]) == (
        cast.colleague,
        [cast.colleague],
    )
    own = Membership.objects.get(organisation=cast.la_paz, role="colleague")
    assert office.get(f"{OFFICE}coordinators/la-paz-bo/{own.pk}/hand-over/").status_code == 404
