"""What is wrong in a file of cities or of a call, said so that its writer can mend it."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz, process

MOST: Final = 1000
"""So many faults are told one by one; of a file of another kind every line is one."""
_SHOWN: Final = 80
_NEAR: Final = 60
_TOO_GREAT: Final = 10**_SHOWN


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend: in which file, line (from 1) and field, what is there, what was expected, what to write."""

    file: str
    line: int
    field: str
    found: str
    expected: str
    suggestion: str = ""

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        mend = f" {self.suggestion}." if self.suggestion else ""
        return f"{self.file}, line {self.line}: {where}found {self.found}, expected {self.expected}.{mend}"


class FilesRefused(Exception):
    """The files cannot be paired as they are: all that is wrong, in the order of file and line."""

    def __init__(self, faults: Iterable[Fault], count: int) -> None:
        """``count``: how many there are, of which ``faults`` are told."""
        self.faults = tuple(sorted(faults))
        self.count = count
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(slots=True)
class Faults:
    """Gathers what is wrong in one file."""

    file: str
    told: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, where: str, found: str, expected: str, meant: str = "") -> None:
        """Note a fault; ``meant`` is what to write instead, when one can tell."""
        self.count += 1
        if self.count <= MOST:
            mend = f'Write "{meant}"' if meant else ""
            self.told.append(Fault(self.file, line, shown(where), found, expected, mend))

    @property
    def telling(self) -> bool:
        """Whether the next fault will still be told: looking for what was meant takes time."""
        return self.count < MOST


def nearest(found: object, allowed: Collection[str]) -> str:
    """The one of ``allowed`` that was probably meant; empty when none is near."""
    match = process.extractOne(str(found)[:_SHOWN], allowed, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return match[0] if match else ""


def described(value: object) -> str:
    """What a value of a JSON or TOML file is, for a sentence that begins with "found"; safe for a terminal."""
    match value:
        case None | True | False:
            found = {None: "null", True: "true", False: "false"}[value]
        case str():
            found = quoted(value) if value else "an empty text"
        case float() if not math.isfinite(value):
            found = "no finite number"
        case int() | float():
            found = f"the number {value}" if abs(value) < _TOO_GREAT else "a number too great to be meant"
        case list():
            found = "a list" if value else "an empty list"
        case dict():
            found = "a table"
        case _:
            found = f"the date {value}"
    return found


def quoted(text: str) -> str:
    """A text between quotation marks."""
    return f'"{shown(text)}"'


def shown(text: str) -> str:
    """A text, cut where it is long, without what a terminal would obey."""
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in cut)
