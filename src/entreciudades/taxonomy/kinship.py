"""How far terms are related, so that what one city needs and another offers may meet in part.

Two terms of different codelists are related as a reviewed row of a crosswalk says; two of the same codelist, as parent
and child. Siblings are not: a codelist tells its terms apart, and who knows about waste does not know about buses
because both stand under sustainable cities.
Nor is kinship handed on from term to term, because of the relations of SKOS only *exact* is transitive (SKOS Reference,
section 10.6.8). The levels are quarters: finer ones would claim a precision that no review has.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from entreciudades.taxonomy import codelists, crosswalks
from entreciudades.taxonomy.crosswalks import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from entreciudades.taxonomy.codelists import Vocabulary
    from entreciudades.taxonomy.crosswalks import Crosswalks

PARENT: Final = 0.5
"""Between a term and the one right above it: help with the whole covers part of what is asked, and the reverse."""
LEVELS: Final = MappingProxyType(
    {Relation.EXACT: 1.0, Relation.CLOSE: 0.75, Relation.BROAD: PARENT, Relation.NARROW: PARENT, Relation.RELATED: 0.25}
)


def kinship(vocabulary: Vocabulary | None = None, links: Crosswalks | None = None) -> Mapping[str, Mapping[str, float]]:
    """Level in (0, 1] by term and kin term, the same in both directions; by default of the shipped files.

    A term without kin is left out, and so are links to terms that the vocabulary has not; where two rows join the same
    terms the greater level counts. Raises VocabularyError when the shipped files have problems.
    """
    vocabulary = vocabulary or codelists.load()
    rows = [row for row in (links or crosswalks.load()).links if row.source in vocabulary and row.target in vocabulary]
    kin: dict[str, dict[str, float]] = {}
    _join(kin, ((term.id, term.parent, PARENT) for term in vocabulary if term.parent))
    _join(kin, ((row.source, row.target, LEVELS[row.relation]) for row in rows))
    for same in (row for row in rows if row.relation == Relation.EXACT):
        for here, there in ((same.source, same.target), (same.target, same.source)):
            _join(kin, [(here, other, level) for other, level in kin.get(there, {}).items()])
    return MappingProxyType({term: MappingProxyType(dict(sorted(kin[term].items()))) for term in sorted(kin)})


def _join(kin: dict[str, dict[str, float]], joined: Iterable[tuple[str, str, float]]) -> None:
    for one, other, level in joined:
        for here, there in ((one, other), (other, one)):
            if here != there:
                known = kin.setdefault(here, {})
                known[there] = max(level, known.get(there, 0.0))
