"""The people of a city: its coordinator names colleagues and ends their role; the header leads each to their work."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.actors import MembershipFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.accounts.services import choose_language
from entreciudades.actors.models import Membership
from entreciudades.core.models import OutboxMessage

DESK = "/desk/organisations/la-paz-bo/"
TEAM = f"{DESK}team/"
FORM = {"email": "ines@example.org", "name": "Inés Inventada", "language": "es"}


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place


def test_a_coordinator_names_a_colleague_who_is_written_to(cast: Cast, desk: Client) -> None:
    assert desk.post(f"{TEAM}add/", FORM).headers["Location"] == TEAM

    named = cast.la_paz.memberships.get(user__email="ines@example.org")
    assert (named.role, named.user.name) == ("colleague", "Inés Inventada")
    [mail] = [message.payload for message in OutboxMessage.objects.filter(kind="mail")]
    assert mail["subject"] == "Su función en La Paz: colega"
    assert mail["body"].splitlines()[-1] == "Carmen Inventada"

    choose_language(user=cast.coordinator, language="en")
    [change] = desk.get(DESK).context["changes"]
    assert (change.what, change.by) == ("Role given: colleague", "Carmen Inventada")


def test_a_colleague_reads_the_team_and_changes_nothing(cast: Cast, sign_in: As) -> None:
    colleague = sign_in(cast.colleague)
    own = cast.la_paz.memberships.get(user=cast.colleague)

    page = colleague.get(TEAM)

    assert [(row.user, may_end) for row, may_end in page.context["rows"]] == [
        (cast.coordinator, False),
        (cast.colleague, False),
    ]
    assert f"{TEAM}add/" not in page.content.decode()
    for address in (f"{TEAM}add/", f"{TEAM}{own.pk}/end/"):
        assert (colleague.get(address).status_code, colleague.post(address, FORM).status_code) == (403, 403)
    assert cast.la_paz.memberships.count() == 2


def test_the_role_of_a_colleague_is_ended_after_asking(cast: Cast, desk: Client, sign_in: As) -> None:
    role = cast.la_paz.memberships.get(user=cast.colleague)
    assert [may_end for _row, may_end in desk.get(TEAM).context["rows"]] == [False, True]

    assert desk.get(f"{TEAM}{role.pk}/end/").context["name"] == "Cesar Inventado"
    assert desk.post(f"{TEAM}{role.pk}/end/").headers["Location"] == TEAM

    assert [row.user for row in cast.la_paz.memberships.all()] == [cast.coordinator]
    assert sign_in(cast.colleague).get(DESK).status_code == 403


def test_a_coordination_and_the_roles_of_others_are_not_ended_here(cast: Cast, desk: Client) -> None:
    elsewhere = MembershipFactory(organisation=cast.riomayor, role="colleague")
    own = cast.la_paz.memberships.get(user=cast.coordinator)

    assert {desk.post(f"{TEAM}{role.pk}/end/").status_code for role in (elsewhere, own)} == {404}
    assert Membership.objects.filter(pk__in=[elsewhere.pk, own.pk]).count() == 2


def test_a_team_of_many_asks_the_same(cast: Cast, desk: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(20):
        MembershipFactory(organisation=cast.la_paz, role="colleague")

    with django_assert_max_num_queries(12):
        assert len(desk.get(TEAM).context["rows"]) == 22


def test_a_secretary_reads_who_works_for_the_network(cast: Cast, sign_in: As) -> None:
    secretary = sign_in(cast.secretary)

    page = secretary.get("/desk/organisations/ucci/team/")

    assert {row.role for row, _may_end in page.context["rows"]} == {"secretary", "reviewer", "auditor"}
    assert secretary.post("/desk/organisations/ucci/team/add/", FORM).status_code == 403


@pytest.mark.parametrize(
    ("person", "button"),
    [
        ("secretary", ("/office/", "Mi oficina")),
        ("auditor", ("/office/", "Mi oficina")),
        ("coordinator", ("/desk/", "Mi escritorio")),
        ("colleague", ("/desk/", "Mi escritorio")),
        ("reviewer", ("/desk/", "Mi escritorio")),
    ],
)
def test_the_header_leads_each_to_their_work(person: str, button: tuple[str, str], cast: Cast, sign_in: As) -> None:
    address, words = button
    page = sign_in(getattr(cast, person)).get("/es/").content.decode()
    assert page.count(f'<a class="btn btn-outline-primary" href="{address}">{words}</a>') == 1


def test_who_works_in_both_is_led_to_the_desk(cast: Cast, sign_in: As) -> None:
    MembershipFactory(organisation=cast.la_paz, user=cast.secretary, role="colleague")

    page = sign_in(cast.secretary).get("/es/").content.decode()

    assert '<a class="btn btn-outline-primary" href="/desk/">' in page
