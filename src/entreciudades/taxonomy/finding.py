"""What finds a term: its label, those of its kin in other codelists, and the numbers by which people call goals."""

from collections.abc import Iterable, Iterator
from typing import Final

from entreciudades.core.labels import label
from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.crosswalks import kin
from entreciudades.taxonomy.models import Term

_CALLED: Final = {"sdg": {"es": "ODS", "pt": "ODS", "en": "SDG"}}
"""Codelists whose terms people call by number, as in "ODS 11"."""


def words_for(terms: Iterable[Term], language: str) -> str:
    """The words in ``language`` by which the search finds whatever carries ``terms``."""
    return " ".join(dict.fromkeys(_words(list(terms), language)))


def _words(terms: list[Term], language: str) -> Iterator[str]:
    vocabulary = codelists.load()
    for term in terms:
        yield label(term.labels, language).text
        yield from _number(term, language)
        for other in kin(term.pk):
            yield vocabulary[other].label(language)
            yield from _number(vocabulary[other], language)


def _number(term: Term | codelists.TermRow, language: str) -> Iterator[str]:
    if term.codelist in _CALLED:
        yield f"{_CALLED[term.codelist][language]} {term.code}"
