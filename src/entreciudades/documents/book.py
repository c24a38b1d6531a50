"""A programme assembled for one reader's language: what the web page shows and what the printed book prints.

Nothing here knows cities or networks: a book has chapters, sections, texts and a few kinds of data block. Every text is
already in the reader's language, or marked with the language that it is in.
"""

from dataclasses import dataclass, field

from entreciudades.documents.prose import Block


@dataclass(frozen=True, slots=True)
class Words:
    """A short text and the language that it is in; not the reader's where it has not been translated."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Prose:
    """A long text, parsed, and the language that it is in."""

    blocks: tuple[Block, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of data is kept, so that a reader can go and see it: an object's kind and its key."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list or of a cell; `own` is the reason where the city added it by hand."""

    title: Words
    text: Words | None = None
    note: str = ""
    details: tuple[Words, ...] = ()
    origin: Origin | None = None
    own: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says a fact, and where that can be read."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a sheet: "Population, April 2017 — about 925,000"; `source` is a number among those of its list."""

    name: Words
    value: Words
    note: str = ""
    source: int | None = None


@dataclass(frozen=True, slots=True)
class FactList:
    """Facts, and their sources, each said once and numbered from 1."""

    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a map, in degrees; `country` (ISO 3166 alpha-2) is shown darker where it is known."""

    name: str
    latitude: float
    longitude: float
    country: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A city's or organisation's sheet: map, facts, lists."""

    name: str
    subtitle: str
    prose: Prose | None
    facts: FactList
    lists: tuple["Listing", ...]
    point: Point | None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets one after another."""

    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under an optional heading; numbered where order has a meaning."""

    title: str
    items: tuple[Item, ...]
    numbered: bool = False

    @property
    def is_told(self) -> bool:
        """Whether most entries say more than their title; the titles of such a list stand out as heads."""
        return 2 * sum(bool(item.text or item.details) for item in self.items) > len(self.items)


@dataclass(frozen=True, slots=True)
class Chip:
    """A Sustainable Development Goal: number, colour (``#rrggbb``), name, and the targets named under it."""

    number: str
    colour: str
    name: Words
    targets: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Chips:
    """Goals one after another."""

    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its head, its cells, each a list of items or a text; `own` as in `Item`, `moved` likewise."""

    key: str
    head: Words
    cells: tuple[tuple[Item, ...] | Prose, ...]
    own: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row or an entry that a city left out of a computed matrix, with its reason."""

    what: Words
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A matrix or a filled sheet. `columns` names every column, the heads' own first; `caption` says of whom it is."""

    key: str
    title: Words
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables one after another, each under its own heading."""

    tables: tuple[Table, ...]


DataBlock = Sheets | FactList | Listing | Chips | Tables


@dataclass(frozen=True, slots=True)
class Part:
    """A titled row of a section with a text of its own."""

    key: str
    title: Words
    prose: Prose | None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: its text, its parts, its data. `key` anchors it.

    `is_imprint`: who made the book; in print it stands before the contents.
    """

    key: str
    number: str
    title: Words
    prose: Prose | None
    parts: tuple[Part, ...] = ()
    data: tuple[DataBlock, ...] = ()
    is_imprint: bool = False

    @property
    def heading(self) -> str:
        """Number and title as printed: ``"1.2. Contexto"``."""
        return f"{self.number}. {self.title.text}" if self.number else self.title.text


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections under one heading; a section that stands alone is in a chapter without title."""

    number: str
    title: Words | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A required part that is not there yet."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its alternative text and credit."""

    data: bytes
    media_type: str
    alt: Words
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A whole programme. `labels` are the renderer's own words (contents, pending…) in the reader's language."""

    language: str
    title: Words
    subtitle: Words | None
    place: str
    edition: str
    network: str
    methodology: str
    state: str
    chapters: tuple[Chapter, ...]
    pending: tuple[Pending, ...]
    labels: dict[str, str] = field(hash=False)
    cover: Picture | None = None
    address: str = ""
