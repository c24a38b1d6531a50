"""Exchanges as their services keep them: caps, parties, days, the minute that is asked for."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.actors import PersonFactory
from tests.factories.exchanges import exchange_of, held_exchange_of, in_days, travelling
from tests.factories.lives import running

from entreciudades.core.errors import MoveRefused
from entreciudades.exchanges.forgetting import forget_old_travellers
from entreciudades.exchanges.models import Exchange, ExchangeGuest, Traveller
from entreciudades.exchanges.models.exchange import ExchangeKind
from entreciudades.exchanges.services.exchanges import (
    cancel_exchange,
    hold_exchange,
    keep_exchange,
    plan_exchange_again,
)
from entreciudades.exchanges.services.minutes import ask_for_minutes, write_minute
from entreciudades.exchanges.services.travellers import keep_traveller
from entreciudades.methodologies.vocabulary import EXCHANGE_KINDS
from entreciudades.notices.models import Notice, Task
from entreciudades.processes.erasure import erase

pytestmark = pytest.mark.django_db


def test_kinds_are_those_that_packs_may_name() -> None:
    assert set(ExchangeKind.values) == set(EXCHANGE_KINDS)


def test_the_other_party_is_told_of_a_planned_exchange_and_of_its_new_days() -> None:
    found = travelling()
    one = exchange_of(found)
    keep_exchange(one, people={found.cities[1]: 2}, seat=found.seat(0), by=found.by)  # nothing changed: nobody is told
    one.starts = in_days(11)
    keep_exchange(one, people={found.cities[1]: 2}, seat=found.seat(0), by=found.by)
    told = Notice.objects.filter(user=found.coordinators[1], kind__startswith="exchange.").order_by("pk")
    assert [row.kind for row in told] == ["exchange.planned", "exchange.changed"]
    assert (
        told[0].path
        == f"/desk/organisations/{found.cities[1].slug}/alliances/{found.alliance.slug}/exchanges/{one.pk}/"
    )
    assert not Notice.objects.filter(user=found.by, kind__startswith="exchange.").exists()


def test_a_sixth_traveller_is_refused_with_what_is_allowed() -> None:
    found = travelling()
    with pytest.raises(ValidationError) as refused:
        exchange_of(found, guests={1: 6})
    assert list(refused.value.message_dict) == ["guests"]
    assert "6" in refused.value.message_dict["guests"][0]
    assert "5" in refused.value.message_dict["guests"][0]
    assert Exchange.objects.count() == 0
    assert exchange_of(found, guests={1: 6}, kind="workshop").guests.get().people == 6  # caps are those of visits


def test_a_fourth_visit_is_refused_until_one_is_cancelled() -> None:
    found = travelling()
    first, *_others = [exchange_of(found) for _number in range(3)]
    with pytest.raises(ValidationError) as refused:
        exchange_of(found)
    assert list(refused.value.message_dict) == ["kind"]
    exchange_of(found, kind="training")
    cancel_exchange(first, reason="Elecciones", seat=found.seat(0), by=found.by)
    exchange_of(found)
    with pytest.raises(ValidationError):
        plan_exchange_again(first, seat=found.seat(0), by=found.by)


def test_without_caps_any_number_may_come() -> None:
    found = running()
    assert exchange_of(found, guests={1: 40}).guests.get().people == 40


def test_only_parties_meet_and_the_host_does_not_travel() -> None:
    found, others = travelling(), travelling()
    for people, host, field in (
        ({others.cities[0]: 1}, found.cities[0], "guests"),
        ({found.cities[1]: 1}, others.cities[0], "host"),
        ({found.cities[0]: 1, found.cities[1]: 1}, found.cities[0], "host"),
        ({}, found.cities[0], "guests"),
    ):
        with pytest.raises(ValidationError) as refused:
            keep_exchange(
                Exchange(kind="visit", titles={"es": "Visita"}, host=host),
                people=people,
                seat=found.seat(0),
                by=found.by,
            )
        assert list(refused.value.message_dict) == [field]
    assert Exchange.objects.count() == 0


def test_it_is_not_held_before_its_day_or_without_one() -> None:
    found = travelling()
    for days in ({"starts": None, "ends": None}, {"starts": in_days(1), "ends": None}):
        one = exchange_of(found, kind="meeting", **days)
        with pytest.raises(ValidationError) as refused:
            hold_exchange(one, seat=found.seat(0), by=found.by)
        assert list(refused.value.message_dict) == ["starts"]
    one = exchange_of(found, kind="meeting", starts=in_days(0), ends=None)
    assert hold_exchange(one, seat=found.seat(0), by=found.by).ends == in_days(0)
    with pytest.raises(MoveRefused):
        cancel_exchange(one, reason="Tarde", seat=found.seat(0), by=found.by)


def test_the_database_knows_that_it_ends_after_it_begins_and_why_it_was_cancelled() -> None:
    one = exchange_of(travelling())
    for wrong in ({"ends": in_days(9)}, {"state": "cancelled"}, {"reason": "Sin motivo"}, {"kind": "party"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exchange.objects.filter(pk=one.pk).update(**wrong)


def test_the_host_is_asked_for_the_minute_until_it_is_there() -> None:
    found = travelling()
    one = held_exchange_of(found)
    task = Task.objects.get(kind="exchange.minute")
    assert (task.organisation, task.due) == (found.cities[0], in_days(14))
    assert not Exchange.objects.minuted().exists()
    write_minute(one, "es", "  \n", expected_version=0, seat=found.seat(1), by=found.coordinators[1])
    assert not Exchange.objects.minuted().exists()
    write_minute(one, "es", "Se acordó todo.", expected_version=1, seat=found.seat(1), by=found.coordinators[1])
    assert Exchange.objects.minuted().get() == one
    assert Exchange.objects.with_minute().get().has_minute is True
    task.refresh_from_db()
    assert task.done_by == found.coordinators[1]


def test_who_forgets_to_say_that_it_was_held_is_asked_once() -> None:
    found = travelling()
    one = exchange_of(found)
    assert ask_for_minutes() == 0
    with time_machine.travel(dt.datetime.combine(in_days(13), dt.time(9), tzinfo=dt.UTC)):
        assert ask_for_minutes() == 1
        Task.objects.filter(kind="exchange.minute").update(done_at=dt.datetime.now(tz=dt.UTC))
        assert ask_for_minutes() == 0
    assert Task.objects.get(kind="exchange.minute").object_id == one.pk


def test_whoever_wrote_the_minute_and_said_nothing_is_asked_until_it_was_held() -> None:
    found = travelling()
    one = exchange_of(found, starts=in_days(-3), ends=in_days(-2))
    write_minute(one, "es", "Se acordó todo.", expected_version=0, seat=found.seat(0), by=found.by)
    assert ask_for_minutes() == 1
    hold_exchange(one, seat=found.seat(0), by=found.by)
    assert Task.objects.open().filter(kind="exchange.minute").count() == 0


def test_whoever_is_erased_travelled_without_a_name() -> None:
    found = travelling()
    person = PersonFactory(organisation=found.cities[1], name="Inés Inventada", email="ines@example.org")
    guest = exchange_of(found).guests.get()
    keep_traveller(
        Traveller(guest=guest, person=person, expertise="drenaje"), seat=found.seat(1), by=found.coordinators[1]
    )
    erase("ines@example.org", by=None)
    assert (Traveller.objects.count(), ExchangeGuest.objects.get().people) == (0, 2)


def test_a_name_more_than_was_said_makes_one_more_traveller_within_the_cap() -> None:
    found = travelling()
    guest = exchange_of(found, guests={1: 1}).guests.get()
    for number in range(5):
        keep_traveller(Traveller(guest=guest, name=f"Persona {number}"), seat=found.seat(1), by=found.coordinators[1])
    assert ExchangeGuest.objects.get().people == 5
    with pytest.raises(ValidationError):
        keep_traveller(Traveller(guest=guest, name="Persona 6"), seat=found.seat(1), by=found.coordinators[1])
    with pytest.raises(ValidationError):  # the host names nobody of another city
        keep_traveller(Traveller(guest=guest, name="Otra"), seat=found.seat(0), by=found.by)
    with pytest.raises(ValidationError):  # neither a person nor a name
        keep_traveller(Traveller(guest=guest), seat=found.seat(1), by=found.coordinators[1])
    assert Traveller.objects.count() == 5


def test_names_are_forgotten_after_two_years_and_numbers_stay() -> None:
    found = travelling()
    one = held_exchange_of(found)
    keep_traveller(
        Traveller(guest=one.guests.get(), name="Inés Inventada"), seat=found.seat(1), by=found.coordinators[1]
    )
    assert forget_old_travellers(in_days(700)) == 0
    assert forget_old_travellers(in_days(721)) == 1
    assert Traveller.objects.count() == 0
    assert ExchangeGuest.objects.get().people == 2
