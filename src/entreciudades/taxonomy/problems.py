"""What is wrong in a vocabulary file, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one line; ``instead`` says what to write."""

    path: Path
    line: int
    found: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.found}; {self.instead}"


class VocabularyError(Exception):
    """The files of the vocabulary have problems: all of them, and nothing was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, good: Iterable[str]) -> str:
    """What to write instead of ``word``: the nearest of ``good``, or all of them when none is near."""
    choices = [str(each) for each in good]
    near = get_close_matches(word.lower(), choices, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")  # noqa: PLR2004 (a line's worth)
    return f"write one of: {shown}"
