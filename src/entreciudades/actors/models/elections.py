"""The calendar of elections, after which teams change."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField, PartialDateField


class ElectionKind(models.TextChoices):
    """Of which government."""

    MUNICIPAL = "municipal", _("Municipal")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")


class Election(models.Model):
    """An election that changes, or may change, who governs a city. Of a real city it has a source."""

    Kind = ElectionKind

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="elections", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ElectionKind, default=ElectionKind.MUNICIPAL)
    held = PartialDateField(_("date"))
    notes = LabelsField(_("what is decided"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        ordering = ("held", "id")
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints: ClassVar = [
            one_of("kind", ElectionKind, name="election_kind_known"),
            models.UniqueConstraint(fields=("organisation", "kind", "held"), name="election_once"),
        ]
