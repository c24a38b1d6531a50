"""Products: handed in, validated by whoever receives them, returned, published once all agree."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from tests.factories.exchanges import handed_in_of, held_exchange_of, product_of, travelling

from entreciudades.core.errors import MoveRefused
from entreciudades.exchanges.models import Product
from entreciudades.exchanges.services.products import (
    add_file,
    agree_to_publish,
    disagree_to_publish,
    hand_in,
    keep_product,
    return_product,
    take_back,
    validate_product,
)
from entreciudades.notices.models import Notice, Task

pytestmark = pytest.mark.django_db


def test_only_the_city_that_receives_it_validates_and_it_is_asked_to() -> None:
    found = travelling(cities=3)
    one = handed_in_of(found)
    task = Task.objects.get(kind="product.validate")
    assert task.organisation == found.cities[1]
    for place in (0, 2):
        with pytest.raises(ValidationError):
            validate_product(one, seat=found.seat(place), by=found.coordinators[place])
    one = validate_product(one, seat=found.seat(1), by=found.coordinators[1])
    reception = one.receptions.get()
    assert (one.state, reception.answered_by) == ("validated", found.coordinators[1])
    task.refresh_from_db()
    assert task.done_by == found.coordinators[1]
    assert set(Notice.objects.filter(kind="product.validated").values_list("user", flat=True)) == {
        found.coordinators[0].pk,
        found.coordinators[2].pk,
    }


def test_it_is_validated_once_all_that_receive_it_have_said_so() -> None:
    found = travelling(cities=3)
    one = handed_in_of(found, receives=(1, 2))
    assert validate_product(one, seat=found.seat(1), by=found.coordinators[1]).state == "handed-in"
    assert validate_product(one, seat=found.seat(2), by=found.coordinators[2]).state == "validated"


def test_one_that_is_returned_says_why_and_is_handed_in_again() -> None:
    found = travelling(cities=3)
    one = handed_in_of(found, receives=(1, 2))
    validate_product(one, seat=found.seat(1), by=found.coordinators[1])
    with pytest.raises(ValidationError):
        return_product(one, reason=" ", seat=found.seat(2), by=found.coordinators[2])
    one = return_product(one, reason="Faltan los planos.", seat=found.seat(2), by=found.coordinators[2])
    assert one.state == "returned"
    assert dict(one.receptions.values_list("state", "reason")) == {"validated": "", "returned": "Faltan los planos."}
    assert not Task.objects.open().filter(kind="product.validate").exists()
    one.titles = {"es": "Plan de drenaje con planos"}
    keep_product(one, receivers=found.cities[1:], links={"makers": [found.cities[0]]}, seat=found.seat(0), by=found.by)
    one = hand_in(one, seat=found.seat(0), by=found.by)
    assert list(one.receptions.values_list("state", "reason", "answered_by")) == [("waiting", "", None)] * 2


def test_what_was_handed_in_stays_as_it_is_until_it_is_taken_back() -> None:
    found = travelling()
    one = handed_in_of(found)
    with pytest.raises(ValidationError):
        keep_product(
            one, receivers=found.cities[1:], links={"makers": found.cities[:1]}, seat=found.seat(0), by=found.by
        )
    with pytest.raises(ValidationError):
        add_file(one, SimpleUploadedFile("plan.txt", b"Plan"), seat=found.seat(0), by=found.by)
    with pytest.raises(MoveRefused):
        hand_in(one, seat=found.seat(0), by=found.by)
    one = take_back(one, seat=found.seat(0), by=found.by)
    assert add_file(one, SimpleUploadedFile("plan.txt", b"Plan"), seat=found.seat(0), by=found.by).name == "plan.txt"
    assert not Task.objects.open().filter(kind="product.validate").exists()


def test_nothing_to_look_at_is_not_handed_in() -> None:
    found = travelling()
    one = product_of(found, descriptions={})
    with pytest.raises(ValidationError):
        hand_in(one, seat=found.seat(0), by=found.by)
    add_file(one, SimpleUploadedFile("plan.txt", b"Plan"), seat=found.seat(0), by=found.by)
    assert hand_in(one, seat=found.seat(0), by=found.by).state == "handed-in"


def test_it_is_public_once_makers_and_receivers_agree_and_until_one_does_no_longer() -> None:
    found = travelling(cities=3)
    one = handed_in_of(found)
    with pytest.raises(ValidationError):
        agree_to_publish(one, seat=found.seat(0), by=found.by)
    validate_product(one, seat=found.seat(1), by=found.coordinators[1])
    assert agree_to_publish(one, seat=found.seat(0), by=found.by).published is False
    with pytest.raises(ValidationError):
        agree_to_publish(one, seat=found.seat(2), by=found.coordinators[2])
    assert agree_to_publish(one, seat=found.seat(1), by=found.coordinators[1]).published is True
    assert disagree_to_publish(one, seat=found.seat(0), by=found.by).published is False
    agree_to_publish(one, seat=found.seat(0), by=found.by)
    one = return_product(one, reason="Hay un error.", seat=found.seat(1), by=found.coordinators[1])
    assert (one.published, one.consents.count()) == (False, 0)


def test_makers_and_receivers_are_parties_and_the_exchange_is_theirs() -> None:
    found, others = travelling(), travelling()
    theirs = held_exchange_of(others)
    for said, field in (
        ({"receivers": others.cities}, "receivers"),
        ({"receivers": []}, "receivers"),
        ({"links": {"makers": others.cities}}, "makers"),
        ({"links": {"makers": []}}, "makers"),
    ):
        what = {"receivers": found.cities[1:], "links": {"makers": found.cities[:1]}} | said
        with pytest.raises(ValidationError) as refused:
            keep_product(Product(titles={"es": "Plan"}), **what, seat=found.seat(0), by=found.by)
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError) as refused:
        product_of(found, exchange=theirs)
    assert list(refused.value.message_dict) == ["exchange"]
    assert Product.objects.count() == 0


def test_what_a_source_tells_needs_no_alliance_and_what_nobody_tells_needs_one() -> None:
    found = travelling()
    told = Product.objects.create(
        slug="catalogo", network=found.network, titles={"es": "Catálogo"}, state="told", source="Fuente", published=True
    )
    assert told.is_told
    for wrong in ({"source": ""}, {"state": "drafted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.filter(pk=told.pk).update(**wrong)
    one = product_of(found)
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=one.pk).update(published=True)
