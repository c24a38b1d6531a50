"""Long texts for translators' tools: cut into pieces, with what marks bold, italic and links as inline codes.

Pure. A *piece* is a paragraph or an item of a list. A *code* is a mark that a translator moves and must bring back;
what it says is taken from our own source again, never from what came back.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKER: Final = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+")
_INVISIBLE: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
# What is longer goes out as it is typed: the search for an end that is not there has one.
_MARKUP: Final = re.compile(
    r"(?<![\\*])(?P<stars>\*\*|\*)(?=\S)(?P<styled>.{1,2000}?)(?<=[^\s\\])(?P=stars)(?!\*)"
    r"|(?<!\\)\[(?P<words>[^\[\]]{1,500})\](?P<address>\([^()\s]{1,2000}\))"
    rf"|(?P<alone>{_INVISIBLE})",
    re.DOTALL,
)

Kind = Literal["open", "close", "alone"]


class CodesDiffer(ValueError):
    """A unit came back with other inline codes than went out: which are missing, and which are there too often."""

    def __init__(self, missing: tuple[str, ...], surplus: tuple[str, ...]) -> None:
        super().__init__(f"missing {missing}, surplus {surplus}")
        self.missing = missing
        self.surplus = surplus


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code; the two of a pair have one id. ``says`` is what it stands for, empty in what comes back."""

    kind: Kind
    id: str
    says: str = ""


Token = str | Code


def pieces_of(body: str) -> tuple[str, ...]:
    """Return what is translated of a long text: its paragraphs and the items of its lists, without their marks."""
    return tuple(body[start:end] for start, end in _spans(body))


def put_together(body: str, pieces: Iterable[str]) -> str:
    """Return a long text with other pieces in the places of its own; what stands between them stays."""
    made, last = "", 0
    for (start, end), piece in zip(_spans(body), pieces, strict=True):
        made += body[last:start] + piece
        last = end
    return made + body[last:]


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return a text as runs and inline codes, which together are the text again."""
    return tuple(_tokens(text, _Numbers()))


def restored(source: str, target: Iterable[Token]) -> str:
    """Return the translation of a unit with the codes of its source. Raises CodesDiffer."""
    tokens = tuple(target)
    known = {(code.kind, code.id): code.says for code in _codes(tokens_of(source))}
    wanted = Counter(known)
    for key in known:
        wanted[key] = 1
    found = Counter((code.kind, code.id) for code in _codes(tokens))
    missing, surplus = wanted - found, found - wanted
    if missing or surplus or not _is_nested(tokens):
        raise CodesDiffer(
            tuple(known[key] for key in missing),
            tuple(known.get(key, key[1]) for key in surplus),
        )
    said = (token if isinstance(token, str) else known[token.kind, token.id] for token in tokens)
    return "".join(said).strip()


def alike(source: tuple[Token, ...], target: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """Return a translation with the ids that its source gives to the same codes; None where it has others."""
    free: dict[tuple[str, ...], list[str]] = {}
    for said, number in _pairs(source):
        free.setdefault(said, []).append(number)
    ids: dict[str, str] = {}
    for said, number in _pairs(target):
        if not free.get(said):
            return None
        ids[number] = free[said].pop(0)
    if any(free.values()):
        return None
    return tuple(token if isinstance(token, str) else Code(token.kind, ids[token.id], token.says) for token in target)


def _pairs(tokens: Iterable[Token]) -> list[tuple[tuple[str, ...], str]]:
    """Each id with what its codes say: an opening one and its end, or one alone."""
    says: dict[str, tuple[str, ...]] = {}
    for code in _codes(tokens):
        says[code.id] = (*says.get(code.id, ()), code.says)
    return [(said, number) for number, said in says.items()]


def visible(text: str) -> str:
    """Return a text with the characters that XML cannot hold by their numbers."""
    return re.sub(_INVISIBLE, lambda found: f"U+{ord(found[0]):04X}", text)


class _Numbers:
    """Ids of the codes of a unit."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> str:
        self.last += 1
        return str(self.last)


def _tokens(text: str, numbers: _Numbers) -> Iterator[Token]:
    last = 0
    for found in _MARKUP.finditer(text):
        if found.start() > last:
            yield text[last : found.start()]
        last = found.end()
        number = numbers.next()
        if found["alone"]:
            yield Code("alone", number, found["alone"])
            continue
        inside = found["styled"] or found["words"]
        before, after = (found["stars"],) * 2 if found["stars"] else ("[", f"]{found['address']}")
        yield Code("open", number, before)
        yield from _tokens(inside, numbers)
        yield Code("close", number, after)
    if last < len(text):
        yield text[last:]


def _codes(tokens: Iterable[Token]) -> Iterator[Code]:
    return (token for token in tokens if isinstance(token, Code))


def _is_nested(tokens: Iterable[Token]) -> bool:
    opened: list[str] = []
    for code in _codes(tokens):
        if code.kind == "open":
            opened.append(code.id)
        elif code.kind == "close" and (not opened or opened.pop() != code.id):
            return False
    return not opened


def _spans(body: str) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a long text begin and end: none begins or ends with a space."""
    place = 0
    start: int | None = None
    for line in [*body.splitlines(keepends=True), ""]:
        marker = _MARKER.match(line)
        if (marker or not line.strip()) and start is not None:
            yield from _stripped(body, start, place)
            start = None
        if line.strip() and start is None:
            start = place + (marker.end() if marker else 0)
        place += len(line)


def _stripped(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = body[start:end]
    if said := piece.strip():
        begin = start + piece.index(said[0])
        yield begin, begin + len(said)
