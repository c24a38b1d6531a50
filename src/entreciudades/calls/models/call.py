"""A call, the decisions that change it, and the record of its steps."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.calls.querysets import CallQuerySet
from entreciudades.calls.states import CallState
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.core.models import AppendOnly
from entreciudades.methodologies.models import Methodology


class Call(models.Model):
    """A call of a network. `holder` is the one city that seeks a partner, where the methodology is a search.

    `parameters` holds the numbers in which it departs from its pack, by path (`calls.terms`): ``{"eligible/population/
    at_least": "50000"}``; `countries` its own countries by side: ``{"eu": ["ES", …]}``; `quota` pairs by country.
    Opening and deadline are moments; they are shown in `zone`.
    """

    slug = models.SlugField(max_length=80, unique=True)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="calls", verbose_name=_("network"))
    holder = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="searches",
        verbose_name=_("city that seeks a partner"),
    )
    methodology = models.ForeignKey(Methodology, models.PROTECT, related_name="+", verbose_name=_("methodology"))
    component = models.CharField(_("component"), max_length=40, blank=True)
    titles = LabelsField(_("title"))
    state = models.CharField(_("state"), max_length=15, choices=CallState, default=CallState.DRAFT)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("deadline"))
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/Madrid")
    languages = models.JSONField(_("languages of applications"), default=list)
    source_language = models.CharField(_("language it is written in"), max_length=5, default="es")
    parameters = models.JSONField(_("parameters of its own"), default=dict, blank=True)
    countries = models.JSONField(_("countries by side"), default=dict, blank=True)
    quota = models.JSONField(_("pairs by country"), default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_at", "slug")
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints: ClassVar = [
            one_of("state", CallState, name="call_state_known"),
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The deadline must come after the opening."),
            ),
            models.CheckConstraint(
                name="call_published_at_iff_public",
                condition=Q(state="draft", published_at=None) | (~Q(state="draft") & Q(published_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state != CallState.DRAFT


class CallDecision(AppendOnly):
    """A published call was extended, changed or cancelled: why, and what it said before. Added, never changed."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="decisions", verbose_name=_("call"))
    verb = models.CharField(max_length=20)
    reason = models.TextField(_("reason"), max_length=2000, validators=[MaxLengthValidator(2000)])
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("decision on a call")
        verbose_name_plural = _("decisions on calls")
        constraints: ClassVar = [models.CheckConstraint(name="call_decision_has_reason", condition=~Q(reason=""))]


class StepRecord(models.Model):
    """What was done in one step of a call: when, what came of it, which applications stayed."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="steps", verbose_name=_("call"))
    step = models.CharField(_("step"), max_length=40)
    done_on = models.DateField(_("on"), null=True, blank=True)
    note = models.TextField(_("what came of it"), blank=True, validators=[MaxLengthValidator(4000)])
    applications = models.ManyToManyField(
        to="calls.Application", blank=True, related_name="+", verbose_name=_("applications")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("record of a step")
        verbose_name_plural = _("records of steps")
        constraints: ClassVar = [models.UniqueConstraint(fields=("call", "step"), name="call_step_once")]
