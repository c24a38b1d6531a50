"""Exchanges, their guests and who travels."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation, Person
from entreciudades.alliances.models import Alliance
from entreciudades.core.constraints import one_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.fields import LabelsField
from entreciudades.core.privacy import PersonalField
from entreciudades.exchanges.querysets import ExchangeQuerySet
from entreciudades.exchanges.states import ExchangeState
from entreciudades.taxonomy.models import Term

MINUTE = "minute"
"""Section of the text and purpose of the attachments that are the minute of an exchange."""


class ExchangeKind(models.TextChoices):
    """As `methodologies.vocabulary.EXCHANGE_KINDS` names them."""

    VISIT = "visit", _("Study visit")
    TECHNICAL_ASSISTANCE = "technical-assistance", _("Technical assistance")
    INTERNSHIP = "internship", _("Internship")
    TRAINING = "training", _("Training")
    WORKSHOP = "workshop", _("Workshop")
    EVENT = "event", _("Event of dissemination")
    MEETING = "meeting", _("Working meeting")


class Exchange(models.Model):
    """A visit, a technical assistance or another time that parties of an alliance spend together.

    `host` receives, guests come. Its minute is a text of section MINUTE, an attachment of purpose MINUTE, or both:
    `Exchange.objects.minuted()` are those that have one, and `with_minute()` annotates `has_minute`. `stage` is the key
    of the stage in which it lies. `reason` says why it was cancelled.
    """

    Kind = ExchangeKind

    has_minute: bool  # annotated by `with_minute()`

    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="exchanges", verbose_name=_("alliance"))
    kind = models.CharField(_("kind"), max_length=25, choices=ExchangeKind)
    titles = LabelsField(_("title"))
    host = models.ForeignKey(
        Organisation, models.PROTECT, related_name="exchanges_hosted", verbose_name=_("city that receives")
    )
    starts = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    aims = LabelsField(_("what it is for"), blank=True)
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))
    stage = models.CharField(_("stage"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ExchangeState, default=ExchangeState.PLANNED)
    reason = models.TextField(_("why it was cancelled"), blank=True, validators=[MaxLengthValidator(2000)])
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = (F("starts").desc(nulls_first=True), "-id")
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        constraints: ClassVar = [
            one_of("kind", ExchangeKind, name="exchange_kind_known"),
            one_of("state", ExchangeState, name="exchange_state_known"),
            models.CheckConstraint(
                name="exchange_ends_after_it_begins",
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gte=F("starts")),
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                name="exchange_held_on_a_day", condition=~Q(state="held") | Q(starts__isnull=False, ends__isnull=False)
            ),
            models.CheckConstraint(
                name="exchange_reason_iff_cancelled",
                condition=(Q(state="cancelled") & ~Q(reason="")) | (~Q(state="cancelled") & Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def days(self) -> PartialDate | None:
        """When it is or was; None where no day is said."""
        if self.starts is None:
            return None
        return PartialDate.parse(str(self.starts) if self.ends in {None, self.starts} else f"{self.starts}/{self.ends}")

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self.state == ExchangeState.CANCELLED

    @property
    def is_planned(self) -> bool:
        """Whether it is to come, or nobody has said yet that it was held."""
        return self.state == ExchangeState.PLANNED

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.state == ExchangeState.HELD


class ExchangeGuest(models.Model):
    """A party that comes to an exchange, and how many of its people; their names may be fewer, or none."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="guests", verbose_name=_("exchange"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="exchanges_visited", verbose_name=_("city that comes")
    )
    people = models.PositiveSmallIntegerField(_("how many people"), default=0)

    class Meta:
        ordering = ("id",)
        verbose_name = _("city that comes to an exchange")
        verbose_name_plural = _("cities that come to an exchange")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("exchange", "organisation"), name="exchange_guest_once"),
        ]


_SEEN = _("the parties of the alliance and their network")
_KEPT = _("until two years after the exchange; how many they were stays")


class Traveller(models.Model):
    """Somebody who comes, by name: a person of the organisation, or a name alone; with what they do and know."""

    PERSON: ClassVar[str | None] = "person__email"
    PERSONAL_DATA: ClassVar = (
        PersonalField("name", purpose=_("to receive whoever comes"), seen_by=_SEEN, kept=_KEPT),
        PersonalField("role", purpose=_("to know in what capacity they come"), seen_by=_SEEN, kept=_KEPT),
        PersonalField("expertise", purpose=_("to know what they bring"), seen_by=_SEEN, kept=_KEPT),
    )

    guest = models.ForeignKey(ExchangeGuest, models.CASCADE, related_name="travellers", verbose_name=_("city"))
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("office or post"), max_length=150, blank=True)
    expertise = models.CharField(_("what they know about"), max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="traveller_person_or_name",
                condition=Q(person__isnull=True) & ~Q(name="") | Q(person__isnull=False, name=""),
                violation_error_message=_("Choose a person or write a name: one of the two."),
            ),
            models.UniqueConstraint(fields=("guest", "person"), name="traveller_once"),
        ]

    @property
    def called(self) -> str:
        """Their name; empty where the person was erased."""
        return self.person.name if self.person else self.name

    def clean(self) -> None:
        """A person comes for their own organisation."""
        if self.person and self.person.organisation_id != self.guest.organisation_id:
            raise ValidationError({"person": _now("This person works for another organisation.")})
