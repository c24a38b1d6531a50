"""Which terms, and which places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from entreciudades.taxonomy.places import search_key

if TYPE_CHECKING:
    from entreciudades.taxonomy.models import Place, Term  # noqa: F401 (of the row, below, in quotation marks)


class TermQuerySet(QuerySet["Term"]):
    """Terms, in the order of their files."""

    def current(self) -> Self:
        """Terms that the files still hold: what may be chosen anew."""
        return self.filter(retired=False)

    def in_codelist(self, *codelists: str) -> Self:
        """Terms of one or several codelists."""
        return self.filter(codelist__in=codelists)


class PlaceQuerySet(QuerySet["Place"]):
    """Cities of the world."""

    def named(self, text: str) -> Self:
        """Places with a name that begins with ``text``, case, accents and signs aside; the most populous first.

        Large cities are found by their other names too ("Lisboa", "La Habana"). An empty text finds nothing.
        """
        key = search_key(text)
        if not key:
            return self.none()
        begins = Q(folded__startswith=key) | Q(other_names__contains=f"|{key}")
        return self.filter(begins).order_by("-population", "geonames_id")
