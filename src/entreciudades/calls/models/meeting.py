"""Bilateral meetings, and the private preferences of each city after them."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.calls.models.application import Application
from entreciudades.calls.models.call import Call
from entreciudades.calls.querysets import MeetingQuerySet


class Meeting(models.Model):
    """Two admitted cities meet, in a round and a slot in which neither meets another. `a` is the lesser key."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="meetings", verbose_name=_("call"))
    round = models.PositiveSmallIntegerField(_("round"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    a = models.ForeignKey(Application, models.PROTECT, related_name="meetings_as_a")
    b = models.ForeignKey(Application, models.PROTECT, related_name="meetings_as_b")
    where = models.CharField(_("where"), max_length=300, blank=True)
    held = models.BooleanField(_("held"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("round", "starts_at", "id")
        verbose_name = _("bilateral meeting")
        verbose_name_plural = _("bilateral meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("call", "round", "a", "b"), name="meeting_once_a_round"),
            models.UniqueConstraint(fields=("a", "starts_at"), name="meeting_slot_free_a"),
            models.UniqueConstraint(fields=("b", "starts_at"), name="meeting_slot_free_b"),
            models.CheckConstraint(name="meeting_a_before_b", condition=Q(a__lt=F("b"))),
            models.CheckConstraint(name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
        ]


class MeetingNote(models.Model):
    """What one city wrote down of a meeting, for itself and, where it says so, for the secretariat."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes", verbose_name=_("meeting"))
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    text = models.TextField(_("notes"), blank=True, validators=[MaxLengthValidator(4000)])
    shared = models.BooleanField(_("the secretariat may read it"), default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
        verbose_name = _("notes of a meeting")
        verbose_name_plural = _("notes of meetings")
        constraints: ClassVar = [models.UniqueConstraint(fields=("meeting", "application"), name="meeting_note_once")]


class PartnerPreference(models.Model):
    """How much a city would like another one, from 0 (not at all) to 4 (very much); private."""

    class Level(models.IntegerChoices):
        """The word is shown, never the number alone."""

        NOT_AT_ALL = 0, _("rather not")
        LITTLE = 1, _("a little")
        SOME = 2, _("could be")
        CONSIDERABLE = 3, _("gladly")
        MUCH = 4, _("very gladly")

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="preferences", verbose_name=_("application")
    )
    other = models.ForeignKey(Application, models.CASCADE, related_name="preferred_by", verbose_name=_("other city"))
    level = models.PositiveSmallIntegerField(_("how gladly"), choices=Level)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-level", "id")
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "other"), name="partner_preference_once"),
            models.CheckConstraint(name="partner_preference_level_0_to_4", condition=Q(level__lte=4)),
            models.CheckConstraint(name="partner_preference_not_itself", condition=~Q(application=F("other"))),
        ]
