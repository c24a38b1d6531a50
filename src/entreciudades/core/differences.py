"""What changed between two versions of a text, word by word. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import Literal

Kind = Literal["same", "added", "removed"]
# A word or sign keeps the space behind it, so that neighbours match as one stretch.
_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both versions have, or one of them."""

    kind: Kind
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that turn ``old`` into ``new``, in reading order.

    "same" and "removed" pieces together are the old text, "same" and "added" ones the new.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    begin = _alike(before, after)
    end = _alike(before[begin:][::-1], after[begin:][::-1])
    middle, new_middle = before[begin : len(before) - end], after[begin : len(after) - end]
    pieces: list[tuple[Kind, list[str]]] = [("same", before[:begin])]
    # The popular words of a long text ("de", "the") are no anchors, which also bounds the time of odd texts.
    for change, i, j, k, m in SequenceMatcher(None, middle, new_middle).get_opcodes():
        if change == "equal":
            pieces.append(("same", middle[i:j]))
        else:
            pieces += [("removed", middle[i:j]), ("added", new_middle[k:m])]
    pieces.append(("same", before[len(before) - end :]))
    return tuple(
        Piece(kind, text)
        for kind, group in groupby(pieces, key=itemgetter(0))
        if (text := "".join(word for _kind, words in group for word in words))
    )


def _alike(before: list[str], after: list[str]) -> int:
    """Return how many words both begin with."""
    return next(
        (place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
