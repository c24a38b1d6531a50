"""A thing that is wrong in a pack, said so that its writer can mend it; and the list in which they are gathered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from entreciudades.toml_lines import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: on which line (from 1), in which key, what is there, what was expected, what to write."""

    line: int
    path: str
    found: str
    expected: str
    suggestion: str = ""

    def __str__(self) -> str:
        """The problem in one line, without the name of the file."""
        mend = f" {self.suggestion}." if self.suggestion else ""
        where = f"{self.path}: " if self.path else ""
        return f"line {self.line}: {where}found {self.found}, expected {self.expected}.{mend}"


@dataclass(slots=True)
class Notes:
    """The problems of one file, with the map that tells their lines."""

    lines: Mapping[Path, int]
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path, *, found: str, expected: str, suggestion: str = "") -> None:
        """Note a problem at *path*, or at the nearest thing around it that stands in the file."""
        self.problems.append(Problem(self.line(path), written(path), found, expected, suggestion))

    def line(self, path: Path) -> int:
        """Line of *path*, or of the nearest thing around it; 1 for the file itself."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def written(path: Path) -> str:
    """A path as people read it: ``programme.variant[1].title.es``, list elements counted from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def listed(words: Iterable[str]) -> str:
    """Some words for a sentence: ``a, b or c``; without any, that there are none."""
    *first, last = [*words] or ["none, for none is declared"]
    return f"{', '.join(first)} or {last}" if first else last


def nearest(found: object, allowed: Iterable[str]) -> str:
    """The one of *allowed* that was probably meant; empty when none is near."""
    return next(iter(get_close_matches(str(found), list(allowed), n=1, cutoff=0.6)), "")


def write_instead(meant: str) -> str:
    """``Write "good-name"``, or nothing for no name."""
    return f'Write "{meant}"' if meant else ""


def described(value: object) -> str:
    """What a value of a TOML file is, for a sentence that begins with "found"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if value else "an empty text"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "a table" if isinstance(value, dict) else f"the date {value}"
