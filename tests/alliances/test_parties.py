"""Parties come and go; who works for each, and with which plans the alliance fits."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from tests.factories.actors import CityFactory, PersonFactory, PlanFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory
from tests.factories.lives import pack_text, proposed, running

from entreciudades.alliances.models import AgreementParty, AllianceDecision, SeatAlignment, SeatPerson
from entreciudades.alliances.services import parties
from entreciudades.core.errors import MoveRefused
from entreciudades.notices.models import Notice, Task

pytestmark = pytest.mark.django_db


def test_an_invitation_is_accepted_once_and_the_others_are_told() -> None:
    found = proposed()
    seat = parties.accept(found.seat(1), by=found.coordinators[1])
    assert (seat.state, seat.answered_by, seat.joined_on is not None) == ("present", found.coordinators[1], True)
    with pytest.raises(MoveRefused):
        parties.accept(found.seat(1), by=found.coordinators[1])
    assert Task.objects.open().count() == 0
    assert {one.user for one in Notice.objects.filter(kind="alliance.joined")} == {found.secretary, found.by}


def test_whoever_declines_says_why_and_may_be_invited_again() -> None:
    found = proposed()
    with pytest.raises(ValidationError) as refused:
        parties.decline(found.seat(1), reason="", by=found.coordinators[1])
    assert list(refused.value.message_dict) == ["reason"]
    parties.decline(found.seat(1), reason="Sin presupuesto", by=found.coordinators[1])
    assert (found.seat(1).state, Task.objects.open().count()) == ("declined", 0)
    seat = parties.invite(found.alliance, organisation=found.cities[1], by=found.by)
    assert (seat.pk, seat.state, seat.answered_by) == (found.seat(1).pk, "invited", None)
    assert Task.objects.open().get().organisation == found.cities[1]
    assert AllianceDecision.objects.get(verb="decline").reason == "Sin presupuesto"


def test_there_is_room_for_as_many_as_the_methodology_says_and_nobody_sits_twice(in_english: None) -> None:
    found = running(pack_text(at_most=3))
    third = CityFactory()
    parties.invite(found.alliance, organisation=third, by=found.by)
    for organisation, said in [
        (third, "It is invited, or takes part, already."),
        (CityFactory(), "The methodology is made for 3 parties at most."),
    ]:
        with pytest.raises(ValidationError) as refused:
            parties.invite(found.alliance, organisation=organisation, by=found.by)
        assert refused.value.message_dict == {"organisation": [said]}
    assert found.alliance.seats.count() == 3


def test_whoever_leaves_stays_in_what_it_signed() -> None:
    found = running(cities=3)
    agreement = AgreementFactory(alliance=found.alliance, state="signed")
    for city in found.cities:
        AgreementPartyFactory(agreement=agreement, organisation=city, signed_by="Alcaldesa Inventada")
    for on, at_fault in [(dt.date(2999, 1, 1), "on"), (dt.date(2000, 1, 1), "on")]:
        with pytest.raises(ValidationError) as refused:
            parties.leave(found.seat(2), reason="Nuevo gobierno", on=on, by=found.coordinators[2])
        assert list(refused.value.message_dict) == [at_fault]
    seat = parties.leave(found.seat(2), reason="Nuevo gobierno", on=None, by=found.coordinators[2])
    assert (seat.state, seat.left_because, seat.left_on is not None) == ("left", "Nuevo gobierno", True)
    assert AgreementParty.objects.filter(agreement=agreement, signed_by="Alcaldesa Inventada").count() == 3
    told = {one.user for one in Notice.objects.filter(kind="alliance.left")}
    assert told == {found.secretary, *found.coordinators[:2]}
    with pytest.raises(ValidationError):
        parties.align(seat, plan=PlanFactory(organisation=found.cities[2]), statements={}, by=found.coordinators[2])


def test_people_work_for_their_own_city_in_a_role_of_the_methodology() -> None:
    found = running()
    person = PersonFactory(organisation=found.cities[0])
    for wrong, at_fault in [
        ({"role": "none", "person": person}, "role"),
        ({"role": "coordination", "person": PersonFactory()}, "person"),
    ]:
        with pytest.raises(ValidationError) as refused:
            parties.assign_person(found.seat(0), **wrong, by=found.by)
        assert list(refused.value.message_dict) == [at_fault]
    assigned = parties.assign_person(found.seat(0), person=person, role="coordination", by=found.by)
    with pytest.raises(ValidationError):
        parties.assign_person(found.seat(0), person=person, role="coordination", by=found.by)
    parties.remove_person(assigned, by=found.by)
    assert SeatPerson.objects.count() == 0


def test_an_alliance_fits_the_plans_of_its_parties_said_anew_each_time() -> None:
    found = running()
    plan = PlanFactory(organisation=found.cities[0])
    parties.align(found.seat(0), plan=plan, statements={"es": "Eje 1"}, by=found.by)
    aligned = parties.align(found.seat(0), plan=plan, statements={"es": "Eje 2"}, by=found.by)
    assert list(SeatAlignment.objects.values_list("pk", "statements")) == [(aligned.pk, {"es": "Eje 2"})]
    with pytest.raises(ValidationError) as refused:
        parties.align(found.seat(0), plan=PlanFactory(), statements={}, by=found.by)
    assert list(refused.value.message_dict) == ["plan"]
    parties.remove_alignment(aligned, by=found.by)
    assert SeatAlignment.objects.count() == 0
