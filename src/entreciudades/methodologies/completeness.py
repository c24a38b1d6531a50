"""How much of what a pack asks for is there, and what is missing. The caller counts words and names the blocks."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from entreciudades.methodologies.pack import Field, Section, Variant, Words

WordCounts = Mapping[str, Mapping[str, int]]
"""Words by text key and language: ``{"1.2": {"es": 310}, "3.11/social": {"es": 80, "en": 75}}``."""

NO_WORDS: Final[Mapping[str, int]] = {}


class Why(StrEnum):
    """What is the matter with something that is asked for."""

    EMPTY = "empty"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    NO_DATA = "no-data"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to be done. ``section`` and ``part`` are keys; ``block`` only with NO_DATA, the word counts only else.

    ``found``: words of the longest text in any language; ``expected``: the limit that it misses.
    """

    section: str
    part: str
    why: Why
    block: str = ""
    found: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of ``required`` things, ``done`` are there; ``missing`` tells the others, in the order of the document.

    A text over its limit is told even where it is not required, so ``missing`` may be longer than the difference.
    """

    done: int
    required: int
    missing: tuple[Missing, ...]


def completeness(
    variant: Variant,
    *,
    words: WordCounts,
    present: AbstractSet[str],
    terms: Mapping[str, Iterable[str]],
) -> Completeness:
    """What a programme of this variant still lacks.

    *present*: the blocks of data (``city-sheets``, …) that hold something. *terms*: for a vocabulary that gives rows
    (``parts_from``) the codes of those rows, ``{"axis": ["gender", …]}``; one that is left out gives none. A text is
    done when it keeps the limits in at least one language: what a reader's language lacks is shown in its source
    language, and is no lack of the programme.
    """
    return _added(_section(section, words, present, terms) for section in variant.sections)


def fields_completeness(
    fields: Iterable[Field], *, words: WordCounts, present: AbstractSet[str], section: str = ""
) -> Completeness:
    """What a filled sheet still lacks: a practice sheet, or with its key as *section* an action form.

    The texts are counted under the field's key, or under ``section/field key``.
    """
    return _added(_field(field, section, words, present) for field in fields)


def _section(
    section: Section, words: WordCounts, present: AbstractSet[str], terms: Mapping[str, Iterable[str]]
) -> Completeness:
    own = [_text(section.key, "", section.words, words, required=section.required)]
    rows = [
        _text(section.key, code, section.part_words, words, required=section.required)
        for code in terms.get(section.parts_from, ())
    ]
    parts = [
        _text(section.key, part.key, part.words, words, required=section.required and part.required)
        for part in section.parts
    ]
    return _added([*own, *rows, *parts, *_blocks(section.key, "", section.shows, present, required=section.required)])


def _field(field: Field, section: str, words: WordCounts, present: AbstractSet[str]) -> Completeness:
    where = (section, field.key) if section else (field.key, "")
    text = _text(*where, field.words, words, required=field.required)
    return _added([text, *_blocks(*where, field.shows, present, required=field.required)])


def _text(section: str, part: str, limits: Words | None, words: WordCounts, *, required: bool) -> Completeness:
    if limits is None:
        return _added(())
    counts = words.get(f"{section}/{part}" if part else section, NO_WORDS).values()
    if any(limits.min <= count <= limits.max for count in counts):
        return Completeness(int(required), int(required), ())
    found = max(counts, default=0)
    if found > limits.max:
        missing = Missing(section, part, Why.TOO_LONG, found=found, expected=limits.max)
        return Completeness(0, int(required), (missing,))
    if not required or limits.min == 0:
        return Completeness(int(required), int(required), ())
    why = Why.TOO_SHORT if found else Why.EMPTY
    return Completeness(0, 1, (Missing(section, part, why, found=found, expected=limits.min),))


def _blocks(
    section: str, part: str, shows: Iterable[str], present: AbstractSet[str], *, required: bool
) -> Iterable[Completeness]:
    for block in shows if required else ():
        if block in present:
            yield Completeness(1, 1, ())
        else:
            yield Completeness(0, 1, (Missing(section, part, Why.NO_DATA, block=block),))


def _added(ones: Iterable[Completeness]) -> Completeness:
    all_of_them = tuple(ones)
    return Completeness(
        done=sum(one.done for one in all_of_them),
        required=sum(one.required for one in all_of_them),
        missing=tuple(missing for one in all_of_them for missing in one.missing),
    )
