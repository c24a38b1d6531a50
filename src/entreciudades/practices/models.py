"""Good practices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.core.fields import LabelsField
from entreciudades.methodologies.models import Methodology
from entreciudades.practices.querysets import PracticeQuerySet
from entreciudades.taxonomy.models import Term


class Practice(models.Model):
    """What a city does well and others may learn; the sheet's fields are texts by the methodology's keys."""

    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="practices", verbose_name=_("organisation")
    )
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("network"))
    methodology = models.ForeignKey(Methodology, models.PROTECT, related_name="+", verbose_name=_("methodology"))
    titles = LabelsField(_("title"))
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    published = models.BooleanField(_("public"), default=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    def __str__(self) -> str:
        return self.slug
