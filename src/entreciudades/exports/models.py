"""Documents that were made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.constraints import one_of
from entreciudades.core.models import StoredFile


class DocumentFormat(models.TextChoices):
    """PDF is read and printed, DOCX is worked on."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class DocumentRun(models.Model):
    """One document: of which object, in which language and format, from which data, by which version of the software.

    `digest` is SHA-256 over all that went in; the same input gives the same file and is not made twice. One that is
    `published` was handed to the public and stays; of the others the latest few are kept.
    """

    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    document = models.CharField(_("document"), max_length=30)
    language = models.CharField(_("language"), max_length=8)
    format = models.CharField(_("format"), max_length=8, choices=DocumentFormat, default=DocumentFormat.PDF)
    digest = models.CharField(max_length=64)
    version = models.CharField(_("version of the software"), max_length=30)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    published = models.BooleanField(_("public"), default=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("document made")
        verbose_name_plural = _("documents made")
        constraints = [
            one_of("format", DocumentFormat, name="document_run_format_known"),
            models.UniqueConstraint(
                fields=("object_kind", "object_id", "document", "language", "format", "digest"),
                name="document_run_once",
            ),
        ]
