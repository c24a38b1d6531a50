"""What one city gave another: recorded by one side, confirmed or remarked on by the other."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.exchanges import confirmed_giving_of, giving_of, travelling

from entreciudades.core.errors import MoveRefused
from entreciudades.exchanges.models import Giving
from entreciudades.exchanges.services.givings import (
    agree_to_tell,
    confirm_giving,
    disagree_to_tell,
    is_told,
    keep_giving,
    remark_on_giving,
    remove_giving,
)
from entreciudades.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_the_other_side_confirms_and_nobody_else() -> None:
    found = travelling(cities=3)
    one = giving_of(found)
    for place in (0, 2):
        with pytest.raises(ValidationError):
            confirm_giving(one, seat=found.seat(place), by=found.coordinators[place])
    one = confirm_giving(one, seat=found.seat(1), by=found.coordinators[1])
    assert (one.state, one.answered_by) == ("confirmed", found.coordinators[1])
    with pytest.raises(MoveRefused):
        confirm_giving(one, seat=found.seat(1), by=found.coordinators[1])
    told = Notice.objects.filter(kind__startswith="giving.").order_by("pk").values_list("kind", "user")
    assert list(told) == [("giving.recorded", found.coordinators[1].pk), ("giving.confirmed", found.by.pk)]


def test_the_receiving_side_may_record_it_and_then_the_giver_confirms() -> None:
    found = travelling()
    row = Giving(
        giver=found.cities[0], receiver=found.cities[1], kind="hosting", words={"es": "Alojó"}, given_on="2026"
    )
    one = keep_giving(row, seat=found.seat(1), by=found.coordinators[1])
    assert one.answers == found.cities[0].pk
    assert confirm_giving(one, seat=found.seat(0), by=found.by).is_confirmed


def test_a_remark_stands_until_it_is_corrected_and_then_confirmed() -> None:
    found = travelling()
    one = giving_of(found)
    with pytest.raises(ValidationError):
        remark_on_giving(one, remark=" ", seat=found.seat(1), by=found.coordinators[1])
    one = remark_on_giving(one, remark="Fueron dos días.", seat=found.seat(1), by=found.coordinators[1])
    assert (one.state, one.remark) == ("remarked", "Fueron dos días.")
    one.amount = 2
    one = keep_giving(one, seat=found.seat(0), by=found.by)
    assert (one.state, one.remark, one.answered_by) == ("recorded", "", None)
    assert confirm_giving(one, seat=found.seat(1), by=found.coordinators[1]).amount == 2


def test_nobody_records_for_others_or_with_whom_takes_no_part() -> None:
    found, others = travelling(cities=3), travelling()
    said = {"kind": "time", "words": {"es": "Tiempo"}, "given_on": "2026"}
    for giver, receiver, field in (
        (found.cities[1], found.cities[2], "giver"),
        (found.cities[0], others.cities[0], "receiver"),
    ):
        with pytest.raises(ValidationError) as refused:
            keep_giving(Giving(giver=giver, receiver=receiver, **said), seat=found.seat(0), by=found.by)
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError) as refused:
        giving_of(found, supporters=(0,))
    assert list(refused.value.message_dict) == ["supporters"]
    with pytest.raises(ValidationError):
        giving_of(found, receiver=0)
    with pytest.raises(ValidationError):
        giving_of(found, unit="")
    assert Giving.objects.count() == 0


def test_what_is_confirmed_is_not_taken_away() -> None:
    found = travelling()
    one = giving_of(found)
    with pytest.raises(ValidationError):
        remove_giving(one, seat=found.seat(1), by=found.coordinators[1])
    remove_giving(one, seat=found.seat(0), by=found.by)
    assert Giving.objects.count() == 0
    with pytest.raises(ValidationError):
        remove_giving(confirmed_giving_of(found), seat=found.seat(0), by=found.by)


def test_the_database_knows_two_sides_an_amount_with_its_unit_and_who_answered() -> None:
    found = travelling(cities=3)
    one = giving_of(found)
    for wrong in (
        {"receiver": found.cities[0]},
        {"unit": ""},
        {"amount": None},
        {"state": "confirmed"},
        {"remark": "Sin respuesta"},
        {"recorded_for": found.cities[2]},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Giving.objects.filter(pk=one.pk).update(**wrong)


def test_it_is_told_once_every_party_agrees() -> None:
    found = travelling(cities=3)
    for place in (0, 1):
        agree_to_tell(found.seat(place), by=found.coordinators[place])
    assert is_told(found.alliance) is False
    agree_to_tell(found.seat(2), by=found.coordinators[2])
    assert is_told(found.alliance) is True
    disagree_to_tell(found.seat(0), by=found.by)
    assert is_told(found.alliance) is False
