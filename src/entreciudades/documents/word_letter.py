"""Texts that are sent to somebody as a Word file, to be written there and read back by `word_reader`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from entreciudades.documents.prose import Block
from entreciudades.documents.word_file import new_document, saved, say_heading
from entreciudades.documents.word_prose import ProseWriter, plain
from entreciudades.documents.word_reader import PLACE

if TYPE_CHECKING:
    from docx.document import Document

MARK = "Entreciudades"
"""Name of the custom property by which a file is known again."""


@dataclass(frozen=True, slots=True)
class Place:
    """A text that is asked for: its heading, what it should tell, and what stands there already."""

    title: str
    asks: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is asked: a title, some lines that are no part of the answer, and the places to write in.

    ``mark`` is kept in the file, hidden; ``language`` is that of the texts (ISO 639-1).
    """

    title: str
    says: tuple[str, ...]
    places: tuple[Place, ...]
    language: str
    mark: str

    @property
    def known(self) -> tuple[str, ...]:
        """The words that are sent along and are no answer."""
        return (self.title, *self.says, *(place.asks for place in self.places if place.asks))


def write_letter(letter: Letter) -> bytes:
    """Return the Word file: the same bytes for the same letter."""
    document = new_document(letter.title, letter.language)
    document.add_paragraph(plain(letter.title), style="Title")
    for line in letter.says:
        document.add_paragraph(plain(line), style="Intense Quote")
    prose = ProseWriter(document)
    for number, place in enumerate(letter.places):
        _begin(document, number, place)
        prose.add(document, place.blocks)
        if not place.blocks:
            document.add_paragraph()
    return saved(document, {MARK: letter.mark})


def _begin(document: Document, number: int, place: Place) -> None:
    heading = say_heading(document, place.title, 1)._p  # noqa: SLF001 - how python-docx gives its element
    heading.insert(1, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{PLACE}{number}"/>'))
    heading.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
    if place.asks:
        document.add_paragraph(plain(place.asks), style="Quote")
