"""Stored files and what they hang on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from entreciudades.core.fields import LabelsField


class StoredFile(models.Model):
    """Bytes in the default storage, once per content. Rights are on its attachments, never on its hash.

    ``width`` and ``height`` are pixels of a picture, null for other files. ``released_at`` is when it was stored or
    last lost an attachment: from then the grace period of a file without attachments runs.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width__isnull=True, height__isnull=True)
                | models.Q(width__isnull=False, height__isnull=False),
                name="core_file_width_with_height",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file on an object, for a purpose ("cover", "document"), with what a page must say about it."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    alt = LabelsField(blank=True)
    credit = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["object_kind", "object_id", "purpose"], name="core_attachment_object")]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.object_kind} {self.object_id}"
