"""Bodies and fees: a secretary keeps them, an auditor reads them, another network finds nothing."""

from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from moneyed import Money
from tests.factories.actors import CityFactory, NetworkMemberFactory, PersonFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import Body, BodyMember, Fee, NetworkMember
from entreciudades.core.models import AuditEvent

OFFICE = "/office/ucci/"


@pytest.fixture
def office(cast: Cast, sign_in: As) -> Client:
    return sign_in(cast.secretary)


@pytest.fixture
def member(cast: Cast) -> NetworkMember:
    return NetworkMember.objects.get(network=cast.ucci, organisation=cast.la_paz)


def euros(amount: str) -> Money:
    return Money(amount, "EUR")


def fee(member: NetworkMember, period: str = "2026", due: str = "100", **more: object) -> Fee:
    return Fee.objects.create(member=member, period=period, due_amount=Decimal(due), currency="EUR", **more)


def test_a_fee_is_entered_and_then_paid(office: Client, member: NetworkMember) -> None:
    form = {"member": member.pk, "period": "2026", "due_amount": "1.250,50", "currency": "EUR", "due_on": "2026-03-31"}
    assert office.post(f"{OFFICE}members/fees/add/", form).status_code == 302
    made = Fee.objects.get()
    assert (made.due, made.owed, made.paid) == (euros("1250.50"), euros("1250.50"), None)

    page = office.post(f"{OFFICE}members/fees/{made.pk}/", form | {"paid_amount": "1000"})
    assert page.context["form"].non_field_errors() == ["Escriba las dos cosas, cuánto se pagó y qué día, o ninguna."]
    assert Fee.objects.get().paid is None

    paid = form | {"paid_amount": "1000", "paid_on": "2026-03-02"}
    assert office.post(f"{OFFICE}members/fees/{made.pk}/", paid).status_code == 302
    assert Fee.objects.get().owed == euros("250.50")
    verbs = list(AuditEvent.objects.filter(verb__startswith="fee.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["fee.added", "fee.changed"]


def test_one_fee_a_period_and_nothing_below_zero(office: Client, member: NetworkMember) -> None:
    fee(member)
    form = {"member": member.pk, "period": "2026", "due_amount": "-1", "currency": "EUR"}
    page = office.post(f"{OFFICE}members/fees/add/", form)
    assert "due_amount" in page.context["form"].errors
    page = office.post(f"{OFFICE}members/fees/add/", form | {"due_amount": "5"})
    assert page.status_code == 200
    assert Fee.objects.count() == 1


@time_machine.travel("2026-06-01")
def test_the_register_tells_due_paid_and_owed_by_period(office: Client, member: NetworkMember) -> None:
    fee(member, "2025", "80", paid_amount=Decimal(90), paid_on="2025-05-01")
    fee(member, "2026", "100", due_on="2026-03-31")
    other = NetworkMemberFactory(network=member.network)
    fee(other, "2026", "50", paid_amount=Decimal(20), paid_on="2026-01-01", due_on="2026-12-31")

    every = office.get(f"{OFFICE}fees/")
    assert [every.context[key] for key in ("due", "paid", "owed")] == [(euros(n),) for n in ("230", "110", "130")]
    of_2026 = office.get(f"{OFFICE}fees/?period=2026&show=unpaid")
    assert {(row.due_amount, row.is_late) for row in of_2026.context["page"]} == {(100, True), (50, False)}
    assert len(office.get(f"{OFFICE}fees/?period=2025&show=unpaid").context["page"].object_list) == 0


@pytest.mark.parametrize("page", ["fees/", "bodies/"])
def test_one_row_or_three_ask_as_often(page: str, office: Client, member: NetworkMember) -> None:
    body = Body.objects.create(network=member.network, kind="assembly", names={"es": "Asamblea"})

    def add_row() -> None:
        one = NetworkMemberFactory(network=member.network)
        fee(one)
        person = PersonFactory(organisation=one.organisation)
        BodyMember.objects.create(body=body, organisation=one.organisation, person=person)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(OFFICE + page).status_code == 200
        return len(asked)

    add_row()
    one = queries()
    add_row()
    add_row()
    assert queries() == one


def test_a_person_sits_only_for_their_own_organisation(office: Client, cast: Cast, member: NetworkMember) -> None:
    body = Body.objects.create(network=cast.ucci, kind="steering", names={"es": "Comité"})
    other = NetworkMemberFactory(network=cast.ucci)
    stranger = PersonFactory(organisation=other.organisation)
    form = {"body": body.pk, "organisation": cast.la_paz.pk, "person": stranger.pk}
    assert list(office.post(f"{OFFICE}members/seats/add/", form).context["form"].errors) == ["person"]
    assert office.post(f"{OFFICE}members/seats/add/", form | {"organisation": other.organisation_id}).status_code == 302
    assert "Comité" in office.get(f"{OFFICE}bodies/").content.decode()


def test_the_second_network_finds_nothing(cast: Cast, sign_in: As, member: NetworkMember) -> None:
    made = fee(member)
    body = Body.objects.create(network=cast.ucci, kind="steering", names={"es": "Comité"})
    second = sign_in(cast.second_secretary)
    for page in ("fees/", "bodies/", "members/fees/", f"members/fees/{made.pk}/", f"members/bodies/{body.pk}/"):
        assert second.get(OFFICE + page).status_code == 403
    assert second.get(f"/office/puertos/members/fees/{made.pk}/").status_code == 404
    assert second.get(f"/office/puertos/members/bodies/{body.pk}/").status_code == 404
    outsider = PersonFactory(organisation=CityFactory())
    assert str(outsider.name) not in second.get("/office/puertos/members/seats/add/").content.decode()


def test_a_member_with_fees_is_not_removed(office: Client, member: NetworkMember) -> None:
    fee(member)
    page = office.post(f"{OFFICE}members/members/{member.pk}/remove/")
    assert page.status_code == 409
    assert NetworkMember.objects.filter(pk=member.pk).exists()
