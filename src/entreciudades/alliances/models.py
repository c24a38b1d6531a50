"""Alliances with their parties; agreements, their parties and their articles."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.querysets import AgreementQuerySet, AllianceQuerySet
from entreciudades.calls.models import Call, Pair
from entreciudades.core.constraints import one_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.privacy import PersonalField
from entreciudades.taxonomy.models import Term


class Agreement(models.Model):
    """A text that organisations sign together, or declare together."""

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

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ("-signed", "id")
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        """Refuse an end before the signature."""
        signed, ends = self.signed, self.ends
        if isinstance(signed, PartialDate) and isinstance(ends, PartialDate) and ends.is_over_before(signed):
            date = signed.format(get_language() or "es")
            raise ValidationError({"ends": _now("This is before the signature, %(date)s.") % {"date": date}})


class AgreementParty(models.Model):
    """An organisation that signs, and who signs for it as what."""

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


class Basis(models.TextChoices):
    """What the source says of an alliance."""

    PAIRING = "pairing", _("Pairing")
    COOPERATION = "cooperation", _("Cooperation")


class Alliance(models.Model):
    """Two or more organisations that cooperate, today or once; the history of networks is kept in the same rows.

    `basis` tells a pairing that the source states from looser cooperation; `pair` is the accepted pair that founded
    it, `search` the call in which a city chose its partner. `topics` are the subjects in the words of the source,
    `themes` the terms that stand for them. What a source does not say is empty, which pages call "not stated".
    """

    Basis = Basis

    slug = models.SlugField(max_length=120, unique=True)
    network = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alliances",
        verbose_name=_("network"),
    )
    programme_name = models.CharField(_("programme"), max_length=120, blank=True)
    titles = LabelsField(_("title"), blank=True)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, default=Basis.PAIRING)
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))
    topics = LabelsField(_("subjects in the words of the source"), blank=True)
    starts = PartialDateField(_("since"), blank=True, null=True)
    ends = PartialDateField(_("until"), blank=True, null=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_urls = models.JSONField(_("addresses of the source"), default=list, blank=True)
    published = models.BooleanField(_("public"), default=False)
    pair = models.OneToOneField(
        Pair, models.PROTECT, null=True, blank=True, related_name="alliance", verbose_name=_("pair")
    )
    search = models.OneToOneField(
        Call, models.PROTECT, null=True, blank=True, related_name="alliance", verbose_name=_("search of a partner")
    )

    objects = AllianceQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        constraints: ClassVar = [
            one_of("basis", Basis, name="alliance_basis_known"),
            models.CheckConstraint(
                name="alliance_public_with_source",
                condition=models.Q(published=False)
                | ~models.Q(source="")
                | ~models.Q(source_urls=[])
                | models.Q(pair__isnull=False)
                | models.Q(search__isnull=False),
                violation_error_message=_("Say where it is told before everybody may read it."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_founded_here(self) -> bool:
        """Whether its parties decided it here, and no source tells it."""
        return self.pair_id is not None or self.search_id is not None

    def clean(self) -> None:
        """Refuse an address of the source that is none."""
        check = URLValidator(schemes=("http", "https"))
        for address in self.source_urls:
            try:
                check(address)
            except ValidationError:
                said = _now("“%(found)s” is no address of the web: write it whole, with https://.")
                raise ValidationError({"source_urls": said % {"found": str(address)[:80]}}) from None


class Seat(models.Model):
    """An organisation that is a party to an alliance. `name` is how the source calls it, where that differs."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="seats", verbose_name=_("alliance"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name=_("organisation"))
    name = models.CharField(_("name in the source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("party of the alliance")
        verbose_name_plural = _("parties of the alliance")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("alliance", "organisation"), name="seat_once"),
        ]
