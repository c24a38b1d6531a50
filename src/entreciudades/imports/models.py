"""Imports, what the dry run found of each row, and the columns that people once said."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.core.constraints import one_of
from entreciudades.core.models import StoredFile
from entreciudades.core.privacy import PersonalField
from entreciudades.imports.querysets import ImportQuerySet
from entreciudades.imports.states import ImportState, LineState


class Import(models.Model):
    """One file that somebody brings into a network or a city, from its upload until it is undone.

    ``columns`` is what its sheet's columns were said to be (`imports.mapping.Reading`); ``counts`` how many rows the
    dry run found of each state; ``beat_at`` the last sign of the worker that has it. ``outdated``: rows were changed
    here since the dry run, and it is to be made anew. ``failure`` says in a code why the file cannot be read.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="imports", verbose_name=_("organisation")
    )
    kind = models.CharField(_("what it brings"), max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    file_name = models.CharField(_("name of the file"), max_length=200)
    language = models.CharField(max_length=8)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    columns = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    failure = models.JSONField(default=dict, blank=True)
    outdated = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints: ClassVar = [one_of("state", ImportState, name="import_state_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Line(models.Model):
    """A row of the file as the dry run read it, and what comes of it.

    ``target`` is the key of the row here that it changes, or that it became; ``values`` what the file says by column;
    ``changes`` {column: [before, after]}; ``standing`` a digest of what stood here. ``problems`` and ``likely`` are
    lists of what `imports.findings` words. ``left_out``: somebody said that it is not to be written.
    """

    PERSON: ClassVar[str | None] = None  # what a row says is not examined for whom it is about
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "values",
            purpose=_("to show before writing what a file would change, and to undo it"),
            seen_by=_("whoever imports for the organisation"),
            kept=_("ninety days"),
        ),
    )

    within = models.ForeignKey(Import, models.CASCADE, related_name="lines", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(max_length=10, choices=LineState)
    target = models.PositiveBigIntegerField(null=True, blank=True)
    values = models.JSONField(_("what the row says"), default=dict, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    standing = models.CharField(max_length=16, blank=True)
    problems = models.JSONField(default=list, blank=True)
    likely = models.JSONField(default=list, blank=True)
    left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints: ClassVar = [
            one_of("state", LineState, name="import_line_state_known"),
            models.UniqueConstraint(fields=("within", "number"), name="import_line_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["within", "state", "number"], name="import_line_by_state")]


class KeptColumns(models.Model):
    """What an organisation said that the columns of a kind of file are, known again by the file's headings."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(max_length=40)
    headings = models.CharField(max_length=64)
    columns = models.JSONField()
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-kept_at",)
        verbose_name = _("columns of a file")
        verbose_name_plural = _("columns of files")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("organisation", "kind", "headings"), name="kept_columns_once"),
        ]
