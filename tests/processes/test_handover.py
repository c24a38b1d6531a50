"""Somebody leaves: everything moves in one act, or when the invited successor comes; the trail tells it."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.factories.actors import MembershipFactory, PersonFactory, UserFactory
from tests.factories.cast import Cast
from tests.factories.practices import PracticeFactory

from entreciudades.accounts.models import User
from entreciudades.actors.models import Absence, Handover, Invitation, Membership, Person, Promise, Role
from entreciudades.actors.services import write_presentation
from entreciudades.contributions.models import Request
from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of
from entreciudades.exports.brief_parts import MOST
from entreciudades.exports.handover_brief import assemble_brief
from entreciudades.notices.models import Notice, Task
from entreciudades.notices.services import finish_task, open_task
from entreciudades.practices.services import write_field
from entreciudades.processes.handover import Held, drafts_of, hand_over, held_by
from entreciudades.processes.invitations import accept, invite, withdraw


def work_of(user: User, cast: Cast) -> dict[str, Any]:
    """Something of everything that one may hold in La Paz; and the same in Riomayor, which stays."""
    held: dict[str, Any] = {}
    for city in (cast.riomayor, cast.la_paz):
        if city == cast.riomayor:
            MembershipFactory(organisation=city, user=user, role="colleague")
        held = {
            "task": open_task(
                city, kind="by-hand", facts={"title": "Firmar"}, owner=user, by=None, due=dt.date(2030, 1, 2)
            ),
            "person": PersonFactory(organisation=city, kept_by=user),
            "promise": Promise.objects.create(organisation=city, what="Enviar", to_whom="Vallehondo", kept_by=user),
            "request": Request.objects.create(
                organisation=city, asked_by=user, kind="text", object_kind=kind_of(city), object_id=city.pk,
                title="Agua", to_name="Obras", language="es", due="2030-01-01",
            ),
        }  # fmt: skip
    return held


def holders(cast: Cast, city: Any) -> dict[str, set[User | None]]:
    """Who holds what is there, kind by kind."""
    return {
        "task": {row.owner for row in Task.objects.filter(organisation=city)},
        "person": {row.kept_by for row in Person.objects.filter(organisation=city)},
        "promise": {row.kept_by for row in Promise.objects.filter(organisation=city)},
        "request": {row.asked_by for row in Request.objects.filter(organisation=city)},
    }


def held_all_by(user: User) -> dict[str, set[User]]:
    """One person holds everything."""
    return {kind: {user} for kind in ("task", "person", "promise", "request")}


def test_one_act_moves_all_of_this_organisation_and_ends_the_roles(cast: Cast) -> None:
    work_of(cast.coordinator, cast)
    assert [len(getattr(held_by(cast.coordinator, cast.la_paz), name)) for name in
            ("tasks", "requests", "contacts", "promises")] == [1] * 4  # fmt: skip

    handover = hand_over(
        Handover(organisation=cast.la_paz, leaver=cast.coordinator, successor=cast.colleague, note="Llame a Obras."),
        by=cast.coordinator,
    )

    assert holders(cast, cast.la_paz) == held_all_by(cast.colleague)
    assert holders(cast, cast.riomayor) == held_all_by(cast.coordinator)
    roles = {(row.user, row.role) for row in cast.la_paz.memberships.all()}
    assert roles == {(cast.colleague, "colleague"), (cast.colleague, "coordinator")}
    assert held_by(cast.coordinator, cast.la_paz) == Held((), (), (), (), (), ())
    event = AuditEvent.objects.get(verb="handover.done")
    assert event.details == {
        "from": cast.coordinator.pk, "to": cast.colleague.pk,
        "tasks": 1, "requests": 1, "contacts": 1, "promises": 1, "invitations": 0,
    }  # fmt: skip
    notice = Notice.objects.get(kind="handover.done")
    assert (notice.user, notice.path) == (cast.colleague, f"/desk/organisations/la-paz-bo/handovers/{handover.pk}/")


def test_a_colleague_who_leaves_makes_nobody_coordinator(cast: Cast) -> None:
    other = MembershipFactory(organisation=cast.la_paz, role="colleague").user
    hand_over(Handover(organisation=cast.la_paz, leaver=cast.colleague, successor=other), by=cast.coordinator)
    assert {(row.user, row.role) for row in cast.la_paz.memberships.all()} == {
        (cast.coordinator, "coordinator"), (other, "colleague"),
    }  # fmt: skip


def test_what_is_done_or_kept_stays_where_it_was(cast: Cast) -> None:
    held = work_of(cast.coordinator, cast)
    finish_task(held["task"], by=cast.coordinator)
    Promise.objects.filter(pk=held["promise"].pk).update(is_kept=True)
    hand_over(
        Handover(organisation=cast.la_paz, leaver=cast.coordinator, successor=cast.colleague), by=cast.coordinator
    )
    assert holders(cast, cast.la_paz) == {
        "task": {cast.coordinator}, "promise": {cast.coordinator},
        "person": {cast.colleague}, "request": {cast.colleague},
    }  # fmt: skip


def test_for_an_invited_successor_all_waits_until_they_accept(cast: Cast) -> None:
    work_of(cast.coordinator, cast)
    invitation = invite(
        cast.la_paz, role=Role.COLLEAGUE, email="nueva@example.org", name="Nueva", language="es", by=cast.coordinator
    )
    handover = hand_over(
        Handover(organisation=cast.la_paz, leaver=cast.coordinator, invitation=invitation), by=cast.coordinator
    )
    assert handover.done_at is None
    assert holders(cast, cast.la_paz)["task"] == {cast.coordinator}
    assert cast.la_paz.memberships.filter(user=cast.coordinator).exists()

    new = UserFactory(email="nueva@example.org")
    accept(invitation, user=new)

    assert holders(cast, cast.la_paz) == held_all_by(new)
    assert {row.role for row in cast.la_paz.memberships.filter(user=new)} == {"colleague", "coordinator"}
    assert not cast.la_paz.memberships.filter(user=cast.coordinator).exists()


def test_no_handover_waits_for_an_invitation_that_was_accepted_at_this_moment(cast: Cast) -> None:
    invited = invite(
        cast.la_paz, role=Role.COLLEAGUE, email="nora@example.org", name="Nora", language="es", by=cast.coordinator
    )
    accept(Invitation.objects.get(), user=UserFactory(email="nora@example.org"))
    with pytest.raises(ValidationError):
        hand_over(Handover(organisation=cast.la_paz, leaver=cast.coordinator, invitation=invited), by=cast.coordinator)
    assert Handover.objects.count() == 0


def test_a_withdrawn_invitation_takes_its_handover_back(cast: Cast) -> None:
    invitation = invite(
        cast.la_paz, role=Role.COLLEAGUE, email="nueva@example.org", name="Nueva", language="es", by=cast.coordinator
    )
    hand_over(Handover(organisation=cast.la_paz, leaver=cast.coordinator, invitation=invitation), by=cast.coordinator)
    with pytest.raises(ValidationError):  # one at a time
        hand_over(
            Handover(organisation=cast.la_paz, leaver=cast.coordinator, successor=cast.colleague), by=cast.coordinator
        )
    withdraw(invitation, by=cast.coordinator)
    assert (Handover.objects.count(), Invitation.objects.open().count()) == (0, 0)
    assert AuditEvent.objects.filter(verb="handover.cancelled").count() == 1


@pytest.mark.parametrize(("leaver", "successor"), [("auditor", "colleague"), ("coordinator", "auditor")])
def test_both_work_for_the_organisation(cast: Cast, leaver: str, successor: str) -> None:
    with pytest.raises(ValidationError):
        hand_over(
            Handover(organisation=cast.la_paz, leaver=getattr(cast, leaver), successor=getattr(cast, successor)),
            by=cast.coordinator,
        )
    assert (Handover.objects.count(), Membership.objects.filter(organisation=cast.la_paz).count()) == (0, 2)


def test_nobody_hands_over_to_themselves(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        hand_over(
            Handover(organisation=cast.la_paz, leaver=cast.coordinator, successor=cast.coordinator),
            by=cast.coordinator,
        )


def test_whoever_stood_in_for_others_is_followed_there_too(cast: Cast) -> None:
    third = MembershipFactory(organisation=cast.la_paz, role="colleague").user
    days = {"organisation": cast.la_paz, "starts": "2026-12-01", "ends": "2026-12-02"}
    Absence.objects.create(user=third, stand_in=cast.coordinator, **days)
    Absence.objects.create(user=cast.coordinator, stand_in=third, **days)
    Absence.objects.create(user=cast.colleague, stand_in=cast.coordinator, **days)  # nobody stands in for themselves
    hand_over(
        Handover(organisation=cast.la_paz, leaver=cast.coordinator, successor=cast.colleague), by=cast.coordinator
    )
    assert [(row.user, row.stand_in) for row in Absence.objects.all()] == [(third, cast.colleague)]


def test_drafts_are_texts_that_they_wrote_last_and_nobody_reads_yet(cast: Cast) -> None:
    practice = PracticeFactory(organisation=cast.la_paz, network=cast.ucci)
    key = next(one.key for one in practice.methodology.pack.practice.fields if one.words)
    write_field(practice, key, "es", "Cebras", expected_version=0, by=cast.coordinator)
    write_field(practice, key, "pt", "Zebras", expected_version=0, by=cast.colleague)
    write_presentation(cast.la_paz, "es", "Una ciudad.", expected_version=0, by=cast.coordinator)  # public at once
    elsewhere = PracticeFactory(organisation=cast.riomayor, network=cast.ucci, methodology=practice.methodology)
    write_field(elsewhere, key, "es", "Otra", expected_version=0, by=cast.coordinator)
    assert [text.body for text in drafts_of(cast.coordinator, cast.la_paz)] == ["Cebras"]


def test_the_brief_says_what_there_is_and_counts_the_rest(cast: Cast) -> None:
    assert [part.title for part in assemble_brief(cast.riomayor, "en").parts] == ["Whom to call"]
    for number in range(MOST + 2):
        Promise.objects.create(organisation=cast.la_paz, what=f"Carta {number}", to_whom="Riomayor", due="2030")
    Promise.objects.create(organisation=cast.la_paz, what="Ya enviada", to_whom="Riomayor", is_kept=True)
    PersonFactory(
        organisation=cast.la_paz, name="Ana Inventada", office="alcalde-gran-poblacion", addressed_as="feminine",
        phone="+591 0",
    )  # fmt: skip
    brief = assemble_brief(cast.la_paz, "es")
    parts = [[item.title.text for item in part.items] for part in brief.parts]
    promised, people = parts[-2:]
    assert promised[:-1] == [f"Carta {number}" for number in range(MOST)]
    assert people == ["Excma. Sra. Ana Inventada", "Sofia Inventada"]
