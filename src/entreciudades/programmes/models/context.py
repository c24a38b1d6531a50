"""What surrounds the strategy: territory, people it serves, plans it follows, agreements, figures, channels."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation, Plan
from entreciudades.alliances.models import Agreement, Article
from entreciudades.core.fields import LabelsField
from entreciudades.core.models import Figure
from entreciudades.practices.models import Practice
from entreciudades.programmes.models.programme import Programme
from entreciudades.taxonomy.models import Term


class Territory(models.Model):
    """Where the programme takes place."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="territories", verbose_name=_("programme"))
    names = LabelsField(_("territory"))
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name=_("cities"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("territory")
        verbose_name_plural = _("territories")


class Beneficiary(models.Model):
    """A group that the programme serves, with its needs."""

    class Reach(models.TextChoices):
        """Direct beneficiaries take part; final ones benefit from it (sources 002 and 004)."""

        DIRECT = "direct", _("Direct")
        FINAL = "final", _("Final")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="beneficiaries", verbose_name=_("programme"))
    names = LabelsField(_("group"))
    needs = LabelsField(_("needs"), blank=True)
    reach = models.CharField(_("reach"), max_length=10, choices=Reach, default=Reach.DIRECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("beneficiary")
        verbose_name_plural = _("beneficiaries")


class InvolvedActor(models.Model):
    """Somebody who takes part without being a partner: a department, other governments, universities."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="involved_actors", verbose_name=_("programme")
    )
    kind = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("type of actor"))
    names = LabelsField(_("name"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("actor involved")
        verbose_name_plural = _("actors involved")


class PlanAlignment(models.Model):
    """How the programme answers to a plan of the holder."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="alignments", verbose_name=_("programme"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    statements = LabelsField(_("how it is aligned"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("alignment with a plan")
        verbose_name_plural = _("alignment with plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("programme", "plan"), name="alignment_once"),
        ]


class CitedAgreement(models.Model):
    """An agreement on which the programme rests, whole or by an article."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="cited_agreements", verbose_name=_("programme")
    )
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name=_("agreement"))
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("agreement cited")
        verbose_name_plural = _("agreements cited")


class ProgrammePractice(models.Model):
    """A good practice that the programme puts forward."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="practices", verbose_name=_("programme"))
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="+", verbose_name=_("good practice"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("practice put forward")
        verbose_name_plural = _("practices put forward")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("programme", "practice"), name="programme_practice_once"),
        ]


class ProgrammeFigure(Figure):
    """A figure that the programme states: a starting point or a target."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="figures", verbose_name=_("programme"))
    labels = LabelsField(_("what is counted"))
    is_target = models.BooleanField(_("target"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints: ClassVar = [*Figure.Meta.constraints]


class Channel(models.Model):
    """A channel of communication, with its reach."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="channels", verbose_name=_("programme"))
    names = LabelsField(_("channel"))
    reach = LabelsField(_("reach"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("channel")
        verbose_name_plural = _("channels")


class Credit(models.Model):
    """A line of the book's credits: who publishes, designs, prints; legal deposit."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="credits", verbose_name=_("programme"))
    roles = LabelsField(_("role"))
    names = LabelsField(_("who"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("line of the credits")
        verbose_name_plural = _("credits")
