"""Which terms, and which places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from entreciudades.search.analysis import fold
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

    def roots(self) -> Self:
        """Terms without parent, as the goals among goals and targets."""
        return self.filter(parent=None)

    def search(self, text: str, language: str) -> Self:
        """Terms whose label in ``language`` holds every word of ``text``, accents and case aside, or with this code.

        An empty text keeps them all.
        """
        if not text.strip():
            return self
        held = Q()
        for word in fold(text).split():
            held &= Q(**{f"folded__{language.partition('-')[0]}__icontains": word})
        return self.filter(held | Q(code=text.strip().lower()) | Q(id=text.strip().lower()))


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

    def in_country(self, code: str) -> Self:
        """Places of a country (ISO 3166-1 alpha-2)."""
        return self.filter(country=code.upper())
