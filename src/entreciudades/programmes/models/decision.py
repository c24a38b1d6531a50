"""Decisions on a programme that carry a reason; they are added, never changed."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.models import AppendOnly
from entreciudades.programmes.models.programme import Programme


class Decision(AppendOnly):
    """Why a programme was withdrawn or reopened."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="decisions", verbose_name=_("programme"))
    verb = models.CharField(max_length=20)
    reason = models.TextField(_("reason"), max_length=1000, validators=[MaxLengthValidator(1000)])
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [models.CheckConstraint(name="decision_has_reason", condition=~models.Q(reason=""))]
