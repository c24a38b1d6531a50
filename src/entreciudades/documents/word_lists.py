"""From paragraphs in a row, each with its place in a list, to lists inside lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entreciudades.documents.prose import Block, List, Paragraph, Span
from entreciudades.documents.word_styles import Numbering


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph as it stands in a file: its runs, its place in a list, or the level of the item that it continues.

    ``heading`` is the level of its heading, 0 for running text.
    """

    spans: tuple[Span, ...]
    numbering: Numbering | None = None
    continues: int | None = None
    heading: int = 0


@dataclass(slots=True)
class _Open:
    """A list that is being read."""

    numbering: Numbering
    start: int
    items: list[list[Block | _Open]]


def nested(entries: Iterable[Entry]) -> tuple[Block, ...]:
    """Return the blocks of paragraphs in a row; numbers go on where the numbering of a file goes on."""
    lists = _Lists()
    for entry in entries:
        lists.take(entry)
    return _closed(lists.outer)


class _Lists:
    """The lists that are open at a paragraph, and how far each numbering has counted."""

    def __init__(self) -> None:
        self.outer: list[Block | _Open] = []
        self._open: list[_Open] = []
        self._counted: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()

    def take(self, entry: Entry) -> None:
        """Put a paragraph where it belongs."""
        if entry.numbering is not None:
            self._item(entry.spans, entry.numbering)
        elif entry.continues is not None and self._open:
            while len(self._open) > 1 and self._open[-1].numbering.level > entry.continues:
                self._open.pop()
            self._open[-1].items[-1].append(Paragraph(entry.spans))
        elif entry.spans:
            self._open.clear()
            self.outer.append(Paragraph(entry.spans))

    def _item(self, spans: tuple[Span, ...], place: Numbering) -> None:
        number, is_anew = self._number(place)
        while self._open and self._open[-1].numbering.level > place.level:
            self._open.pop()
        before = self._open[-1].numbering if self._open else None
        if before is not None and before.level == place.level and (is_anew or not _goes_on(before, place)):
            self._open.pop()
            before = None
        if before is None or before.level != place.level:
            around = self._open[-1].items[-1] if self._open else self.outer
            self._open.append(_Open(place, number, []))
            around.append(self._open[-1])
        self._open[-1].items.append([Paragraph(spans)])

    def _number(self, place: Numbering) -> tuple[int, bool]:
        """Return the number of an item, and whether its numbering begins anew with it."""
        for key in [one for one in self._counted if one[0] == place.counter and one[1] > place.level]:
            del self._counted[key]
        is_anew = place.is_ordered and place.restarts and (place.key, place.level) not in self._begun
        self._begun.add((place.key, place.level))
        counted = self._counted.get((place.counter, place.level))
        number = place.start if is_anew or counted is None else counted + 1
        self._counted[place.counter, place.level] = number
        return number, is_anew


def _goes_on(before: Numbering, place: Numbering) -> bool:
    """Whether an item belongs to the list of the one before; of bullets, a reader sees one list."""
    return before.is_ordered == place.is_ordered and (not place.is_ordered or before.counter == place.counter)


def _closed(blocks: Iterable[Block | _Open]) -> tuple[Block, ...]:
    closed: list[Block] = []
    for block in blocks:
        if isinstance(block, _Open):
            items = tuple(item for held in block.items if (item := _closed(held)))
            if items:
                closed.append(List(items, block.start if block.numbering.is_ordered else None))
        elif isinstance(block, List) or block.spans:
            closed.append(block)
    return tuple(closed)
