"""Amounts with their currency. A total is a query, per currency: unlike currencies are never added.

class Activity(models.Model):
    cost_amount = amount_column()
    cost_currency = currency_column()
    cost = MoneyProperty("cost_amount", "cost_currency")

    class Meta:
        constraints = [
            paired("cost_amount", "cost_currency", name="activity_cost_with_currency"),
            not_negative("cost_amount", name="activity_cost_not_negative"),
        ]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from babel.numbers import format_currency
from django.db import models
from django.db.models import Q, Sum
from moneyed import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.utils.functional import Promise


def amount_column(**options: Any) -> Any:
    """Return the column of an amount; four decimals hold every currency in use."""
    return models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True, **options)


def currency_column(**options: Any) -> Any:
    """Return the column of a currency, by its ISO 4217 code."""
    return models.CharField(max_length=3, null=True, blank=True, **options)


def paired(*columns: str, name: str, otherwise: Promise | str | None = None) -> models.CheckConstraint:
    """Return the constraint that columns are all null or none is; `otherwise` is what people read who enter one."""
    none = Q(*((f"{column}__isnull", True) for column in columns))
    every = Q(*((f"{column}__isnull", False) for column in columns))
    said: Any = otherwise  # lazy texts are of a type that the stubs keep to themselves
    return models.CheckConstraint(condition=none | every, name=name, violation_error_message=said)


def not_negative(column: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint that an amount, where there is one, is zero or more."""
    return models.CheckConstraint(condition=Q((f"{column}__isnull", True)) | Q((f"{column}__gte", 0)), name=name)


class MoneyProperty:
    """Reads and writes two columns of a model as one Money, or None."""

    def __init__(self, amount: str, currency: str) -> None:
        self.amount = amount
        self.currency = currency

    @overload
    def __get__(self, obj: None, owner: type) -> MoneyProperty: ...
    @overload
    def __get__(self, obj: models.Model, owner: type) -> Money | None: ...
    def __get__(self, obj: models.Model | None, owner: type) -> MoneyProperty | Money | None:
        """Return the money of a row; the property itself on the class."""
        if obj is None:
            return self
        amount, currency = getattr(obj, self.amount), getattr(obj, self.currency)
        return None if amount is None or currency is None else Money(amount, currency)

    def __set__(self, obj: models.Model, value: Money | None) -> None:
        """Set both columns."""
        setattr(obj, self.amount, None if value is None else value.amount)
        setattr(obj, self.currency, None if value is None else value.currency.code)


def totals_by_currency(queryset: QuerySet[Any], amount: str, currency: str) -> tuple[Money, ...]:
    """Return one total per currency, by code; rows without an amount do not count."""
    rows = queryset.filter(**{f"{amount}__isnull": False}).order_by(currency).values_list(currency)
    return tuple(Money(total, code) for code, total in rows.annotate(total=Sum(amount)))


def summed(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Return the same of amounts that have been read already."""
    totals: dict[str, Money] = {}
    for one in amounts:
        code = one.currency.code
        totals[code] = totals[code] + one if code in totals else one
    return tuple(totals[code] for code in sorted(totals))


def format_money(money: Money, language: str) -> str:
    """Return it as written in ``language``: "1.250,50 €"."""
    return format_currency(money.amount, money.currency.code, locale=language.replace("-", "_"))
