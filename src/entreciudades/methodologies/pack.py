"""What a pack says, once it has been read and found good. Frozen data: nothing here reads, checks or changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from entreciudades.methodologies.alliance_pack import AlliancePart
    from entreciudades.methodologies.call_pack import CallPart

Labels = Mapping[str, str]
"""A short text in languages: ``{"es": "Contexto", "pt": "Contexto", "en": "Context"}``."""

HeldBy = Literal["city", "network", "alliance"]


@dataclass(frozen=True, slots=True)
class Words:
    """How long a text should be, in words, both ends included."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Field:
    """One row that a person fills: of a section, of a practice sheet, of an action form.

    ``words`` is None where the row has no text of its own, only the data named in ``shows``.
    """

    key: str
    title: Labels
    asks: Labels
    words: Words | None
    shows: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the programme's document. Its text is filed under ``key``, that of a part under ``key/part key``.

    ``parts_from`` names a vocabulary whose every term is a part (``axis``); else ``parts`` are those of the pack.
    """

    key: str
    number: str
    title: Labels
    asks: Labels
    words: Words | None
    shows: tuple[str, ...]
    required: bool
    parts: tuple[Field, ...]
    parts_from: str
    part_words: Words | None

    @property
    def chapter(self) -> str:
        """Number of the chapter that holds it: ``"3"`` for 3.11, empty for a section that stands alone."""
        return self.number.rpartition(".")[0]

    def text_key(self, part: str = "") -> str:
        """Key under which a text of this section is kept: ``"1.2"``, ``"3.11/politico"``."""
        return f"{self.key}/{part}" if part else self.key


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading above sections: those whose number begins with its own."""

    number: str
    title: Labels


@dataclass(frozen=True, slots=True)
class RowSource:
    """A source that feeds a row of a matrix, complete: every filter it has, with the values to let through."""

    name: str
    filters: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a matrix. Several sources give one list, in their order."""

    key: str
    title: Labels
    sources: tuple[RowSource, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table that is computed from the data. ``per``: headed by the city that holds the programme, or by none."""

    key: str
    title: Labels
    per: Literal["city", "programme"]
    rows: tuple[Row, ...]

    def row(self, key: str) -> Row:
        """The row of that key; KeyError without one."""
        return _named(self.rows, key)


@dataclass(frozen=True, slots=True)
class Synergy:
    """The table of lines by actors, each cell a list of actions. ``line_title`` heads its first column."""

    title: Labels
    asks: Labels
    line_title: Labels


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet filled once for each activity; its texts belong to the activity, filed under ``key/field key``."""

    key: str
    title: Labels
    per: Literal["activity"]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One form that a programme takes under this methodology, from the first page of its document to the last."""

    key: str
    title: Labels
    held_by: HeldBy
    chapters: tuple[Chapter, ...]
    sections: tuple[Section, ...]
    matrices: tuple[Matrix, ...]
    synergy: Synergy | None
    forms: tuple[Form, ...]

    def section(self, key: str) -> Section:
        """The section of that key; KeyError without one."""
        return _named(self.sections, key)

    def matrix(self, key: str) -> Matrix:
        """The matrix of that key; KeyError without one."""
        return _named(self.matrices, key)

    def form(self, key: str) -> Form:
        """The form of that key; KeyError without one."""
        return _named(self.forms, key)

    def chapter_of(self, section: Section) -> Chapter | None:
        """The chapter above a section, if any."""
        return next((c for c in self.chapters if c.number == section.chapter), None)


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """What a programme of this methodology contains."""

    variants: tuple[Variant, ...]

    def variant(self, key: str) -> Variant:
        """The variant of that key; KeyError without one."""
        return _named(self.variants, key)


@dataclass(frozen=True, slots=True)
class PracticePart:
    """The sheet on which this methodology describes a good practice."""

    title: Labels
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """The field of that key; KeyError without one."""
        return _named(self.fields, key)


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. ``languages`` are those in which it is complete, the first one being its own."""

    slug: str
    version: str
    title: Labels
    source: str
    languages: tuple[str, ...]
    call: CallPart | None
    alliance: AlliancePart | None
    programme: ProgrammePart | None
    practice: PracticePart | None


_Named = TypeVar("_Named", Row, Section, Matrix, Form, Variant, Field)


def _named(things: tuple[_Named, ...], key: str) -> _Named:
    for thing in things:
        if thing.key == key:
            return thing
    raise KeyError(key)
