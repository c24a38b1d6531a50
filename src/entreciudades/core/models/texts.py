"""Long texts, their history, and who is at them now."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.utils import timezone

from entreciudades.core.refs import kind_of


class TextQuerySet(models.QuerySet["Text"]):
    """Which texts."""

    def of(self, *objects: models.Model) -> TextQuerySet:
        """Keep the texts of some objects, of one kind or of several."""
        ids: dict[str, list[int]] = {}
        for obj in objects:
            ids.setdefault(kind_of(obj), []).append(obj.pk)
        wanted = (models.Q(object_kind=kind, object_id__in=keys) for kind, keys in ids.items())
        return self.filter(reduce(or_, wanted, models.Q(pk__in=())))

    def newer_than_public(self) -> TextQuerySet:
        """Keep those that say something else than the public reads."""
        return self.exclude(body=models.F("published_body"))


class Text(models.Model):
    """The text of one section of an object in one language, as it stands now.

    ``section`` is a key of the object's own ("1.2"; a row of a section: "3.11/politico"). ``version`` grows by one
    at every save. ``source_language`` is the language that it was first written in; a translation keeps in
    ``source_version`` the version of the source text that it follows, null in the source text itself.
    ``published_body`` is what the public reads: the text as it stood when its object was last published, null before.
    """

    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    section = models.CharField(max_length=100)
    language = models.CharField(max_length=20)
    body = models.TextField(blank=True)
    published_body = models.TextField(null=True, blank=True)  # noqa: DJ001 - empty is published too
    version = models.PositiveIntegerField(default=1)
    source_language = models.CharField(max_length=20)
    source_version = models.PositiveIntegerField(null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(default=timezone.now)

    objects = TextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_kind", "object_id", "section", "language"], name="core_text_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="core_text_version_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id} {self.section} ({self.language})"

    @property
    def is_translation(self) -> bool:
        """Whether it was written from a text in another language."""
        return self.language != self.source_language

    def is_behind(self, source: Text) -> bool:
        """Whether ``source``, which it translates, was changed after this translation was made."""
        return self.is_translation and (self.source_version or 0) < source.version


class TextVersion(models.Model):
    """A text as a sitting left it, kept when the next sitting began. Never changed, gone only with its text.

    It is restored by saving its body as the text of now, through the room's own verb.
    """

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["text", "version"], name="core_textversion_once")]

    def __str__(self) -> str:
        return f"{self.text_id} version {self.version}"


class Editing(models.Model):
    """A person who has a text open in an editor; rows older than some seconds mean nothing."""

    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    section = models.CharField(max_length=100)
    language = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_kind", "object_id", "section", "language", "user"], name="core_editing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.object_kind} {self.object_id} {self.section} ({self.language})"
