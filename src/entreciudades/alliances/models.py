"""Agreements, their parties and their articles."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.querysets import AgreementQuerySet
from entreciudades.core.fields import LabelsField, PartialDateField


class Agreement(models.Model):
    """A text that organisations sign together, or declare together."""

    class Kind(models.TextChoices):
        """The kinds named by the sources 000 and 002; the list grows with the room."""

        MEMORANDUM = "memorandum", _("Memorandum of understanding")
        DECLARATION = "declaration", _("Declaration")
        LETTER_OF_INTENT = "letter-of-intent", _("Letter of intent")
        RESOLUTION = "resolution", _("Resolution")
        INSTITUTIONAL = "institutional-agreement", _("Institutional agreement")
        FRAMEWORK = "framework-agreement", _("Framework agreement")
        SPECIFIC = "specific-agreement", _("Specific agreement")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    titles = LabelsField(_("title"))
    signed = PartialDateField(_("signed"), blank=True, null=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ("-signed", "id")
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return self.slug


class AgreementParty(models.Model):
    """An organisation that signs."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreement_parties", verbose_name=_("organisation")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("agreement", "organisation"), name="agreement_party_once"),
        ]


class Article(models.Model):
    """One article; its wording is a text of section "wording", said to be verbatim or a summary."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="articles", verbose_name=_("agreement"))
    number = models.PositiveSmallIntegerField(_("number"))
    headings = LabelsField(_("heading"), blank=True)
    verbatim = models.BooleanField(_("verbatim"), default=True, help_text=_("If not, the text is a summary."))

    class Meta:
        ordering = ("number",)
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("agreement", "number"), name="article_number_once"),
        ]
