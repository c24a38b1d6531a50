"""Reviews, their scores, and the admission that is decided on them."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.calls.models.application import Application
from entreciudades.calls.querysets import ReviewQuerySet
from entreciudades.calls.states import Outcome
from entreciudades.core.constraints import one_of
from entreciudades.core.models import AppendOnly
from entreciudades.core.privacy import PersonalField


class Review(models.Model):
    """A reviewer's assessment of an application: a conflict of interest is declared first; blind until it is sent.

    `reminded_of` is the day of which the reviewer was reminded.
    """

    PERSON: ClassVar[str | None] = "reviewer"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "conflict",
            purpose=_("to have nobody assess an application in which they have an interest"),
            seen_by=_("the secretariat and the auditor of the network"),
            kept=_("with the call, as part of its file"),
        ),
    )

    application = models.ForeignKey(Application, models.PROTECT, related_name="reviews", verbose_name=_("application"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    drawn = models.BooleanField(_("drawn by lot"), default=False)
    is_third = models.BooleanField(_("third review"), default=False)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)
    due = models.DateField(_("by which day"), null=True, blank=True)
    reminded_of = models.DateField(null=True, blank=True, editable=False)
    declared_at = models.DateTimeField(null=True, blank=True, editable=False)
    conflict = models.BooleanField(_("conflict of interest"), null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "reviewer"), name="review_once_per_reviewer"),
            models.CheckConstraint(
                name="review_declared_iff_said",
                condition=Q(declared_at=None, conflict=None) | Q(declared_at__isnull=False, conflict__isnull=False),
            ),
            models.CheckConstraint(name="review_sent_without_conflict", condition=Q(sent_at=None) | Q(conflict=False)),
        ]


class Score(models.Model):
    """What a reviewer gives for one criterion, from 0 to its scale, and why."""

    PERSON: ClassVar[str | None] = "review__reviewer"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "reason",
            purpose=_("to say why an application was assessed so"),
            seen_by=_("the secretariat and the auditor of the network; the city concerned, without the name"),
            kept=_("with the call, as part of its file"),
        ),
    )

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("review"))
    criterion = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, validators=[MaxLengthValidator(2000)])

    class Meta:
        ordering = ("id",)
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints: ClassVar = [models.UniqueConstraint(fields=("review", "criterion"), name="score_once")]


class Admission(AppendOnly):
    """What was decided on an application, with the reason that its city reads; the last one counts."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="admissions", verbose_name=_("application")
    )
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome)
    reason = models.TextField(_("reason"), validators=[MaxLengthValidator(2000)])
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        constraints: ClassVar = [
            one_of("outcome", Outcome, name="admission_outcome_known"),
            models.CheckConstraint(name="admission_has_reason", condition=~Q(reason="")),
        ]
