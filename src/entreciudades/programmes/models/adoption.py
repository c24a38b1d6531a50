"""What the parties of an alliance adopt: a programme as it stood, frozen as a version, and who adopted it for whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.alliances.models import Seat
from entreciudades.core.models import AppendOnly
from entreciudades.programmes.models.programme import Programme


class ProgrammeVersion(AppendOnly):
    """A programme of an alliance as it stood when a party first adopted it so. Added, never changed.

    `content` is what `programmes.content` writes down, `digest` the SHA-256 of its canonical form.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions", verbose_name=_("programme"))
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("version of a programme")
        verbose_name_plural = _("versions of programmes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("programme", "number"), name="programme_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} no. {self.number}"


class ProgrammeAdoption(AppendOnly):
    """A party adopts a version: who said so for it, and when. Added, never changed: a later version is adopted anew."""

    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="adoptions", verbose_name=_("version"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("party of the alliance"))
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("adoption of a programme")
        verbose_name_plural = _("adoptions of programmes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "seat"), name="programme_adopted_once_per_seat"),
        ]
