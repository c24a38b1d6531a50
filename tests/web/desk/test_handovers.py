"""The page of a handover: one's own work or, for those who lead, anybody's; who goes on is chosen, once."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.actors import PersonFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.actors.models import Handover, Membership, Role
from entreciudades.notices.services import open_task
from entreciudades.processes.invitations import invite

DESK = "/desk/organisations/la-paz-bo/"


def page_of(user: User) -> str:
    return f"{DESK}team/{Membership.objects.get(user=user).pk}/hand-over/"


def test_ones_own_work_is_listed_and_handed_over(cast: Cast, desk: Client, sign_in: As) -> None:
    open_task(cast.la_paz, kind="by-hand", facts={"title": "Firmar"}, owner=cast.coordinator, by=None)
    PersonFactory(organisation=cast.la_paz, name="Ada Inventada", kept_by=cast.coordinator)
    page = desk.get(page_of(cast.coordinator)).content.decode()
    assert ("Firmar" in page, "Ada Inventada" in page) == (True, True)

    answer = desk.post(page_of(cast.coordinator), {"successor": cast.colleague.pk, "note": "Con calma."})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/es/")
    assert "cerró su sesión" in desk.get("/es/").content.decode()

    [handover] = Handover.objects.all()
    colleague = sign_in(cast.colleague)
    page = colleague.get(f"{DESK}handovers/{handover.pk}/").content.decode()
    assert ("Con calma." in page, "Ada Inventada" in page) == (True, False)  # she has neither mail nor telephone
    pdf = colleague.get(f"{DESK}brief/es/")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert colleague.get(f"{DESK}brief/xx/").status_code == 404
    assert {row.role for row in cast.la_paz.memberships.all()} == {"coordinator", "colleague"}
    assert {row.user for row in cast.la_paz.memberships.all()} == {cast.colleague}


@pytest.mark.parametrize(
    "form", [{}, {"successor": "0"}, {"successor": "@me"}, {"successor": "@colleague", "invitation": "@invited"}]
)
def test_one_who_goes_on_is_chosen_and_only_one(cast: Cast, desk: Client, form: dict[str, str]) -> None:
    invited = invite(
        cast.la_paz, role=Role.COLLEAGUE, email="nora@example.org", name="Nora", language="es", by=cast.coordinator
    )
    keys: dict[str, Any] = {"@me": cast.coordinator.pk, "@colleague": cast.colleague.pk, "@invited": invited.pk}
    sent = {name: keys.get(value, value) for name, value in form.items()}
    page = desk.post(page_of(cast.coordinator), sent)
    assert (page.status_code, bool(page.context["form"].errors), Handover.objects.count()) == (200, True, 0)


def test_for_an_invited_successor_it_waits_and_may_be_taken_back(cast: Cast, desk: Client) -> None:
    invited = invite(
        cast.la_paz, role=Role.COLLEAGUE, email="nora@example.org", name="Nora", language="es", by=cast.coordinator
    )
    answer = desk.post(page_of(cast.coordinator), {"invitation": invited.pk})
    assert answer.headers["Location"] == f"{DESK}team/"
    page = desk.get(page_of(cast.coordinator))
    assert page.context["waiting"].invitation == invited
    assert desk.post(page_of(cast.coordinator), {"successor": cast.colleague.pk}).status_code == 200  # one at a time
    [waiting] = Handover.objects.all()
    assert desk.get(f"{DESK}handovers/{waiting.pk}/").status_code == 200
    assert desk.post(f"{DESK}handovers/{waiting.pk}/cancel/").headers["Location"] == f"{DESK}team/"
    assert (Handover.objects.count(), desk.get(DESK).status_code) == (0, 200)


def test_a_colleague_hands_over_their_own_work_and_nobody_elses(cast: Cast, sign_in: As) -> None:
    colleague = sign_in(cast.colleague)
    assert colleague.get(page_of(cast.coordinator)).status_code == 403
    assert colleague.post(page_of(cast.colleague), {"successor": cast.coordinator.pk}).status_code == 302
    assert [row.user for row in cast.la_paz.memberships.all()] == [cast.coordinator]


def test_of_another_city_nothing_is_found(cast: Cast, desk: Client) -> None:
    other = Membership.objects.get(user=cast.other_coordinator)
    elsewhere = Handover.objects.create(
        organisation=cast.riomayor, leaver=cast.other_coordinator, successor=cast.auditor
    )
    assert desk.get(f"{DESK}team/{other.pk}/hand-over/").status_code == 404
    assert {
        desk.get(f"{DESK}handovers/{elsewhere.pk}/").status_code,
        desk.post(f"{DESK}handovers/{elsewhere.pk}/cancel/").status_code,
    } == {404}


def test_a_network_hands_over_too(cast: Cast, sign_in: As) -> None:
    secretary = sign_in(cast.secretary)
    own = Membership.objects.get(user=cast.secretary)
    team = "/desk/organisations/ucci/team/"
    assert secretary.get(f"{team}{own.pk}/hand-over/").status_code == 200
    secretary.post(f"{team}{own.pk}/hand-over/", {"successor": cast.auditor.pk})
    assert {(row.user, row.role) for row in cast.ucci.memberships.exclude(role="reviewer")} == {
        (cast.auditor, "auditor"), (cast.auditor, "secretary"),
    }  # fmt: skip
