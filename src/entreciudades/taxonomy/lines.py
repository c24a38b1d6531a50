"""TOML with the line of every part, which ``tomllib`` does not tell."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from entreciudades.taxonomy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HEADER = re.compile(r"\s*\[\[\s*([A-Za-z0-9_-]+)\s*\]\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_ROW = re.compile(r"\s*\[(?!\[)")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Table:
    """Values of a table, the line where it starts, and the line of each of its keys."""

    values: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]

    def at(self, key: str) -> int:
        """The line of a key, or of the table where the key is missing."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Document:
    """A read file: its top, and its ``[[name]]`` tables in order; ``rows`` are the lines that open a list."""

    path: Path
    top: Table
    tables: Mapping[str, tuple[Table, ...]]
    rows: tuple[int, ...]


def read(path: Path) -> Document | Problem:
    """Read a file of plain keys and ``[[name]]`` tables; a file that is not TOML is one problem."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Problem(path, line, "the file is not UTF-8 text", "save it as UTF-8")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        line = int(place.group(1)) if place else max(1, len(text.splitlines()))
        return Problem(path, line, f"not TOML: {_AT_LINE.sub('', str(error))}", "mend this line and check again")
    return _located(path, text, values)


def _located(path: Path, text: str, values: dict[str, Any]) -> Document:
    top: dict[str, int] = {}
    starts: dict[str, list[tuple[int, dict[str, int]]]] = {}
    rows: list[int] = []
    keys = top
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            keys = {}
            starts.setdefault(header.group(1), []).append((number, keys))
        elif key := _KEY.match(line):
            keys.setdefault(key.group(1), number)
        elif _ROW.match(line):
            rows.append(number)
    tables = {
        name: tuple(
            Table(each, *place) for each, place in zip(values[name], places, strict=False) if isinstance(each, dict)
        )
        for name, places in starts.items()
        if isinstance(values.get(name), list)
    }
    plain = {name: value for name, value in values.items() if name not in tables}
    return Document(path, Table(plain, 1, top), tables, tuple(rows))
