"""The life of an import, as one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.states import StateTable, arrow


class ImportState(models.TextChoices):
    """Where an import stands. What is queued, being checked, written or undone is the worker's."""

    UPLOADED = "uploaded", _("Columns to be confirmed")
    QUEUED = "queued", _("Waiting to be checked")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, not written yet")
    WRITING = "writing", _("Being written")
    WRITTEN = "written", _("Written")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Not readable")


class LineState(models.TextChoices):
    """What the dry run found of a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same as here")
    DOUBLE = "double", _("Likely double")
    PROBLEM = "problem", _("Problem")


LIFE = StateTable(
    {
        "check": arrow(
            ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED, ImportState.UNDONE, to=ImportState.QUEUED
        ),
        "begin": arrow(ImportState.QUEUED, ImportState.CHECKING, to=ImportState.CHECKING),
        "finish": arrow(ImportState.CHECKING, to=ImportState.CHECKED),
        "fail": arrow(ImportState.CHECKING, to=ImportState.FAILED),
        "confirm": arrow(ImportState.CHECKED, to=ImportState.WRITING),
        "refuse": arrow(ImportState.WRITING, to=ImportState.CHECKED),
        "write": arrow(ImportState.WRITING, to=ImportState.WRITTEN),
        "undo": arrow(ImportState.WRITTEN, to=ImportState.UNDOING),
        "keep": arrow(ImportState.UNDOING, to=ImportState.WRITTEN),
        "restore": arrow(ImportState.UNDOING, to=ImportState.UNDONE),
    },
    initial=ImportState.UPLOADED,
)
#: States in which the worker has something to do.
WAITING = (ImportState.QUEUED, ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING)
