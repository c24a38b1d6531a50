"""XML read as a stream: no document type, no entities, nothing deep or endless, memory for one element at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from entreciudades.spreadsheets.faults import Place, Refusal, refuse

_DEEPEST = 100
_MOST = 15_000_000  # tags of one part: a sheet with all the cells that are read
_MOST_OF_SMALL = 500_000  # of one that is kept in memory
_UNFINISHED = 2_000_000  # bytes of one tag or attribute; a text comes in pieces


class Reader(Protocol):
    """Takes what the parser finds. Names are "namespace}local"."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Take an opening tag."""

    def end(self, name: str, /) -> None:
        """Take a closing tag."""

    def text(self, data: str, /) -> None:
        """Take a piece of text."""


def feed(chunks: Iterable[bytes], reader: Reader, part: str, most: int = _MOST) -> Iterator[None]:
    """Hand a part of an archive to a reader, and yield after each piece. Raises BookRefused."""
    place = Place(part=part)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    begun = ended = 0
    start, end = reader.start, reader.end

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal begun
        begun += 1
        if begun - ended > _DEEPEST or begun > most:
            raise refuse(Refusal.DAMAGED, place, why="depth" if begun <= most else "endless")
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal ended
        ended += 1
        end(name)

    def document_type(*_declared: object) -> None:
        raise refuse(Refusal.ENTITIES, place)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = document_type
    fed = 0
    try:
        for chunk in chunks:
            fed += len(chunk)
            parser.Parse(chunk, False)  # noqa: FBT003 - takes no keyword
            if fed - parser.CurrentByteIndex > _UNFINISHED:
                raise refuse(Refusal.DAMAGED, place, why="endless tag")
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - takes no keyword
    except expat.ExpatError as error:
        raise refuse(Refusal.DAMAGED, place, why=str(error)) from error
    yield


def read(chunks: Iterable[bytes], reader: Reader, part: str) -> None:
    """Hand a whole part of an archive to a reader. Raises BookRefused."""
    for _piece in feed(chunks, reader, part):
        pass


def elements(chunks: Iterable[bytes], part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the opening tags of a part: name without namespace, attributes. Raises BookRefused."""
    found = _Tags()
    for _piece in feed(chunks, found, part, _MOST_OF_SMALL):
        yield from found.tags
        found.tags.clear()


class _Tags:
    def __init__(self) -> None:
        self.tags: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.tags.append((local(name), attributes))

    def end(self, name: str) -> None:
        """Nothing follows."""

    def text(self, data: str) -> None:
        """Nothing is kept."""


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]
