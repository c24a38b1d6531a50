"""What members owe their network and have paid: a plain register, not its accounts."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from moneyed import Money

from entreciudades.actors.models.network import NetworkMember
from entreciudades.actors.querysets import FeeQuerySet
from entreciudades.core.fields import PartialDateField
from entreciudades.core.money import MoneyProperty, not_negative, paired


class Fee(models.Model):
    """The contribution of one member for one period; due and paid are in the same currency."""

    member = models.ForeignKey(NetworkMember, models.PROTECT, related_name="fees", verbose_name=_("member"))
    period = PartialDateField(_("period"))
    currency = models.CharField(_("currency"), max_length=3)
    due_amount = models.DecimalField(_("due"), max_digits=19, decimal_places=4, validators=[MinValueValidator(0)])
    due_on = models.DateField(_("due on"), null=True, blank=True)
    paid_amount = models.DecimalField(
        _("paid"), max_digits=19, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    reference = models.CharField(_("reference of the payment"), max_length=100, blank=True)

    objects = FeeQuerySet.as_manager()

    class Meta:
        ordering = ("-period", "member__organisation__sort_name", "id")
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("member", "period"),
                name="fee_once_a_period",
                violation_error_message=_("The fee of this member for this period is in the register already."),
            ),
            not_negative("due_amount", name="fee_due_not_negative"),
            not_negative("paid_amount", name="fee_paid_not_negative"),
            paired(
                "paid_amount",
                "paid_on",
                name="fee_paid_with_its_date",
                otherwise=_("Enter both how much was paid and on which day, or neither."),
            ),
        ]

    due = MoneyProperty("due_amount", "currency")
    paid = MoneyProperty("paid_amount", "currency")

    @property
    def owed(self) -> Money:
        """What is still to be paid; nothing where more was paid than was due."""
        return Money(max(self.due_amount - (self.paid_amount or 0), 0), self.currency)

    @property
    def is_late(self) -> bool:
        """Whether something is owed and its day is over."""
        return bool(self.owed) and self.due_on is not None and self.due_on < timezone.localdate()
