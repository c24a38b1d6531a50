"""In which languages a network works, and the words that it has agreed on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.core.fields import LabelsField


class WorkingLanguage(models.Model):
    """A language in which a network wants what it and its members write; one that names none works in Spanish."""

    network = models.ForeignKey(
        Organisation, models.CASCADE, related_name="working_languages", verbose_name=_("network")
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.CONTENT_LANGUAGES)

    class Meta:
        ordering = ("id",)
        verbose_name = _("working language")
        verbose_name_plural = _("working languages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("network", "language"), name="working_language_once"),
        ]


class GlossaryTerm(models.Model):
    """How a network calls one thing in each language; `avoided` holds the words not to be used, one a line."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="glossary", verbose_name=_("network"))
    terms = LabelsField(_("term"))
    avoided = LabelsField(_("words to avoid"), blank=True)
    notes = LabelsField(_("note"), blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("glossary")

    def avoided_in(self, language: str) -> tuple[str, ...]:
        """The words not to be used in a language."""
        lines = (line.strip() for line in self.avoided.get(language, "").splitlines())
        return tuple(line for line in lines if line)


class ReturnedTranslation(models.Model):
    """A file that came back from a translator, kept until what it holds was accepted or it is thrown away.

    Its bytes are attached to it for the purpose "translation": they hold drafts, and no page hands them out.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="returned_translations", verbose_name=_("organisation")
    )
    name = models.CharField(_("name of the file"), max_length=200)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("returned translation")
        verbose_name_plural = _("returned translations")
