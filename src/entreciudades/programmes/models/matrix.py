"""What a city changes in a computed matrix, with its reason."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.programmes.models.programme import Programme


class ChangeKind(models.TextChoices):
    """What is changed."""

    ADD_ROW = "add-row", _("Row added")
    LEAVE_OUT_ROW = "leave-out-row", _("Row left out")
    MOVE_ROW = "move-row", _("Row moved")
    ADD_ENTRY = "add-entry", _("Entry added")
    LEAVE_OUT_ENTRY = "leave-out-entry", _("Entry left out")


class MatrixChange(models.Model):
    """One change: a row added, left out or moved, or an entry of a row added or left out.

    `row` is the key of the row changed (for an added row, its new key); `entry` is the reference of the entry left
    out, as the computed matrix gives it. Changes apply in the order in which they were made.
    """

    Kind = ChangeKind

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="matrix_changes", verbose_name=_("programme"))
    matrix = models.CharField(_("matrix"), max_length=20)
    kind = models.CharField(_("change"), max_length=20, choices=ChangeKind)
    row = models.CharField(_("row"), max_length=60)
    titles = LabelsField(_("title of the row"), blank=True)
    texts = LabelsField(_("text of the entry"), blank=True)
    entry = models.CharField(_("entry"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True, help_text=_("1 is the first row"))
    reason = models.TextField(_("reason"), max_length=1000, validators=[MaxLengthValidator(1000)])
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("change of a matrix")
        verbose_name_plural = _("changes of matrices")
        constraints: ClassVar = [
            one_of("kind", ChangeKind, name="matrix_change_kind_known"),
            models.CheckConstraint(name="matrix_change_has_reason", condition=~models.Q(reason="")),
            models.UniqueConstraint(
                fields=("programme", "matrix", "row"), condition=models.Q(kind="add-row"), name="matrix_row_added_once"
            ),
        ]
