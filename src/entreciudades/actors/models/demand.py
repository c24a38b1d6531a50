"""What a network demands of the people who work in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation


class SecondFactorDemand(models.Model):
    """From a day on, whoever works in a network or for its members signs in with a second factor."""

    network = models.OneToOneField(
        Organisation, models.CASCADE, related_name="second_factor_demand", verbose_name=_("network")
    )
    since = models.DateField(_("from"))

    class Meta:
        verbose_name = _("demand of a second factor")
        verbose_name_plural = _("demands of a second factor")
