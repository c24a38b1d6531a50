"""The bodies of a network: assembly, board, technical committee, secretariat."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.actors.models.people import Person
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField, PartialDateField


class BodyKind(models.TextChoices):
    """What the body is for."""

    ASSEMBLY = "assembly", _("Assembly")
    STEERING = "steering", _("Steering body")
    TECHNICAL = "technical", _("Technical body")
    SECRETARIAT = "secretariat", _("Secretariat")
    OTHER = "other", _("Other body")


class Body(models.Model):
    """A body of a network and how often it meets: in words, and in months where that is known.

    `quorum` is the percent of its members, with a mandate on that day, that a meeting needs.
    """

    Kind = BodyKind

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="bodies", verbose_name=_("network"))
    kind = models.CharField(_("kind"), max_length=15, choices=BodyKind)
    names = LabelsField(_("name"))
    meets = LabelsField(_("how often it meets"), blank=True)
    every_months = models.PositiveSmallIntegerField(
        _("months from one meeting to the next"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    quorum = models.PositiveSmallIntegerField(
        _("quorum, in percent of its members"), default=50, validators=[MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints: ClassVar = [
            one_of("kind", BodyKind, name="body_kind_known"),
            models.CheckConstraint(name="body_quorum_percent", condition=models.Q(quorum__lte=100)),
        ]


class BodyMember(models.Model):
    """A city or a person in a body of the network, with the charge that they hold in it."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="members", verbose_name=_("body"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("city or organisation")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    titles = LabelsField(_("post"), blank=True)
    since = PartialDateField(_("since"), blank=True, null=True)
    until = PartialDateField(_("until"), blank=True, null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("body__position", "body", "position", "id")
        verbose_name = _("member of a body")
        verbose_name_plural = _("members of bodies")

    def clean(self) -> None:
        """A person sits for the organisation for which they work."""
        if self.person and self.person.organisation_id != self.organisation_id:
            raise ValidationError({"person": _("This person works for another organisation.")})
