"""A local government from inside: its plans and policies, its departments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.core.fields import LabelsField, PartialDateField


class Plan(models.Model):
    """A plan, policy or norm that binds or guides a city, with its period and legal rank."""

    class Kind(models.TextChoices):
        """The kinds that UCCI's PEM matrix tells apart (source 002, Matrices)."""

        PUBLIC_POLICY = "public-policy", _("Public policy")
        DEVELOPMENT_PLAN = "municipal-development-plan", _("Municipal development plan")
        GOVERNMENT_PLAN = "government-plan", _("Government plan")
        NATIONAL_PLAN = "national-plan", _("National plan")
        OTHER_NORM = "other-norm", _("Other normative framework")

    class Level(models.TextChoices):
        """Which government adopted it."""

        LOCAL = "local", _("Local")
        NATIONAL = "national", _("National")
        INTERNATIONAL = "international", _("International")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="plans", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    level = models.CharField(_("level"), max_length=15, choices=Level, default=Level.LOCAL)
    titles = LabelsField(_("title"))
    summary = LabelsField(_("what it says"), blank=True)
    starts = PartialDateField(_("from"), blank=True, null=True)
    ends = PartialDateField(_("until"), blank=True, null=True)
    legal_rank = LabelsField(_("legal rank"), blank=True)
    adopted = PartialDateField(_("adopted"), blank=True, null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("plan or policy")
        verbose_name_plural = _("plans and policies")


class Department(models.Model):
    """A unit of an organisation."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="departments", verbose_name=_("organisation")
    )
    names = LabelsField(_("name"))
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    manages_cooperation = models.BooleanField(_("manages international cooperation"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("department")
        verbose_name_plural = _("departments")
