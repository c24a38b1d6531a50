"""Crosswalks between codelists, read from ``data/crosswalks/*.toml`` without Django or settings.

A file is named ``from-to.toml`` and has one row a line: from, to, relation and, where it is not plain, why::

    from = "iuc"
    to = "sdg"
    source = "who reviewed the rows"
    rows = [
      ["iuc:12", "sdg:11.2", "close", "the theme adds walking and demand"],
    ]

The relations are those of SKOS (W3C, SKOS Reference, section 10) and say what the second term is to the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.codelists import DATA, Vocabulary
from entreciudades.taxonomy.lines import Document
from entreciudades.taxonomy.lines import read as read_lines
from entreciudades.taxonomy.problems import Problem, VocabularyError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_TOP: Final = ("from", "to", "source", "rows")


class Relation(StrEnum):
    """What a term is to another."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"

    @property
    def inverse(self) -> Relation:
        """The relation read from the other end."""
        return {Relation.BROAD: Relation.NARROW, Relation.NARROW: Relation.BROAD}.get(self, self)


@dataclass(frozen=True, slots=True)
class Link:
    """A reviewed row: ``target`` is ``relation`` to ``source``."""

    source: str
    target: str
    relation: Relation
    reason: str = ""

    @property
    def inverse(self) -> Link:
        """The same row read from its other end."""
        return Link(self.target, self.source, self.relation.inverse, self.reason)


@dataclass(frozen=True, slots=True)
class Crosswalks:
    """Every row of every file, and the links of each term in both directions."""

    links: tuple[Link, ...]
    by_term: Mapping[str, tuple[Link, ...]]

    @classmethod
    def of(cls, links: Iterable[Link]) -> Crosswalks:
        """Index links from both ends."""
        rows = tuple(links)
        ends: dict[str, list[Link]] = {}
        for link in rows:
            ends.setdefault(link.source, []).append(link)
            ends.setdefault(link.target, []).append(link.inverse)
        return cls(rows, MappingProxyType({term: tuple(found) for term, found in ends.items()}))

    def related(self, term: str) -> tuple[tuple[str, Relation], ...]:
        """Terms of other codelists and what each is to ``term``; none for a term without links."""
        return tuple((link.target, link.relation) for link in self.by_term.get(term, ()))


def read(directory: Path, vocabulary: Vocabulary) -> tuple[Crosswalks, list[Problem]]:
    """Read ``crosswalks/*.toml`` of a directory against a vocabulary: the sound rows, and every problem."""
    links: list[Link] = []
    problems: list[Problem] = []
    for path in sorted((directory / "crosswalks").glob("*.toml")):
        document = read_lines(path)
        if isinstance(document, Problem):
            problems.append(document)
            continue
        problems += _check_top(document, vocabulary)
        for found in _check_rows(document, vocabulary):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                links.append(found)
    return Crosswalks.of(links), problems


def _check_top(document: Document, vocabulary: Vocabulary) -> Iterator[Problem]:
    path, top = document.path, document.top
    for key in top.values.keys() - set(_TOP):
        yield Problem(path, top.at(key), f"unknown key {key!r}", nearest(key, _TOP))
    for end in ("from", "to"):
        slug = str(top.values.get(end, ""))
        if slug not in vocabulary.codelists:
            yield Problem(path, top.at(end), f"{end} = {slug!r} is no codelist", nearest(slug, vocabulary.codelists))
    if not isinstance(top.values.get("source"), str):
        yield Problem(path, top.at("source"), "'source' is missing", "write who reviewed the rows")
    name = f"{top.values.get('from')}-{top.values.get('to')}"
    if path.stem != name:
        yield Problem(path, top.at("from"), f"the file {path.name} joins {name}", f"rename it {name}.toml")
    if not isinstance(top.values.get("rows"), list):
        yield Problem(path, top.at("rows"), "'rows' is missing", 'write rows = [ ["iuc:7", "sdg:6", "close"], … ]')


def _check_rows(document: Document, vocabulary: Vocabulary) -> Iterator[Link | Problem]:
    rows = document.top.values.get("rows")
    rows = rows if isinstance(rows, list) else []
    lines = document.rows
    if rows and len(lines) != len(rows):
        opening = document.top.at("rows")
        yield Problem(document.path, opening, "rows share a line", "give each row a line of its own")
        lines = (opening,) * len(rows)
    first: dict[tuple[str, str], int] = {}
    for line, row in zip(lines, rows, strict=False):
        faults = list(_row_faults(row, document, vocabulary))
        if faults:
            yield from (Problem(document.path, line, found, instead) for found, instead in faults)
            continue
        pair = (row[0], row[1])
        if pair in first:
            yield Problem(
                document.path, line, f"{row[0]} and {row[1]} are already in line {first[pair]}", "keep one of the rows"
            )
            continue
        first[pair] = line
        yield Link(row[0], row[1], Relation(row[2]), row[3] if len(row) > 3 else "")  # noqa: PLR2004 (the fourth is why)


def _row_faults(row: object, document: Document, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if not isinstance(row, list) or len(row) not in (3, 4) or not all(isinstance(cell, str) for cell in row):
        yield f"{row!r} is no row", 'write ["from", "to", "relation"] and, if you like, "why"'
        return
    for end, term in zip(("from", "to"), row, strict=False):
        codelist = vocabulary.codelists.get(str(document.top.values.get(end, "")))
        good = [each.id for each in codelist.terms] if codelist else []
        if good and term not in good:  # a codelist that is not there, or is broken, is told once in its own place
            yield f"no term {term!r} in {document.top.values[end]}", nearest(term, good)
    if row[2] not in tuple(Relation):
        yield f"no relation {row[2]!r}", nearest(row[2], tuple(Relation))


@cache
def load(directory: Path = DATA) -> Crosswalks:
    """The crosswalks of a directory, read once; raises VocabularyError with every problem."""
    crosswalks, problems = read(directory, codelists.load(directory))
    if problems:
        raise VocabularyError(problems)
    return crosswalks


def check(directory: Path = DATA) -> tuple[Problem, ...]:
    """Every problem of every codelist and crosswalk of a directory, in order of file and line."""
    vocabulary, problems = codelists.read(directory)
    _crosswalks, more = read(directory, vocabulary)
    return tuple(sorted([*problems, *more]))


def related(term: str) -> tuple[tuple[str, Relation], ...]:
    """Terms of other codelists that the shipped crosswalks join to ``term``, and what each is to it."""
    return load().related(term)


def kin(term: str) -> tuple[str, ...]:
    """Terms of other codelists that say the same as ``term``, part of it or more: every link but ``related``."""
    return tuple(other for other, relation in related(term) if relation != Relation.RELATED)
