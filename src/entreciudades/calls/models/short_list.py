"""Short lists: whom each admitted city should meet, and why; and what the secretariat set for that while."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.calls.models.application import Application
from entreciudades.calls.models.call import Call
from entreciudades.calls.querysets import ShortListQuerySet


class Matchmaking(models.Model):
    """Between admission and pairing: since when cities see their short lists, until when they say preferences."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="matchmaking", verbose_name=_("call"))
    shown_at = models.DateTimeField(_("lists shown to the cities"), null=True, blank=True, editable=False)
    preferences_due_at = models.DateTimeField(_("preferences until"), null=True, blank=True)

    class Meta:
        verbose_name = _("matchmaking")
        verbose_name_plural = _("matchmakings")


class ShortListEntry(models.Model):
    """A city on the short list of another, with the reasons in the terms of the run of affinities that drew it up.

    `learns`, `shares`: terms that the city of the list learns from the other and shares with it; `common`: those that
    both need; `languages`: those in which both work. The secretariat adds and strikes with a reason; what it did stays
    when lists are drawn up anew.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="short_list", verbose_name=_("application")
    )
    other = models.ForeignKey(Application, models.CASCADE, related_name="short_listed_by", verbose_name=_("other city"))
    position = models.PositiveSmallIntegerField(default=0)
    learns = models.JSONField(default=list)
    shares = models.JSONField(default=list)
    common = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    population = models.PositiveIntegerField(_("inhabitants of the other city"), null=True, blank=True)
    added = models.CharField(_("reason for adding"), max_length=500, blank=True)
    struck = models.CharField(_("reason for striking"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ShortListQuerySet.as_manager()

    class Meta:
        ordering = ("application", "position", "id")
        verbose_name = _("city on a short list")
        verbose_name_plural = _("cities on short lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "other"), name="short_list_entry_once"),
            models.CheckConstraint(name="short_list_entry_not_itself", condition=~Q(application=F("other"))),
            models.CheckConstraint(name="short_list_entry_added_or_struck", condition=Q(added="") | Q(struck="")),
        ]
