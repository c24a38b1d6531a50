"""The states of an exchange, of a product and of what was given, each a table with one mover."""

from django.db import models
from django.utils.translation import pgettext_lazy

from entreciudades.core.states import StateTable, arrow


class ExchangeState(models.TextChoices):
    """From its plan to its end."""

    PLANNED = "planned", pgettext_lazy("exchange", "planned")
    HELD = "held", pgettext_lazy("exchange", "held")
    CANCELLED = "cancelled", pgettext_lazy("exchange", "cancelled")


EXCHANGE = StateTable(
    {
        "hold": arrow(ExchangeState.PLANNED, to=ExchangeState.HELD),
        "cancel": arrow(ExchangeState.PLANNED, to=ExchangeState.CANCELLED),
        "plan-again": arrow(ExchangeState.CANCELLED, ExchangeState.HELD, to=ExchangeState.PLANNED),
    },
    initial=ExchangeState.PLANNED,
)


class ProductState(models.TextChoices):
    """Of a product. One that a source tells, and that nobody handed in here, is told."""

    TOLD = "told", pgettext_lazy("product", "on record")
    DRAFTED = "drafted", pgettext_lazy("product", "being made")
    HANDED_IN = "handed-in", pgettext_lazy("product", "handed in")
    VALIDATED = "validated", pgettext_lazy("product", "validated")
    RETURNED = "returned", pgettext_lazy("product", "returned")


PRODUCT = StateTable(
    {
        "hand-in": arrow(ProductState.DRAFTED, ProductState.RETURNED, to=ProductState.HANDED_IN),
        "take-back": arrow(ProductState.HANDED_IN, to=ProductState.DRAFTED),
        "validate": arrow(ProductState.HANDED_IN, to=ProductState.VALIDATED),
        "return": arrow(ProductState.HANDED_IN, ProductState.VALIDATED, to=ProductState.RETURNED),
    },
    initial=ProductState.DRAFTED,
)


class ReceptionState(models.TextChoices):
    """What a city that receives a product says of it."""

    WAITING = "waiting", pgettext_lazy("receiving city", "has not answered")
    VALIDATED = "validated", pgettext_lazy("receiving city", "has validated it")
    RETURNED = "returned", pgettext_lazy("receiving city", "has returned it")


class GivingState(models.TextChoices):
    """What the other side says of what was given."""

    RECORDED = "recorded", pgettext_lazy("giving", "not confirmed yet")
    CONFIRMED = "confirmed", pgettext_lazy("giving", "confirmed by the other side")
    REMARKED = "remarked", pgettext_lazy("giving", "remarked on by the other side")


GIVING = StateTable(
    {
        "confirm": arrow(GivingState.RECORDED, GivingState.REMARKED, to=GivingState.CONFIRMED),
        "remark": arrow(GivingState.RECORDED, GivingState.CONFIRMED, to=GivingState.REMARKED),
        "correct": arrow(GivingState.RECORDED, GivingState.CONFIRMED, GivingState.REMARKED, to=GivingState.RECORDED),
    },
    initial=GivingState.RECORDED,
)
