"""Agreements, their parties and their articles."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models.alliance import Alliance
from entreciudades.alliances.querysets import AgreementQuerySet
from entreciudades.alliances.states import AgreementState
from entreciudades.core.constraints import one_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.privacy import PersonalField
from entreciudades.taxonomy.models import Term


class Agreement(models.Model):
    """A text that organisations sign together, or declare together.

    One that a register or a source tells is `recorded`; one that is negotiated here goes through the states. It belongs
    to an alliance where it was born in one, and lies in the register of `network`. `languages` are those in which its
    articles are written, `authentic` those of them that bind. `parent` is the agreement under which it is made, or
    which it adds to. `renews_months`: where nobody denounces it, it goes on for so long each time; whoever denounces it
    says so `notice_months` before it ends.
    """

    class Kind(models.TextChoices):
        """The kinds named by the sources 000 and 002 and those that registers of cities hold; the list is open."""

        TWINNING = "twinning", _("Twinning")
        MEMORANDUM = "memorandum", _("Memorandum of understanding")
        FRAMEWORK = "framework-agreement", _("Framework agreement")
        SPECIFIC = "specific-agreement", _("Specific agreement")
        INSTITUTIONAL = "institutional-agreement", _("Institutional agreement")
        DECLARATION_OF_INTENT = "declaration-of-intent", _("Declaration of intent")
        LETTER_OF_INTENT = "letter-of-intent", _("Letter of intent")
        DECLARATION = "declaration", _("Declaration")
        RESOLUTION = "resolution", _("Resolution")
        POSITION = "position", _("Position")
        ADDENDUM = "addendum", _("Addendum")
        ENDORSEMENT = "endorsement-letter", _("Endorsement letter")
        COLLABORATION = "collaboration-agreement", _("Collaboration agreement")
        OTHER = "other", _("Other agreement")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    titles = LabelsField(_("title"))
    signed = PartialDateField(_("signed"), blank=True, null=True)
    starts = PartialDateField(_("in force from"), blank=True, null=True)
    ends = PartialDateField(_("in force until"), blank=True, null=True)
    reference = models.CharField(_("number in the register"), max_length=60, blank=True)
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))
    published = models.BooleanField(_("public"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=AgreementState, default=AgreementState.RECORDED)
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("alliance")
    )
    network = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("network")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("agreement above it")
    )
    languages = models.JSONField(_("languages of the text"), default=list, blank=True)
    authentic = models.JSONField(_("languages that bind"), default=list, blank=True)
    renews_months = models.PositiveSmallIntegerField(_("renews itself for months"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("months of notice to denounce it"), null=True, blank=True)
    denounced_on = models.DateField(_("denounced on"), null=True, blank=True)
    denounced_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("denounced by")
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ("-signed", "id")
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar = [
            one_of("state", AgreementState, name="agreement_state_known"),
            models.CheckConstraint(
                name="agreement_denounced_on_and_by",
                condition=models.Q(denounced_on__isnull=True, denounced_by__isnull=True)
                | models.Q(denounced_on__isnull=False, denounced_by__isnull=False, state="denounced"),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_negotiated(self) -> bool:
        """Whether its text came about here; else a register or a source tells it."""
        return bool(self.languages) and self.state != AgreementState.RECORDED

    def clean(self) -> None:
        """Refuse an end before the signature."""
        signed, ends = self.signed, self.ends
        if isinstance(signed, PartialDate) and isinstance(ends, PartialDate) and ends.is_over_before(signed):
            date = signed.format(get_language() or "es")
            raise ValidationError({"ends": _now("This is before the signature, %(date)s.") % {"date": date}})


class AgreementParty(models.Model):
    """An organisation that signs, and who signs for it as what: is to sign, until it has.

    `protocol_title` is how a ceremony calls who signs, `signs_as_number` when it is their turn; parties stand by
    `position` everywhere else.
    """

    PERSON: ClassVar[str | None] = None  # a name alone finds nobody for sure
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "signed_by",
            purpose=_("to prove who signed for a city"),
            seen_by=_("the parties and their networks; everybody once the agreement is public"),
            kept=_("as long as the agreement is kept"),
        ),
    )

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreement_parties", verbose_name=_("organisation")
    )
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)
    signed_as = models.CharField(_("office of who signed"), max_length=150, blank=True)
    protocol_title = models.CharField(_("protocol title"), max_length=150, blank=True)
    signs_as_number = models.PositiveSmallIntegerField(_("signs as number"), null=True, blank=True)
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
    topic = models.CharField(_("about"), max_length=20, blank=True)
    verbatim = models.BooleanField(_("verbatim"), default=True, help_text=_("If not, the text is a summary."))

    class Meta:
        ordering = ("number",)
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("agreement", "number"), name="article_number_once"),
        ]
