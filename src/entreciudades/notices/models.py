"""Tasks, notices, and how a person wants to be told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.core.constraints import one_of
from entreciudades.core.privacy import PersonalField
from entreciudades.notices.kinds import BY_HAND, Group, word_notice, word_task
from entreciudades.notices.querysets import NoticeQuerySet, TaskQuerySet

LONGEST_PATH = 300


class Task(models.Model):
    """Something an organisation has to do: worded from its facts, done at `path`, by a day, by its owner if it has one.

    `object_kind` and `object_id` name what gave rise to it, empty where somebody wrote it by hand. `done_by` is null
    where it was done by what happened, such as an answer that came.
    """

    PERSON: ClassVar[str | None] = "owner"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "facts",
            purpose=_("to say what is to be done"),
            seen_by=_("those who work for the organisation"),
            kept=_("until one year after it is done"),
        ),
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tasks", verbose_name=_("organisation"))
    kind = models.CharField(max_length=40)
    facts = models.JSONField(_("what is to be done"), default=dict, blank=True)
    path = models.CharField(max_length=LONGEST_PATH, blank=True)
    object_kind = models.CharField(max_length=80, blank=True)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    due = models.DateField(_("by which day"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who does it"),
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reminded_of = models.DateField(null=True, blank=True, editable=False)  # the date of which a reminder was sent

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "due"], name="task_open", condition=Q(done_at__isnull=True)),
            models.Index(fields=["object_kind", "object_id"], name="task_object"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="task_done_by_when_done", condition=Q(done_by__isnull=True) | Q(done_at__isnull=False)
            ),
            models.CheckConstraint(
                name="task_object_whole",
                condition=Q(object_kind="", object_id__isnull=True) | ~Q(object_kind="") & Q(object_id__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("organisation", "kind", "object_kind", "object_id"),
                name="task_open_once",
                condition=Q(done_at__isnull=True, object_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation_id}"

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language."""
        return word_task(self.kind, self.facts)

    @property
    def address(self) -> str:
        """Where it is done; of one written by hand, its own page."""
        return self.path or reverse("notices:task", args=[self.pk])

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody wrote it, so that somebody may word it anew."""
        return self.kind == BY_HAND

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over."""
        return self.done_at is None and self.due is not None and self.due < timezone.localdate()


class Notice(models.Model):
    """What one person is told: worded from its facts; `path` leads to the thing.

    `scope` is the organisation in whose service they are told: without a role in it, they read it no more. `by` is
    whoever caused it, null where it was the system or somebody without a login.
    """

    PERSON: ClassVar[str | None] = "user"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "facts",
            purpose=_("to say what happened"),
            seen_by=_("the person who is told"),
            kept=_("90 days after it is read, one year at most"),
        ),
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    scope = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    facts = models.JSONField(_("what happened"), default=dict, blank=True)
    path = models.CharField(max_length=LONGEST_PATH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes: ClassVar = [
            models.Index(fields=["user", "id"], name="notice_user"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"

    @property
    def words(self) -> str:
        """What happened, in the reader's language."""
        return word_notice(self.kind, self.facts, by=self.by.get_full_name() if self.by else str(_("Somebody")))


class Frequency(models.TextChoices):
    """When notices of a group also come by mail."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day, together")
    WEEKLY = "weekly", _("Once a week, together")
    NEVER = "never", _("Never: I read them here")


class Preference(models.Model):
    """When a person wants notices of a group by mail; where there is no row, `DEFAULTS` say."""

    DEFAULTS: ClassVar = dict.fromkeys(Group, Frequency.DAILY) | dict.fromkeys(
        (Group.TASKS, Group.CALLS, Group.ALLIANCES), Frequency.AT_ONCE
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    group = models.CharField(max_length=20, choices=Group)
    frequency = models.CharField(max_length=10, choices=Frequency)

    class Meta:
        ordering = ("id",)
        verbose_name = _("way of being told")
        verbose_name_plural = _("ways of being told")
        constraints: ClassVar = [
            one_of("group", Group, name="preference_group_known"),
            one_of("frequency", Frequency, name="preference_frequency_known"),
            models.UniqueConstraint(fields=("user", "group"), name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.frequency} for {self.user_id}"
