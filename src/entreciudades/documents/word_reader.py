"""A Word file read back as prose: paragraphs, lists, bold, italic and links; all that is not taken is told.

Tracked changes are read as accepted. What was deleted, comments, pictures, tables, notes and boxes are no text, and
each is named in `Reading.notes` with its words, so that nothing goes without being said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from entreciudades.documents.prose import Block, Paragraph
from entreciudades.documents.word_lists import Entry, nested
from entreciudades.documents.word_package import Package, WordRefused, open_word
from entreciudades.documents.word_runs import Runs, W
from entreciudades.documents.word_styles import Styles

PLACE = "ec_"
"""Bookmarks of this name and a number stand at the headings of the texts that were asked for."""
MOST_PARAGRAPHS = 20_000
"""More than any text that is asked for."""
_MARK = re.compile(rf"{PLACE}(\d{{1,4}})")
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_SKIPPED = {f"{W}tbl": "table", f"{W}altChunk": "embedded"}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not taken as it stands.

    ``code`` is one of "added", "deleted", "comment", "picture", "table", "footnote", "box", "embedded", "heading",
    "struck", "formula"; ``texts`` are the words that belong to it, each cut where it is long.
    """

    code: str
    count: int
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: ``texts`` by the number of the place where they stand, None before the first place.

    ``marks`` are the custom properties of the file, by name.
    """

    texts: dict[int | None, tuple[Block, ...]]
    notes: tuple[Note, ...]
    marks: dict[str, str]


def read_word(data: bytes, *, titles: Sequence[str] = (), known: Iterable[str] = ()) -> Reading:
    """Read a document. Raises `word_package.WordRefused`.

    ``titles`` are the headings of the texts that were asked for, in order, by which their places are known where a
    bookmark was lost. Paragraphs that say nothing but one of ``known``, the words that were sent along, are left out.
    """
    package = open_word(data)
    root = package.xml(package.main)
    runs = Runs(
        package.relations(package.main), Styles(package.beside_main("styles"), package.beside_main("numbering"))
    )
    body = root.find(f"{W}body")
    places = _Places(runs, tuple(_bare(title) for title in titles), frozenset(_bare(one) for one in known))
    places.read(body if body is not None else ())
    runs.note_words("comment", _comments(package))
    runs.note_words("footnote", _notes_below(package))
    notes = tuple(Note(code, count, tuple(texts)) for code, (count, texts) in runs.notes.items())
    return Reading({place: nested(entries) for place, entries in places.found.items()}, notes, _marks(package))


class _Places:
    """Paragraphs, sorted by the heading below which they stand."""

    def __init__(self, runs: Runs, titles: tuple[str, ...], known: frozenset[str]) -> None:
        self.runs = runs
        self.titles = titles
        self.known = known
        self.here: int | None = None
        self.found: dict[int | None, list[Entry]] = {}
        self._waiting: Entry | None = None
        self._seen = 0

    def read(self, elements: Iterable[Any]) -> None:
        """Take paragraphs, also those inside content controls; tell what else stands between them."""
        for element in elements:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag in _SKIPPED:
                self.runs.note(_SKIPPED[element.tag], " ".join("".join(element.itertext(f"{W}t")).split()))
            elif element.tag == f"{W}sdt":
                self.read(element.findall(f"{W}sdtContent/*"))
            elif element.tag in {f"{W}ins", f"{W}moveTo", f"{W}customXml"}:
                self.read(element)

    def _paragraph(self, element: Any) -> None:
        self._seen += 1
        if self._seen > MOST_PARAGRAPHS:
            raise WordRefused("size", f"more than {MOST_PARAGRAPHS} paragraphs")
        said = _bare("".join(element.itertext(f"{W}t")))
        entry = self.runs.entry(element)
        begun = self._place_of(element, said, is_heading=entry.heading > 0)
        if begun is not None:
            self.here = begun
            self.found.setdefault(begun, [])
            if said in self.titles:
                return
        if self._waiting is not None:  # the end of the paragraph before was deleted
            entry = replace(self._waiting, spans=(*self._waiting.spans, *entry.spans))
            self._waiting = None
        if self.runs.is_joined_with_next(element):
            self._waiting = entry
            return
        if _bare("".join(span.text for span in entry.spans)) in self.known:
            return
        if entry.heading and entry.spans:
            self.runs.note("heading", "".join(span.text for span in entry.spans))
            entry = replace(entry, spans=tuple(replace(span, bold=True) for span in entry.spans))
        self.found.setdefault(self.here, []).append(entry)

    def _place_of(self, element: Any, said: str, *, is_heading: bool) -> int | None:
        for bookmark in element.iter(f"{W}bookmarkStart"):
            if found := _MARK.fullmatch(str(bookmark.get(f"{W}name"))):
                return int(found[1])
        return self.titles.index(said) if is_heading and said in self.titles else None


def plain(blocks: Iterable[Block]) -> list[str]:
    """Return the words of each paragraph, bare, as ``known`` is compared with."""
    words: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words.append(_bare("".join(span.text for span in block.spans)))
        else:
            words += [said for item in block.items for said in plain(item)]
    return words


def _bare(text: str) -> str:
    return " ".join(text.split())


def _comments(package: Package) -> list[str]:
    root = package.beside_main("comments")
    found = root.findall(f"{W}comment") if root is not None else []
    return [f"{one.get(f'{W}author') or '—'}: {_bare(' '.join(one.itertext(f'{W}t')))}" for one in found]


def _notes_below(package: Package) -> list[str]:
    words = []
    for kind in ("footnote", "endnote"):
        root = package.beside_main(f"{kind}s")
        found = root.findall(f"{W}{kind}") if root is not None else []
        words += [_bare("".join(one.itertext(f"{W}t"))) for one in found if one.get(f"{W}type") is None]
    return words


def _marks(package: Package) -> dict[str, str]:
    root = package.xml("docProps/custom.xml")
    found = root.iter(_PROPERTY) if root is not None else ()
    return {str(one.get("name")): "".join(one.itertext()) for one in found}
