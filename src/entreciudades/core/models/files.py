"""Stored files and what they hang on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.core.fields import LabelsField
from entreciudades.core.privacy import PersonalField


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
    """A file on an object, for a purpose ("cover", "document"), with what a page must say about it.

    ``name`` is what a document is called where it is downloaded. A picture says in ``people`` whether somebody can be
    recognised in it; where they agreed, ``consent_by`` says who asked them and how, ``consent_on`` when.
    """

    class Licence(models.TextChoices):
        """Under what a picture may be shown."""

        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC0 = "cc0-1.0", "CC0 1.0"
        PUBLIC_DOMAIN = "public-domain", _("public domain")
        OWN = "own", _("our own picture")
        PERMISSION = "permission", _("all rights reserved, shown with permission")

    class People(models.TextChoices):
        """Whether somebody in a picture must have agreed to be shown."""

        NOBODY = "nobody", _("Nobody is in it")
        UNRECOGNISABLE = "unrecognisable", _("People are in it, and nobody can be recognised")
        AGREED = "agreed", _("People can be recognised in it, and agreed to be shown")

    PERSON = None  # a name alone finds nobody for sure
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "credit",
            purpose=_("to name the author of a picture"),
            seen_by=_("everybody who sees the picture"),
            kept=_("as long as the picture is shown"),
        ),
        PersonalField(
            "consent_by",
            purpose=_("to prove that the people in a picture agreed to be shown"),
            seen_by=_("those who edit what the picture belongs to"),
            kept=_("as long as the picture is shown"),
        ),
    )

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200, blank=True)
    alt = LabelsField(blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(max_length=20, choices=Licence, blank=True)
    people = models.CharField(max_length=20, choices=People, blank=True)
    consent_by = models.CharField(_("who asked the people in it, and how"), max_length=200, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("picture or document")
        verbose_name_plural = _("pictures and documents")
        indexes = [models.Index(fields=["object_kind", "object_id", "purpose"], name="core_attachment_object")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    licence__in=["", "cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0", "public-domain", "own", "permission"]
                ),
                name="core_attachment_licence",
            ),
            models.CheckConstraint(
                condition=models.Q(people__in=["", "nobody", "unrecognisable"], consent_by="", consent_on__isnull=True)
                | (models.Q(people="agreed", consent_on__isnull=False) & ~models.Q(consent_by="")),
                name="core_attachment_consent_with_who_and_when",
                violation_error_message=_("Where people agreed, say who asked them and when; else say neither."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.object_kind} {self.object_id}"
