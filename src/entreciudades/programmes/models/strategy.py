"""Strategic lines, the projects and the activities that carry them out."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Department, Organisation
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.money import MoneyProperty, amount_column, currency_column, not_negative, paired
from entreciudades.programmes.models.programme import Programme
from entreciudades.taxonomy.models import Term


class StrategicLine(models.Model):
    """A line of the programme's strategy, numbered."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="lines", verbose_name=_("programme"))
    number = models.PositiveSmallIntegerField(_("number"))
    titles = LabelsField(_("title"))
    descriptions = LabelsField(_("description"), blank=True)

    class Meta:
        ordering = ("number",)
        verbose_name = _("strategic line")
        verbose_name_plural = _("strategic lines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("programme", "number"), name="line_number_once"),
        ]


class Project(models.Model):
    """A project identified by the programme, under a line or across lines."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="projects", verbose_name=_("programme"))
    line = models.ForeignKey(
        StrategicLine, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("strategic line")
    )
    titles = LabelsField(_("title"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("project")
        verbose_name_plural = _("projects")


class Activity(models.Model):
    """What is done: where it belongs, who carries it out, with whom, when, towards which targets, at what cost."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="activities", verbose_name=_("programme"))
    line = models.ForeignKey(StrategicLine, models.PROTECT, related_name="activities", verbose_name=_("strategic line"))
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name=_("project")
    )
    titles = LabelsField(_("title"))
    descriptions = LabelsField(_("description"), blank=True)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    partners = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name=_("partners"))
    modality = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("modality")
    )
    targets = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("SDG targets"))
    starts = PartialDateField(_("from"), blank=True, null=True)
    ends = PartialDateField(_("until"), blank=True, null=True)
    cost_amount = amount_column(verbose_name=_("estimated cost"), validators=[MinValueValidator(0)])
    cost_currency = currency_column(verbose_name=_("currency"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("line__number", "position", "id")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints: ClassVar = [
            paired(
                "cost_amount",
                "cost_currency",
                name="activity_cost_with_currency",
                otherwise=_("Enter both the estimated cost and its currency, or neither."),
            ),
            not_negative("cost_amount", name="activity_cost_not_negative"),
        ]

    cost = MoneyProperty("cost_amount", "cost_currency")
