"""A programme, its partners and the departments that carry it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import CooperationInstrument, Department, Organisation, Person
from entreciudades.alliances.models import Alliance
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.methodologies.models import Methodology
from entreciudades.programmes.querysets import ProgrammeQuerySet
from entreciudades.programmes.states import ProgrammeState
from entreciudades.taxonomy.models import Term


class Programme(models.Model):
    """The cooperation programme of a city, of a network or of an alliance, in one edition.

    That of an alliance is carried by all its parties (`programmes.carriers`); its holder is the party that began it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes", verbose_name=_("holder"))
    network = models.ForeignKey(
        Organisation, models.PROTECT, related_name="owned_programmes", verbose_name=_("network")
    )
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("alliance")
    )
    methodology = models.ForeignKey(Methodology, models.PROTECT, related_name="+", verbose_name=_("methodology"))
    variant = models.CharField(_("variant of the methodology"), max_length=40)
    titles = LabelsField(_("title"))
    subtitles = LabelsField(_("subtitle"), blank=True)
    edition = PartialDateField(_("edition"))
    starts = PartialDateField(_("from"), blank=True, null=True)
    ends = PartialDateField(_("until"), blank=True, null=True)
    state = models.CharField(_("state"), max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    source_language = models.CharField(_("language it is written in"), max_length=5, default="es")
    source = models.CharField(_("source"), max_length=300, blank=True)
    sectors = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("sectors"))
    axes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("cross-cutting axes"))
    sdg_focus = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("SDG goals and targets"))
    instruments = models.ManyToManyField(
        CooperationInstrument, blank=True, related_name="+", verbose_name=_("instruments")
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("-edition", "slug")
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints: ClassVar = [
            one_of("state", ProgrammeState, name="programme_state_known"),
            models.CheckConstraint(
                name="programme_published_at_iff_public",
                condition=models.Q(state="draft", published_at__isnull=True)
                | (~models.Q(state="draft") & models.Q(published_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state != ProgrammeState.DRAFT

    @property
    def is_closed(self) -> bool:
        """Whether it has ended: it stays public and is changed no more."""
        return self.state == ProgrammeState.CLOSED


class PartnerRole(models.TextChoices):
    """A partner city exchanges; an ally supports (agency, institute, network)."""

    CITY = "city", _("Partner city")
    ALLY = "ally", _("Ally")


class Partner(models.Model):
    """An organisation with which the programme is carried out."""

    As = PartnerRole

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners", verbose_name=_("programme"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships", verbose_name=_("organisation")
    )
    partner_as = models.CharField(_("takes part as"), max_length=10, choices=PartnerRole)
    contribution = LabelsField(_("contribution"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints: ClassVar = [
            one_of("partner_as", PartnerRole, name="partner_as_known"),
            models.UniqueConstraint(fields=("programme", "organisation"), name="partner_once"),
        ]


class DepartmentTask(models.TextChoices):
    """What the department does in the programme (source 002, PEM and PPCI)."""

    COORDINATES = "coordinates", _("Coordinates")
    SUPPORTS = "supports", _("Takes part in the coordination")
    INVOLVED = "involved", _("Involved")


class ProgrammeDepartment(models.Model):
    """A department of the holder that takes part; one of them coordinates, with its focal point."""

    Task = DepartmentTask

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="departments", verbose_name=_("programme"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    task = models.CharField(_("task"), max_length=12, choices=DepartmentTask)
    focal_point = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("focal point")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("department of the programme")
        verbose_name_plural = _("departments of the programme")
        constraints: ClassVar = [
            one_of("task", DepartmentTask, name="programme_department_task_known"),
            models.UniqueConstraint(fields=("programme", "department"), name="programme_department_once"),
            models.UniqueConstraint(
                fields=("programme",), condition=models.Q(task="coordinates"), name="programme_one_coordinates"
            ),
        ]
