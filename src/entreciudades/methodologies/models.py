"""Packs as they were loaded: one row for each version, never changed."""

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.fields import LabelsField
from entreciudades.methodologies.check import check_text
from entreciudades.methodologies.errors import PackUnreadable
from entreciudades.methodologies.pack import Pack


class Methodology(models.Model):
    """One version of a pack. What a programme began with it keeps, so a row stands as long as anything names it."""

    slug = models.SlugField(_("short name"), max_length=80)
    version = models.CharField(_("version"), max_length=20)
    title = LabelsField(_("title"))
    source = models.TextField(_("source"), blank=True)
    text = models.TextField(_("text of the pack"))
    digest = models.CharField(_("SHA-256 of the text"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("methodology")
        verbose_name_plural = _("methodologies")
        ordering = ["slug", "-loaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="methodology_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"

    @property
    def pack(self) -> Pack:
        """The pack itself, read once for each text. Raises PackUnreadable when the format has moved on."""
        return _read(self.text, str(self))


@lru_cache(maxsize=64)
def _read(text: str, name: str) -> Pack:
    report = check_text(text, file=name)
    if report.pack is None:
        raise PackUnreadable(report)
    return report.pack
