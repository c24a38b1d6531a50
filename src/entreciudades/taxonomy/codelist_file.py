"""One codelist file, checked line by line; it goes on after a fault, so that all are told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from entreciudades.taxonomy.lines import Document, Table, read
from entreciudades.taxonomy.problems import Problem, nearest
from entreciudades.taxonomy.written import CODE, CODELIST

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES: Final = ("es", "pt", "en")
_TOP: Final = ("codelist", "title", "source", "url", "count")
_TERM: Final = ("code", "parent", "colour", *LANGUAGES)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound term of a file; ``parent`` is a code of the same file or empty."""

    code: str
    parent: str
    colour: str
    labels: dict[str, str]


@dataclass(slots=True)
class CodelistFile:
    """What could be read of a file, and its problems."""

    path: Path
    title: dict[str, str] = field(default_factory=dict)
    source: str = ""
    url: str = ""
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> CodelistFile:
        """Read and check a file."""
        file = cls(path)
        document = read(path)
        if isinstance(document, Problem):
            file.problems.append(document)
        else:
            file._check_top(document)
            file._check_terms(document.tables.get("term", ()))
        return file

    def _refuse(self, line: int, found: str, instead: str) -> None:
        self.problems.append(Problem(self.path, line, found, instead))

    def _text(self, table: Table, key: str, instead: str, *, required: bool = True) -> str:
        value = table.values.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is None and not required:
            return ""
        found = f"{key!r} is missing" if value is None else f"{key} = {value!r} is no text"
        self._refuse(table.at(key), found, instead)
        return ""

    def _check_keys(self, table: Table, good: tuple[str, ...]) -> None:
        for key in table.values.keys() - set(good):
            self._refuse(table.at(key), f"unknown key {key!r}", nearest(key, good))

    def _check_top(self, document: Document) -> None:
        top = document.top
        if "term" in top.values:
            self._refuse(top.at("term"), "the terms are not [[term]] tables", "write [[term]] above each term")
        self._check_keys(top, (*_TOP, "term"))
        slug = self._text(top, "codelist", f'write codelist = "{self.path.stem}"')
        if not CODELIST.fullmatch(self.path.stem):
            self._refuse(1, f"the file name {self.path.name!r} names no codelist", "use the like of iuc.toml")
        elif slug and slug != self.path.stem:
            self._refuse(
                top.at("codelist"),
                f"codelist {slug!r} stands in {self.path.name}",
                f'write codelist = "{self.path.stem}" or rename the file {slug}.toml',
            )
        self._check_title(top)
        self.source = self._text(top, "source", "write who publishes the list")
        self.url = self._text(top, "url", "write an address or leave it out", required=False)
        found, count = top.values.get("count"), len(document.tables.get("term", ()))
        if found != count:
            said = "'count' is missing" if found is None else f"count says {found!r} and the file has {count} terms"
            self._refuse(top.at("count"), said, f"write count = {count}, or mend the terms")

    def _check_title(self, top: Table) -> None:
        title = top.values.get("title")
        given: dict[str, Any] = title if isinstance(title, dict) else {}
        for language in LANGUAGES:
            if not isinstance(text := given.get(language), str) or not text.strip():
                self._refuse(top.at("title"), f"the title has no {language!r}", f'write title = {{ {language} = "…" }}')
            else:
                self.title[language] = text

    def _check_terms(self, tables: tuple[Table, ...]) -> None:
        first: dict[str, int] = {}
        for table in tables:
            self._check_keys(table, _TERM)
            code = self._code(table, first)
            parent = self._parent(table, first)
            labels = {
                language: self._text(table, language, f'write {language} = "…": every label stands in es, pt and en')
                for language in LANGUAGES
            }
            colour = self._colour(table)
            if code:
                first[code] = table.at("code")
                self.entries.append(Entry(code, parent, colour, labels))

    def _code(self, table: Table, first: dict[str, int]) -> str:
        code = self._text(table, "code", 'write code = "…" in quotation marks')
        if code and not CODE.fullmatch(code):
            self._refuse(table.at("code"), f"{code!r} is no code", "use lower-case a-z, 0-9, '.' and '-', as in 11.a")
            return ""
        if code in first:
            self._refuse(
                table.at("code"), f"code {code!r} is already in line {first[code]}", "give each term a code of its own"
            )
            return ""
        return code

    def _parent(self, table: Table, above: dict[str, int]) -> str:
        """A parent stands above its children, so that no circle can be written."""
        parent = self._text(table, "parent", "write a code in quotation marks or leave it out", required=False)
        if parent and parent not in above:
            self._refuse(table.at("parent"), f"no term {parent!r} stands above", nearest(parent, above))
            return ""
        return parent

    def _colour(self, table: Table) -> str:
        colour = self._text(table, "colour", 'write the like of "#FD9D24" or leave it out', required=False)
        if colour and not _COLOUR.fullmatch(colour):
            self._refuse(table.at("colour"), f"{colour!r} is no colour", 'write the like of "#FD9D24"')
            return ""
        return colour
