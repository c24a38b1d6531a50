"""The synergy matrix: line × actor → actions. Its lines are its own (source 002, section 3.7)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.core.fields import LabelsField
from entreciudades.programmes.models.programme import Programme


class SynergyLine(models.Model):
    """A row."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="synergy_lines", verbose_name=_("programme"))
    titles = LabelsField(_("line of action"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("line of the synergy matrix")
        verbose_name_plural = _("lines of the synergy matrix")


class SynergyActor(models.Model):
    """A column: an actor, or two that act as one."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="synergy_actors", verbose_name=_("programme"))
    names = LabelsField(_("actor"))
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name=_("organisations"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("actor of the synergy matrix")
        verbose_name_plural = _("actors of the synergy matrix")


class SynergyAction(models.Model):
    """One action in a cell; `details` are its points, in one list of labels."""

    line = models.ForeignKey(
        SynergyLine, models.CASCADE, related_name="actions", verbose_name=_("line of the synergy matrix")
    )
    actor = models.ForeignKey(
        SynergyActor, models.CASCADE, related_name="actions", verbose_name=_("actor of the synergy matrix")
    )
    titles = LabelsField(_("action"))
    details = models.JSONField(_("points"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("line", "actor", "position"), name="synergy_action_position_once"),
        ]
