"""The agenda map of an alliance: by theme, where agendas of several levels meet or clash, and what cities can do."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models.alliance import Alliance
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.taxonomy.models import Term


class AgendaKind(models.TextChoices):
    """What a point of the map is: what an agenda of one level wants, where they meet or clash, or an option."""

    LOCAL = "local", _("Local agenda")
    NATIONAL = "national", _("National agenda")
    INTERNATIONAL = "international", _("International agenda")
    MEETS = "meets", _("Where they meet")
    CLASHES = "clashes", _("Where they clash")
    OPTION = "option", _("Option for the cities")


class AgendaPoint(models.Model):
    """One point of the map (source 001, objectives 1 and 2), of one city or of all."""

    Kind = AgendaKind

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="agenda", verbose_name=_("alliance"))
    theme = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("theme"))
    kind = models.CharField(_("kind"), max_length=15, choices=AgendaKind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("city that says so")
    )
    says = LabelsField(_("in words"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("theme", "position", "id")
        verbose_name = _("point of the agenda map")
        verbose_name_plural = _("points of the agenda map")
        constraints: ClassVar = [one_of("kind", AgendaKind, name="agenda_kind_known")]
