"""Codelists and their terms, read from ``data/*.toml`` without Django or settings.

A file holds one codelist and is named after it::

    codelist = "iuc"
    title = { es = "…", pt = "…", en = "…" }
    source = "who publishes the list"
    count = 15

    [[term]]
    code = "7"
    es = "Agua, residuos y saneamiento"
    …
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from entreciudades.taxonomy.codelist_file import LANGUAGES, CodelistFile
from entreciudades.taxonomy.problems import Problem, VocabularyError, nearest
from entreciudades.taxonomy.written import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DATA: Final = Path(__file__).parent / "data"


class UnknownTerm(LookupError):
    """No codelist holds this term; the message names the nearest one."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term as its file has it; ``parent`` is a written form, ``colour`` is ``#rrggbb`` or empty."""

    codelist: str
    code: str
    labels: Mapping[str, str]
    parent: str | None
    colour: str
    position: int

    @property
    def id(self) -> str:
        """The written form, ``codelist:code``."""
        return written(self.codelist, self.code)

    def label(self, language: str) -> str:
        """The label for a reader of ``language`` (a region is left aside); Spanish where there is none."""
        return self.labels.get(language.partition("-")[0], self.labels["es"])


@dataclass(frozen=True, slots=True)
class Codelist:
    """A codelist with its terms in the order of its file."""

    slug: str
    title: Mapping[str, str]
    source: str
    url: str
    terms: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All codelists by slug and all terms by written form."""

    codelists: Mapping[str, Codelist]
    terms: Mapping[str, TermRow]

    def __iter__(self) -> Iterator[TermRow]:
        return iter(self.terms.values())

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, term: object) -> bool:
        return term in self.terms

    def __getitem__(self, term: str) -> TermRow:
        """The term of this written form; raises UnknownTerm."""
        try:
            return self.terms[term]
        except KeyError:
            raise UnknownTerm(f"no term {term!r}; {nearest(term, self.terms)}") from None

    def get(self, term: str) -> TermRow | None:
        """The term of this written form, or None."""
        return self.terms.get(term)

    def children(self, term: str) -> tuple[TermRow, ...]:
        """The terms right under a term, in order; raises UnknownTerm."""
        parent = self[term]
        return tuple(row for row in self.codelists[parent.codelist].terms if row.parent == parent.id)


def read(directory: Path = DATA) -> tuple[Vocabulary, list[Problem]]:
    """Read every codelist of a directory: what could be read, and every problem met."""
    if paths := sorted(directory.glob("*.toml")):
        return read_files(paths)
    none = Problem(directory, 1, "no codelist here", "put one *.toml file per codelist")
    return Vocabulary({}, {}), [none]


def read_files(paths: Iterable[Path]) -> tuple[Vocabulary, list[Problem]]:
    """Read codelists, a file each: what could be read, and every problem met."""
    problems: list[Problem] = []
    codelists: dict[str, Codelist] = {}
    for path in paths:
        file = CodelistFile.read(path)
        problems += file.problems
        codelists[path.stem] = Codelist(path.stem, file.title, file.source, file.url, _rows(path.stem, file))
    terms = {row.id: row for codelist in codelists.values() for row in codelist.terms}
    return Vocabulary(MappingProxyType(codelists), MappingProxyType(terms)), problems


def _rows(slug: str, file: CodelistFile) -> tuple[TermRow, ...]:
    return tuple(
        TermRow(
            slug,
            entry.code,
            MappingProxyType({language: entry.labels.get(language, "") for language in LANGUAGES}),
            written(slug, entry.parent) if entry.parent else None,
            entry.colour,
            position,
        )
        for position, entry in enumerate(file.entries)
    )


@cache
def load(directory: Path = DATA) -> Vocabulary:
    """The vocabulary of a directory, read once; raises VocabularyError with every problem."""
    vocabulary, problems = read(directory)
    if problems:
        raise VocabularyError(problems)
    return vocabulary
