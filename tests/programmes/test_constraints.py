"""What must never be, the database itself refuses."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from moneyed import Money
from tests.factories.actors import CityFactory, MembershipFactory
from tests.factories.programmes import (
    ActivityFactory,
    MatrixChangeFactory,
    PartnerFactory,
    PlanAlignmentFactory,
    ProgrammeDepartmentFactory,
    ProgrammeFactory,
    ProgrammeFigureFactory,
    ProgrammePracticeFactory,
    StrategicLineFactory,
    SynergyActionFactory,
)

from entreciudades.core.money import totals_by_currency
from entreciudades.programmes.models import Activity, Partner, Programme
from entreciudades.programmes.services import keep_part

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [
        lambda: ActivityFactory(cost_amount=10),
        lambda: ActivityFactory(cost_currency="EUR"),
        lambda: ActivityFactory(cost_amount=-1, cost_currency="EUR"),
        lambda: ProgrammeFigureFactory(source=""),
    ],
)
def test_facts_that_come_together_are_not_half_there_and_no_cost_is_negative(make: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (PartnerFactory, ("programme", "organisation")),
        (PlanAlignmentFactory, ("programme", "plan")),
        (ProgrammeDepartmentFactory, ("programme", "department")),
        (ProgrammeFactory, ("slug",)),
        (ProgrammePracticeFactory, ("programme", "practice")),
        (StrategicLineFactory, ("programme", "number")),
        (SynergyActionFactory, ("line", "actor", "position")),
    ],
)
def test_what_there_is_once_is_not_there_twice(factory: Any, fields: tuple[str, ...]) -> None:
    first = factory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**{field: getattr(first, field) for field in fields})


def test_one_department_coordinates_and_many_take_part() -> None:
    programme = ProgrammeFactory()
    for task in ("coordinates", "supports", "supports", "involved", "involved"):
        ProgrammeDepartmentFactory(programme=programme, task=task)
    ProgrammeDepartmentFactory(task="coordinates")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeDepartmentFactory(programme=programme, task="coordinates")


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (CityFactory, "form"),
        (MembershipFactory, "role"),
        (MatrixChangeFactory, "kind"),
        (PartnerFactory, "partner_as"),
        (ProgrammeDepartmentFactory, "task"),
    ],
)
def test_a_word_that_no_rule_knows_is_refused(factory: Any, field: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**{field: "mayor"})


def test_a_state_that_no_rule_knows_is_refused() -> None:
    programme = ProgrammeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(state="lost", published_at=timezone.now())


def test_who_holds_a_programme_is_no_partner_of_its_own() -> None:
    programme = ProgrammeFactory()
    with pytest.raises(ValidationError) as refused:
        keep_part(Partner(programme=programme, organisation=programme.holder, partner_as="city"), by=None)
    assert set(refused.value.message_dict) == {"organisation"}
    assert Partner.objects.count() == 0


def test_costs_are_totalled_by_currency_and_never_mixed() -> None:
    line = StrategicLineFactory()
    for cost in (Money(10, "EUR"), Money("2.5", "EUR"), Money(7, "BOB"), None):
        activity = ActivityFactory.build(line=line)
        activity.cost = cost
        activity.save()
    assert totals_by_currency(Activity.objects.all(), "cost_amount", "cost_currency") == (
        Money(7, "BOB"),
        Money("12.5", "EUR"),
    )
