"""Figures and money in the words of each language; totals per currency."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from moneyed import Money

from entreciudades.core.figures import Qualifier, format_figure
from entreciudades.core.models import Figure
from entreciudades.core.money import (
    MoneyProperty,
    amount_column,
    currency_column,
    format_money,
    paired,
    totals_by_currency,
)


@pytest.mark.parametrize(
    ("value", "qualifier", "spanish", "portuguese", "english"),
    [
        ("370000", "over", "más de 370.000", "mais de 370.000", "over 370,000"),
        ("600000.0000", "about", "cerca de 600.000", "cerca de 600.000", "about 600,000"),
        ("30", "under", "menos de 30", "menos de 30", "under 30"),
        ("3020.5", "exact", "3.020,5", "3.020,5", "3,020.5"),
    ],
)
def test_a_figure_in_words(value: str, qualifier: str, spanish: str, portuguese: str, english: str) -> None:
    said = [format_figure(Decimal(value), qualifier, language) for language in ("es", "pt", "en")]
    assert said == [spanish, portuguese, english]


def test_money_in_words() -> None:
    money = Money("1250.5", "EUR")
    assert format_money(money, "es") == "1.250,50\xa0€"
    assert format_money(money, "en") == "€1,250.50"
    assert format_money(Money(12500, "BRL"), "pt") == "R$\xa012.500,00"


class Measured(Figure):
    cost_amount = amount_column()
    cost_currency = currency_column()
    cost = MoneyProperty("cost_amount", "cost_currency")

    class Meta(Figure.Meta):
        app_label = "core_tests"
        constraints = [*Figure.Meta.constraints, paired("cost_amount", "cost_currency", name="measured_cost")]


@pytest.fixture
def measured(transactional_db: None) -> type[Measured]:
    with connection.schema_editor() as editor:
        editor.create_model(Measured)
    yield Measured
    with connection.schema_editor() as editor:
        editor.delete_model(Measured)


def test_a_total_is_per_currency(measured: type[Measured]) -> None:
    for money in (Money("10.25", "EUR"), Money(5, "EUR"), Money(70, "BOB"), None):
        row = measured(value=1, source="The budget of 2017")
        row.cost = money
        row.save()
    assert totals_by_currency(measured.objects.all(), "cost_amount", "cost_currency") == (
        Money(70, "BOB"),
        Money("15.25", "EUR"),
    )
    assert [row.cost for row in measured.objects.order_by("id")][2:] == [Money(70, "BOB"), None]


@pytest.mark.parametrize(
    "wrong",
    [{"source": ""}, {"qualifier": "roughly"}, {"cost_amount": 3}, {"cost_currency": "EUR"}],
)
def test_the_database_refuses_half_a_fact(measured: type[Measured], wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        measured.objects.create(**{"value": 1, "source": "The budget of 2017", **wrong})
    assert measured.objects.count() == 0


def test_a_row_says_its_own_figure() -> None:
    row = Measured(value=Decimal(925000), qualifier=Qualifier.ABOUT, unit="inhabitants", source="The city")
    assert row.format("es") == "cerca de 925.000"
