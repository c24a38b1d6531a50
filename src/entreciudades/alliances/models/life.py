"""The life of an alliance: its stages, its decisions, its exceptions and what people attest."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.alliances.models.alliance import Alliance, Seat
from entreciudades.alliances.states import StageState
from entreciudades.core.constraints import one_of
from entreciudades.core.models import AppendOnly
from entreciudades.methodologies.models import Methodology


class AllianceStage(models.Model):
    """A stage of the methodology in the life of one alliance, with its plan and what came of it.

    Its papers are attachments whose purpose is ``document:<key>``. One stage at most is under way. `lived_by` is the
    version of the methodology under which it was passed, where the alliance adopted one since that has it no more.
    """

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="stages", verbose_name=_("alliance"))
    key = models.CharField(_("stage"), max_length=60)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=StageState, default=StageState.AHEAD)
    planned_start = models.DateField(_("planned to begin"), null=True, blank=True)
    planned_end = models.DateField(_("planned to end"), null=True, blank=True)
    started_on = models.DateField(_("began"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    lived_by = models.ForeignKey(Methodology, models.PROTECT, null=True, blank=True, related_name="+")
    lived_form = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("stage of an alliance")
        verbose_name_plural = _("stages of an alliance")
        constraints: ClassVar = [
            one_of("state", StageState, name="stage_state_known"),
            models.UniqueConstraint(fields=("alliance", "key"), name="stage_once"),
            models.UniqueConstraint(fields=("alliance",), condition=Q(state="under-way"), name="stage_one_under_way"),
            models.CheckConstraint(
                name="stage_planned_end_after_start",
                condition=Q(planned_start__isnull=True)
                | Q(planned_end__isnull=True)
                | Q(planned_end__gte=models.F("planned_start")),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class StageClosing(models.Model):
    """A party's word that a stage may close, where the methodology asks all of them."""

    stage = models.ForeignKey(AllianceStage, models.CASCADE, related_name="closings", verbose_name=_("stage"))
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+", verbose_name=_("party of the alliance"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("word of a party on a stage")
        verbose_name_plural = _("words of parties on stages")
        constraints: ClassVar = [models.UniqueConstraint(fields=("stage", "seat"), name="stage_closing_once")]


class AllianceDecision(AppendOnly):
    """What was decided in the life of an alliance: the verb, who and why. Added, never changed.

    `details` holds keys and numbers, such as the requirements that were open and what went before and after.
    """

    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="decisions", verbose_name=_("alliance"))
    verb = models.CharField(max_length=20)
    stage = models.CharField(_("stage"), max_length=60, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000, validators=[MaxLengthValidator(2000)])
    details = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("decision on an alliance")
        verbose_name_plural = _("decisions on alliances")


class Waiver(models.Model):
    """A reasoned exception: the gate of a stage lets one requirement pass although it is not met. It stays visible."""

    stage = models.ForeignKey(AllianceStage, models.CASCADE, related_name="waivers", verbose_name=_("stage"))
    requirement = models.CharField(_("requirement"), max_length=60)
    reason = models.TextField(_("reason"), max_length=2000, validators=[MaxLengthValidator(2000)])
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        verbose_name = _("reasoned exception")
        verbose_name_plural = _("reasoned exceptions")
        constraints: ClassVar = [
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=("stage", "requirement"), condition=Q(withdrawn_at__isnull=True), name="waiver_once"
            ),
        ]


class Attestation(models.Model):
    """What no data can tell, said by a person with evidence; `seat` is the party for which it is said, if for one.

    The evidence is an attachment of purpose "evidence", or the note.
    """

    stage = models.ForeignKey(AllianceStage, models.CASCADE, related_name="attestations", verbose_name=_("stage"))
    requirement = models.CharField(_("requirement"), max_length=60)
    seat = models.ForeignKey(
        Seat, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("party of the alliance")
    )
    note = models.TextField(_("what bears it out"), blank=True, validators=[MaxLengthValidator(4000)])
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    attested_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("stage", "requirement", "seat"),
                condition=Q(withdrawn_at__isnull=True, seat__isnull=False),
                name="attestation_once_per_seat",
            ),
            models.UniqueConstraint(
                fields=("stage", "requirement"),
                condition=Q(withdrawn_at__isnull=True, seat__isnull=True),
                name="attestation_once",
            ),
        ]
