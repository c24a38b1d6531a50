"""Agreed words in a translation: which the source uses and the translation does not, and which were to be avoided.

Words are compared by their stems without case and accents, so that "los hermanamientos" is "hermanamiento". Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from entreciudades.search.analysis import analyse

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Agreed:
    """One thing: its term in the language of the source, the one agreed for the translation, words to avoid there.

    ``term`` or ``said`` are empty where the languages have none.
    """

    term: str
    said: str
    avoided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What a translator should look at: "missing" is an agreed term that is not used, "avoided" a word that is."""

    kind: Literal["missing", "avoided"]
    agreed: Agreed
    found: str


def remarks(
    source: str, translation: str, agreed: Iterable[Agreed], *, source_language: str, language: str
) -> tuple[Remark, ...]:
    """Return what does not follow the agreed words, in their order; nothing of an empty translation."""
    told: list[Remark] = []
    theirs, ours = f" {analyse(source, source_language)} ", f" {analyse(translation, language)} "
    if not ours.strip():
        return ()
    for one in agreed:
        is_used = _holds(ours, one.said, language)
        if _holds(theirs, one.term, source_language) and one.said and not is_used:
            told.append(Remark("missing", one, one.term))
        # A word to be avoided may be part of the agreed term: "sede" of "cidade-sede".
        rest = ours.replace(f" {analyse(one.said, language)} ", " ") if is_used else ours
        told += [Remark("avoided", one, word) for word in one.avoided if _holds(rest, word, language)]
    return tuple(told)


def _holds(stems: str, words: str, language: str) -> bool:
    wanted = analyse(words, language)
    return bool(wanted) and f" {wanted} " in stems
