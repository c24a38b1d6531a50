"""Pairing runs, what the secretariat fixes before them, and the pairs that cities accept or decline."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.calls.models.application import Application
from entreciudades.calls.models.call import Call
from entreciudades.calls.querysets import PairQuerySet
from entreciudades.calls.states import PairState, RunState
from entreciudades.core.constraints import one_of


class PairingRun(models.Model):
    """One pairing of the admitted applications under rules, with its result and proof; a what-if is a run too.

    `rules` and `result` are what the command `match` reads and writes, with the short address of each applicant for
    its id; `alternatives` holds the best partners of every city, ``{id: [[id, micro-units], …]}``. While it runs,
    `progress` names the step, `done` is its percentage, `beat_at` the worker's last sign of life. `fault` says why
    there is no result: a code and what its words take. `overrides` are pairs that the secretariat will propose against
    the result, each a city with another one instead of a third (`results.to_propose`). `proposed_at` says
    when its pairs were proposed to the cities, which the office alone decides.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="runs", verbose_name=_("call"))
    number = models.PositiveIntegerField()
    note = models.CharField(_("what it tries"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RunState, default=RunState.WAITING)
    rules = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    alternatives = models.JSONField(default=dict)
    overrides = models.JSONField(default=list)
    progress = models.CharField(max_length=200, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True, editable=False)
    fault = models.JSONField(default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    proposed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("pairing run")
        verbose_name_plural = _("pairing runs")
        constraints: ClassVar = [
            one_of("state", RunState, name="pairing_run_state_known"),
            models.UniqueConstraint(fields=("call", "number"), name="pairing_run_number_once"),
            models.CheckConstraint(
                name="pairing_run_result_iff_done",
                condition=Q(state="done", result__isnull=False) | (~Q(state="done") & Q(result__isnull=True)),
            ),
        ]


class PinKind(models.TextChoices):
    """What is fixed."""

    REQUIRE = "require", _("these two together")
    FORBID = "forbid", _("these two not together")


class Pin(models.Model):
    """The secretariat requires or forbids a pair, with its reason. `a` is the lesser key."""

    Kind = PinKind

    call = models.ForeignKey(Call, models.CASCADE, related_name="pins", verbose_name=_("call"))
    kind = models.CharField(_("what is fixed"), max_length=8, choices=PinKind)
    a = models.ForeignKey(Application, models.PROTECT, related_name="+")
    b = models.ForeignKey(Application, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("pair fixed by the secretariat")
        verbose_name_plural = _("pairs fixed by the secretariat")
        constraints: ClassVar = [
            one_of("kind", PinKind, name="pin_kind_known"),
            models.UniqueConstraint(fields=("call", "a", "b"), name="pin_once"),
            models.CheckConstraint(name="pin_a_before_b", condition=Q(a__lt=F("b"))),
            models.CheckConstraint(name="pin_has_reason", condition=~Q(reason="")),
        ]


class Pair(models.Model):
    """Two cities that were proposed to each other; both accept within the term. `a` is the lesser key.

    `score` is in micro-units and stays in the office; `parts`, `a_learns`, `b_learns` are those of the run.
    `override` is the reason for which the secretariat proposed it against the run.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="pairs", verbose_name=_("call"))
    run = models.ForeignKey(PairingRun, models.PROTECT, related_name="pairs", verbose_name=_("run"))
    a = models.ForeignKey(Application, models.PROTECT, related_name="pairs_as_a")
    b = models.ForeignKey(Application, models.PROTECT, related_name="pairs_as_b")
    state = models.CharField(_("state"), max_length=10, choices=PairState, default=PairState.PROPOSED)
    score = models.PositiveIntegerField(null=True, blank=True)
    parts = models.JSONField(default=dict)
    a_learns = models.JSONField(default=list)
    b_learns = models.JSONField(default=list)
    override = models.CharField(_("reason for proposing it against the run"), max_length=1000, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("answer until"))
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("pair of cities")
        verbose_name_plural = _("pairs of cities")
        constraints: ClassVar = [
            one_of("state", PairState, name="pair_state_known"),
            models.UniqueConstraint(
                fields=("call", "a", "b"), condition=Q(state__in=("proposed", "accepted")), name="pair_standing_once"
            ),
            models.CheckConstraint(name="pair_a_before_b", condition=Q(a__lt=F("b"))),
            models.CheckConstraint(
                name="pair_settled_at_iff_settled",
                condition=Q(state="proposed", settled_at=None) | (~Q(state="proposed") & Q(settled_at__isnull=False)),
            ),
        ]


class PairAnswer(models.Model):
    """One city's answer to a proposed pair; who declines says why, to the secretariat."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="answers", verbose_name=_("pair"))
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    accepts = models.BooleanField(_("accepts"))
    reason = models.TextField(_("reason"), blank=True, validators=[MaxLengthValidator(2000)])
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("answer to a proposed pair")
        verbose_name_plural = _("answers to proposed pairs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("pair", "application"), name="pair_answer_once"),
            models.CheckConstraint(name="pair_declined_with_reason", condition=Q(accepts=True) | ~Q(reason="")),
        ]
