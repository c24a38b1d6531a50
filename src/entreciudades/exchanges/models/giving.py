"""What cities gave each other, as they record it, and whether everybody may read it."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.exchanges.models.exchange import Exchange
from entreciudades.exchanges.querysets import GivingQuerySet
from entreciudades.exchanges.states import GivingState


class GivenKind(models.TextChoices):
    """What is given."""

    TIME = "time", _("time")
    PEOPLE = "people", _("people")
    EXPERTISE = "expertise", _("expertise")
    HOSTING = "hosting", _("hosting")


class GivenUnit(models.TextChoices):
    """By what it is counted; unlike units are never added."""

    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    PEOPLE = "people", _("people")


class Giving(models.Model):
    """What one party gave another, in words first, with an amount where somebody counted it.

    `supporters` are parties that made it possible without being either side, as in triangular cooperation.
    `recorded_for` is the side that wrote it down; the other one confirms it or remarks on it.
    """

    Kind, Unit = GivenKind, GivenUnit

    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="givings", verbose_name=_("alliance"))
    exchange = models.ForeignKey(
        Exchange, models.PROTECT, null=True, blank=True, related_name="givings", verbose_name=_("exchange")
    )
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="given", verbose_name=_("who gave"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="received", verbose_name=_("who received"))
    supporters = models.ManyToManyField(
        Organisation, blank=True, related_name="supported", verbose_name=_("who supported it")
    )
    kind = models.CharField(_("what was given"), max_length=10, choices=GivenKind)
    words = LabelsField(_("in words"))
    amount = models.DecimalField(
        _("amount"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(_("unit"), max_length=10, choices=GivenUnit, blank=True)
    given_on = PartialDateField(_("when"))
    state = models.CharField(_("state"), max_length=10, choices=GivingState, default=GivingState.RECORDED)
    recorded_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("recorded for"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    remark = models.TextField(_("remark"), blank=True, validators=[MaxLengthValidator(2000)])

    objects = GivingQuerySet.as_manager()

    class Meta:
        ordering = ("-given_on", "-id")
        verbose_name = _("what was given")
        verbose_name_plural = _("what was given")
        constraints: ClassVar = [
            one_of("kind", GivenKind, name="giving_kind_known"),
            one_of("state", GivingState, name="giving_state_known"),
            models.CheckConstraint(
                name="giving_between_two",
                condition=~Q(giver=F("receiver")),
                violation_error_message=_("Choose two different cities."),
            ),
            models.CheckConstraint(
                name="giving_amount_with_unit",
                condition=Q(amount__isnull=True, unit="") | Q(amount__isnull=False, unit__in=GivenUnit.values),
                violation_error_message=_("An amount needs its unit, and a unit its amount."),
            ),
            models.CheckConstraint(
                name="giving_recorded_for_a_side",
                condition=Q(recorded_for=F("giver")) | Q(recorded_for=F("receiver")),
                violation_error_message=_("It is recorded for the one that gave or the one that received."),
            ),
            models.CheckConstraint(
                name="giving_answered_by_and_at",
                condition=Q(state="recorded", answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(state="recorded"),
            ),
            models.CheckConstraint(
                name="giving_remark_iff_remarked",
                condition=(Q(state="remarked") & ~Q(remark="")) | (~Q(state="remarked") & Q(remark="")),
            ),
        ]

    @property
    def answers(self) -> int:
        """The key of the side that confirms it: the one that did not record it."""
        return self.receiver_id if self.recorded_for_id == self.giver_id else self.giver_id

    @property
    def is_confirmed(self) -> bool:
        """Whether both sides say so."""
        return self.state == GivingState.CONFIRMED


class ReciprocityConsent(models.Model):
    """A party agrees that everybody may read what was given and received in the alliance."""

    seat = models.OneToOneField(
        Seat, models.CASCADE, related_name="reciprocity_consent", verbose_name=_("party of the alliance")
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("consent to publish what was given")
        verbose_name_plural = _("consents to publish what was given")


class CountrySide(models.Model):
    """On which side a network sees a country of which no list says it: a fictional one.

    `country` is a key of `actors.countries.country_key`.
    """

    class Side(models.TextChoices):
        """As in source 000."""

        NORTH = "north", _("North")
        SOUTH = "south", _("South")

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="country_sides", verbose_name=_("network"))
    country = models.CharField(_("country"), max_length=80)
    side = models.CharField(_("side"), max_length=5, choices=Side)

    class Meta:
        ordering = ("country",)
        verbose_name = _("side of a country")
        verbose_name_plural = _("sides of countries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("network", "country"), name="country_side_once"),
            models.CheckConstraint(name="country_side_known", condition=Q(side__in=("north", "south"))),
        ]
