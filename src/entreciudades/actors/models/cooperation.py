"""What a city needs, offers and gives priority to, with whom, and by which instruments."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.core.fields import LabelsField
from entreciudades.taxonomy.models import Term


class TermLevel(models.Model):
    """A subject of the common vocabulary with a level from 1 (little) to 4 (much) and its evidence."""

    class Level(models.IntegerChoices):
        """How much; the word is shown, never the number alone."""

        LITTLE = 1, _("a little")
        SOME = 2, _("some")
        CONSIDERABLE = 3, _("considerable")
        MUCH = 4, _("much")

    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("subject"))
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    statement = LabelsField(_("in words"), blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_level_1_to_4", condition=models.Q(level__gte=1) & models.Q(level__lte=4)
            ),
            models.UniqueConstraint(fields=("organisation", "term"), name="%(class)s_once"),
        ]


class Need(TermLevel):
    """What a city wishes to learn."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="needs", verbose_name=_("organisation"))

    class Meta(TermLevel.Meta):
        ordering = ("-level", "id")
        verbose_name = _("need")
        verbose_name_plural = _("needs")


class Offer(TermLevel):
    """What a city can share."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="offers", verbose_name=_("organisation")
    )

    class Meta(TermLevel.Meta):
        ordering = ("-level", "id")
        verbose_name = _("offer")
        verbose_name_plural = _("offers")


class Priority(models.Model):
    """A sector or cross-cutting axis that a city has declared its priority (source 002, PEM and PAI)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="priorities", verbose_name=_("organisation")
    )
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("subject"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("organisation", "term"), name="priority_once"),
        ]


class CooperationInstrument(models.Model):
    """A programme, fund or scheme by which a city cooperates (source 002, PAI: instruments)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="instruments", verbose_name=_("organisation")
    )
    titles = LabelsField(_("title"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("cooperation instrument")
        verbose_name_plural = _("cooperation instruments")


class MappedActor(models.Model):
    """An entry of a city's map of actors: who, with which interest, with which commitment."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="mapped_actors", verbose_name=_("organisation")
    )
    actor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    kind = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("type of actor"))
    names = LabelsField(_("name"))
    interest = LabelsField(_("interest"), blank=True)
    commitment = LabelsField(_("commitment"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("actor on the map")
        verbose_name_plural = _("map of actors")
