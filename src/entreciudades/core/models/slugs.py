"""Former addresses."""

from __future__ import annotations

from django.db import models


class FormerSlug(models.Model):
    """A slug that an object once had: its address redirects to the present one."""

    object_kind = models.CharField(max_length=80)
    slug = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_kind", "slug"], name="core_formerslug_once")]

    def __str__(self) -> str:
        return self.slug
