"""What the search finds."""

from __future__ import annotations

from django.db import models

from entreciudades.core.fulltext import IndexQuerySet


class IndexEntry(models.Model):
    """An object as the search sees it in one language. Written by `core.index` alone.

    ``title_terms`` and ``body_terms`` are analysed text (`search.analyse`): folded stems between spaces.
    """

    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    title_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)

    objects = IndexQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_kind", "object_id", "language"], name="core_index_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
