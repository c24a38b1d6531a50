"""The abstract row of a figure."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from entreciudades.core.fields import PartialDateField
from entreciudades.core.figures import Qualifier, format_figure


class Figure(models.Model):
    """A value as a source gives it: "over 370,000 inhabitants, April 2017, the city's programme, page 12".

    ``unit`` is an ISO code or symbol ("km2", "%") or the name of what is counted ("inhabitants"). A figure without
    its source is no figure: ``source`` is never empty.
    """

    value = models.DecimalField(max_digits=20, decimal_places=4)
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    unit = models.CharField(max_length=40, blank=True)
    as_of = PartialDateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(qualifier__in=Qualifier.values), name="%(app_label)s_%(class)s_qualifier"
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="%(app_label)s_%(class)s_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.qualifier} {self.value} {self.unit}".strip()

    def format(self, language: str) -> str:
        """Return the value in words, without its unit: "más de 370.000"."""
        return format_figure(Decimal(self.value), self.qualifier, language)
