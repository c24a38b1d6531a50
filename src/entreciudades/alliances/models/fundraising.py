"""Joint fundraising: calls of others, the bids that an alliance makes together, and their results."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models.alliance import Alliance
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.taxonomy.models import Term


class FundingCall(models.Model):
    """A call of somebody else for which an alliance may bid; without an alliance, for all of the network."""

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="funding_calls", verbose_name=_("network"))
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, null=True, blank=True, related_name="funding_calls", verbose_name=_("alliance")
    )
    titles = LabelsField(_("title"))
    funder = models.CharField(_("who gives"), max_length=200)
    url = models.URLField(_("address of the call"), blank=True)
    closes_on = models.DateField(_("deadline"), null=True, blank=True)
    ceiling = models.DecimalField(
        _("at most"), max_digits=19, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    share = models.DecimalField(
        _("percent of the cost"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))

    class Meta:
        ordering = (F("closes_on").desc(nulls_last=True), "id")
        verbose_name = _("call of others")
        verbose_name_plural = _("calls of others")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="funding_ceiling_with_currency",
                condition=Q(ceiling__isnull=True, currency="") | (Q(ceiling__isnull=False) & ~Q(currency="")),
                violation_error_message=_("An amount has a currency."),
            ),
        ]


class BidState(models.TextChoices):
    """What became of a bid."""

    PREPARED = "prepared", pgettext_lazy("bid", "being prepared")
    SENT = "sent", pgettext_lazy("bid", "sent")
    GRANTED = "granted", pgettext_lazy("bid", "granted")
    NOT_GRANTED = "not-granted", pgettext_lazy("bid", "not granted")
    GIVEN_UP = "given-up", pgettext_lazy("bid", "given up")


class JointBid(models.Model):
    """What an alliance asks for together, who leads it, and the result."""

    State = BidState

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="bids", verbose_name=_("alliance"))
    call = models.ForeignKey(FundingCall, models.PROTECT, related_name="bids", verbose_name=_("call of others"))
    titles = LabelsField(_("title"))
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("who leads"))
    partners = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name=_("who takes part"))
    state = models.CharField(_("state"), max_length=12, choices=BidState, default=BidState.PREPARED)
    asked = models.DecimalField(
        _("asked for"), max_digits=19, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    granted = models.DecimalField(
        _("granted"), max_digits=19, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    lessons = LabelsField(_("what we learned"), blank=True)

    class Meta:
        ordering = ("-sent_on", "-id")
        verbose_name = _("joint bid")
        verbose_name_plural = _("joint bids")
        constraints: ClassVar = [
            one_of("state", BidState, name="bid_state_known"),
            models.CheckConstraint(
                name="bid_amounts_with_currency",
                condition=Q(asked__isnull=True, granted__isnull=True) | ~Q(currency=""),
                violation_error_message=_("An amount has a currency."),
            ),
            models.CheckConstraint(
                name="bid_granted_only_when_granted",
                condition=Q(granted__isnull=True) | Q(state="granted"),
                violation_error_message=_("An amount is granted only where the bid is."),
            ),
        ]
