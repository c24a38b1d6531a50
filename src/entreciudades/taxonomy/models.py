"""Terms and places as rows, for other rooms to key to. Both are copies of files: nobody edits them."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.fields import LabelsField
from entreciudades.core.labels import Localized, label
from entreciudades.taxonomy.countries import country_name
from entreciudades.taxonomy.querysets import PlaceQuerySet, TermQuerySet


class Term(models.Model):
    """A term of a codelist; its key is its written form, ``sdg:11.2``.

    A term that left the files is kept, ``retired``, because rows may point at it.
    """

    id = models.CharField(primary_key=True, max_length=80)
    codelist = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    labels = LabelsField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    colour = models.CharField(max_length=7, blank=True)
    retired = models.BooleanField(default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["codelist", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["codelist", "code"], name="taxonomy_term_codelist_code"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def label(self) -> Localized:
        """The label for the reader's language."""
        return label(self.labels)


class Place(models.Model):
    """A city of the world, from GeoNames; its figures are suggestions, never a city's own word."""

    SOURCE: Final = "GeoNames (CC BY 4.0)"

    geonames_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=100)
    folded = models.CharField(max_length=100, db_index=True)
    other_names = models.TextField(blank=True, help_text="Search keys, each after a bar.")
    country = models.CharField(max_length=2, db_index=True)
    admin_area = models.CharField(max_length=100, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    timezone = models.CharField(max_length=40)
    population = models.PositiveIntegerField(db_index=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "geonames_id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="taxonomy_place_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.admin_area, self.country)))

    @property
    def source_url(self) -> str:
        """Where GeoNames shows the place."""
        return f"https://www.geonames.org/{self.geonames_id}"

    def country_name(self, language: str) -> str:
        """Name the country for a reader."""
        return country_name(self.country, language)
