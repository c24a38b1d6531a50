"""Likely doubles: rows that are perhaps the same thing, written otherwise. They are shown, never merged."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz, process

from entreciudades.imports.kind import Likeness
from entreciudades.search.analysis import fold

ALIKE: Final = 88
"""Of a hundred, from which two names are perhaps one."""
SHOWN: Final = 3
_SAME = 100
_BEGINNING = 4  # letters of a word by which rows that are worth comparing are found: "gonz" for González and Gonzales
_COMPARED = 200  # rows with which a row is compared at most, by each of two words


@dataclass(frozen=True, slots=True)
class _Known:
    folded: str
    name: str
    where: dict[str, int]


class Doubles:
    """The rows that are known, found by the rarest words of their names and by what is exact."""

    def __init__(self) -> None:
        self._known: list[_Known] = []
        self._by_word: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
        self._by_exact: dict[str, list[int]] = defaultdict(list)

    def add(self, likeness: Likeness, **where: int) -> None:
        """Let a row be known, by its key here (``pk``) or its number in the file (``row``)."""
        folded = _folded(likeness)
        place = len(self._known)
        self._known.append(_Known(folded, likeness.name, where))
        for word in _words(folded):
            self._by_word[likeness.within, word].append(place)
        if likeness.exact:
            self._by_exact[likeness.exact].append(place)

    def of(self, likeness: Likeness) -> list[dict[str, Any]]:
        """What a row is perhaps a double of, the likeliest first: {"pk" or "row", "name", "score"}."""
        scores = dict.fromkeys(self._by_exact.get(likeness.exact, ()) if likeness.exact else (), _SAME)
        folded = _folded(likeness)
        postings = [self._by_word.get((likeness.within, word), ()) for word in _words(folded)]
        for places in sorted(filter(None, postings), key=len)[:2]:
            compared = {place: self._known[place].folded for place in places[:_COMPARED]}
            for _name, score, place in process.extract(
                folded, compared, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=SHOWN
            ):
                scores.setdefault(place, round(score))
        best = sorted(scores.items(), key=lambda found: (-found[1], found[0]))[:SHOWN]
        return [{**self._known[place].where, "name": self._known[place].name, "score": score} for place, score in best]


def _folded(likeness: Likeness) -> str:
    return " ".join(fold(likeness.name).split())


def _words(folded: str) -> set[str]:
    return {word[:_BEGINNING] for word in folded.split() if len(word) > 1}
