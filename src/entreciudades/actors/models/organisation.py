"""Organisations, the profile of a city, and the figures that are said of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.querysets import OrganisationQuerySet
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.models import Figure
from entreciudades.taxonomy.models import Place, Term


class OrganisationForm(models.TextChoices):
    """What the organisation is to the system; `kind` says what it is in the world."""

    CITY = "city", _("City")
    NETWORK = "network", _("Network")
    OTHER = "other", _("Other organisation")


class Organisation(models.Model):
    """A city, a network or another body that cooperates; real ones carry only facts with a source."""

    Form = OrganisationForm

    slug = models.SlugField(max_length=80, unique=True)
    form = models.CharField(max_length=10, choices=OrganisationForm)
    kind = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("type of actor"))
    names = LabelsField(_("name"))
    sort_name = models.CharField(max_length=200, db_index=True, editable=False)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166-1, two letters"))
    fictional_country = LabelsField(_("fictional country"), blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    website = models.URLField(_("website"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_language = models.CharField(_("language of the source"), max_length=5, default="es")
    published = models.BooleanField(_("public"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("sort_name", "id")
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints: ClassVar = [
            one_of("form", OrganisationForm, name="organisation_form_known"),
            models.CheckConstraint(
                name="organisation_real_or_fictional",
                condition=models.Q(country="") | models.Q(fictional_country={}),
                violation_error_message=_("An organisation lies in a real country or in a fictional one, not in both."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_city(self) -> bool:
        """Whether it is a municipality or metropolitan government."""
        return self.form == self.Form.CITY

    @property
    def is_network(self) -> bool:
        """Whether it runs programmes for its members."""
        return self.form == self.Form.NETWORK

    @property
    def is_fictional(self) -> bool:
        """Whether it was invented for the demonstration."""
        return bool(self.fictional_country)


class CityProfile(models.Model):
    """What is said of a city once; what has a value and a date is an `OrganisationFigure`."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="profile")
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    founded = PartialDateField(_("founded"), blank=True, null=True)
    government_name = models.CharField(_("name of the local government"), max_length=200, blank=True)
    government_acronym = models.CharField(_("acronym of the local government"), max_length=30, blank=True)
    modalities = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("cooperation modalities"))

    class Meta:
        verbose_name = _("city profile")
        verbose_name_plural = _("city profiles")

    def __str__(self) -> str:
        return f"profile of {self.organisation_id}"


class OrganisationFigure(Figure):
    """One figure of an organisation; population is a series of them, by `as_of`."""

    class Measure(models.TextChoices):
        """The measures that pages and rules know; any other carries its own label."""

        POPULATION = "population", _("Population")
        FLOATING_POPULATION = "floating-population", _("Floating population")
        COMMUTERS = "commuters", _("Commuters")
        AREA = "area", _("Area")
        URBAN_AREA = "urban-area", _("Urban area")
        RURAL_AREA = "rural-area", _("Rural area")
        DISTRICTS = "districts", _("Districts")
        OTHER = "other", _("Other")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="figures", verbose_name=_("organisation")
    )
    measure = models.CharField(_("measure"), max_length=30, choices=Measure)
    labels = LabelsField(_("what is counted"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints: ClassVar = [
            *Figure.Meta.constraints,
            models.CheckConstraint(
                name="organisation_figure_other_is_labelled",
                condition=~models.Q(measure="other") | ~models.Q(labels={}),
                violation_error_message=_("Say what is counted."),
            ),
        ]


class LanguageShare(Figure):
    """A language spoken in a city, with the share of its people in percent."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="languages", verbose_name=_("organisation")
    )
    language = models.CharField(_("language"), max_length=8)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints: ClassVar = [
            *Figure.Meta.constraints,
            models.UniqueConstraint(fields=("organisation", "language"), name="language_share_once"),
        ]
