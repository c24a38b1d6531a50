"""What changed between two versions of a text, word by word. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
_WORD = re.compile(r"\w+|[^\w\s]|\s+")


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
    pieces: list[Piece] = []

    def add(kind: Kind, words: list[str]) -> None:
        if words:
            pieces.append(Piece(kind, "".join(words)))

    for change, i, j, k, m in SequenceMatcher(_is_space, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            add("same", before[i:j])
        else:
            add("removed", before[i:j])
            add("added", after[k:m])
    return tuple(pieces)


def _is_space(word: str) -> bool:
    return word.isspace()
