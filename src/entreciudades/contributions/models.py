"""Requests and the texts that are asked for."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation, OrganisationFigure
from entreciudades.contributions.querysets import RequestQuerySet
from entreciudades.contributions.states import RequestState
from entreciudades.core.constraints import one_of
from entreciudades.core.privacy import PersonalField


class RequestKind(models.TextChoices):
    """What is asked for."""

    TEXT = "text", _("A text")
    FIGURE = "figure", _("A figure")
    OPINION = "opinion", _("An opinion")


_KEPT = _("until two years after the day by which an answer was asked for")
_SEEN = _("those who work for the organisation that asks")


class Request(models.Model):
    """Something asked of one person, who answers by a link of their own or by a Word file.

    `object_kind`, `object_id` and `section` name what it is about; `title` says it in `language`, in which the mails
    and the texts are. `to_email` is empty where whoever asks sends the Word file themselves. `figure` is the answer to
    a request for a figure: fields of OrganisationFigure as text. `word` tells of the last Word file that came back:
    whether it was the one that had gone out ("fit") and what of it was not taken ("notes").
    """

    Kind = RequestKind

    PERSON: ClassVar[str | None] = "to_email"
    PERSONAL_DATA: ClassVar = (
        PersonalField("to_name", purpose=_("to write to whoever is asked"), seen_by=_SEEN, kept=_KEPT),
        PersonalField("to_email", purpose=_("to send the link and the reminders"), seen_by=_SEEN, kept=_KEPT),
        PersonalField("written_by", purpose=_("to say who wrote an answer"), seen_by=_SEEN, kept=_KEPT),
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="requests", verbose_name=_("organisation")
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    kind = models.CharField(_("kind"), max_length=10, choices=RequestKind)
    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    section = models.CharField(max_length=100, blank=True)
    title = models.CharField(_("what it is about"), max_length=400)
    asks = models.TextField(_("what you ask for"), max_length=4000, blank=True)
    measure = models.CharField(_("measure"), max_length=30, blank=True, choices=OrganisationFigure.Measure)
    to_name = models.CharField(_("name"), max_length=200)
    to_office = models.CharField(_("department or body"), max_length=200, blank=True)
    to_email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5)
    due = models.DateField(_("until when"))
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.CharField(_("who wrote it"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.TextField(_("reply"), max_length=4000, blank=True)
    figure = models.JSONField(default=dict, blank=True)
    word = models.JSONField(default=dict, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("request for a contribution")
        verbose_name_plural = _("requests for contributions")
        indexes: ClassVar = [
            models.Index(fields=["object_kind", "object_id"], name="request_object"),
            models.Index(fields=["organisation", "state"], name="request_of"),
        ]
        constraints: ClassVar = [
            one_of("state", RequestState, name="request_state_known"),
            one_of("kind", RequestKind, name="request_kind_known"),
            models.CheckConstraint(
                name="request_answered_when_answered",
                condition=Q(answered_at__isnull=True, state__in=("asked", "revoked"))
                | Q(answered_at__isnull=False, state__in=("answered", "settled")),
            ),
            models.CheckConstraint(
                name="request_settled_when_settled",
                condition=Q(settled_at__isnull=True) & ~Q(state="settled")
                | Q(settled_at__isnull=False, state="settled"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == RequestState.ASKED

    @property
    def is_answered(self) -> bool:
        """Whether an answer is there to be looked through."""
        return self.state == RequestState.ANSWERED

    @property
    def is_over(self) -> bool:
        """Whether its day is over and nobody has answered."""
        return self.is_waiting and timezone.now() >= self.ends_at

    @property
    def ends_at(self) -> dt.datetime:
        """When its day is over everywhere on Earth: noon UTC of the day after."""
        return dt.datetime.combine(self.due + dt.timedelta(days=1), dt.time(12), tzinfo=dt.UTC)

    @property
    def addressee(self) -> str:
        """Who is asked: "Lucía Prado, Department of Mobility"."""
        return ", ".join(one for one in (self.to_name, self.to_office) if one)


class Passage(models.Model):
    """One text of a request: as it went out, and the draft, which is the answer once it is handed in.

    `key` is that of the text at its object; `base` the text as it stood when it was asked for. `version` of the draft
    grows by one at every save. `before` is the draft that a Word file took the place of, null where none did.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="passages")
    key = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    asks = models.TextField(blank=True)
    base = models.TextField(blank=True)
    draft = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    before = models.TextField(null=True, blank=True)  # noqa: DJ001 - an empty draft is a draft too
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("text of a request")
        verbose_name_plural = _("texts of a request")
        constraints: ClassVar = [models.UniqueConstraint(fields=("request", "key"), name="passage_once")]

    def __str__(self) -> str:
        return self.title
