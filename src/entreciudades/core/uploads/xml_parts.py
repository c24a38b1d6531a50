"""XML inside office files, read without entities: a document type is refused before anything is expanded."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final
from xml.parsers import expat

from entreciudades.core.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Started = Callable[[str, Mapping[str, str]], None]

_CHUNK: Final = 64 * 1024


class _RootReached(Exception):
    """All that comes before the first element was read."""


def walk(file: IO[bytes], *, name: str, started: Started, text: Callable[[str], None] | None = None) -> None:
    """Call ``started`` with each element ("namespace local", attributes), ``text`` with each piece of text.

    Raises FileRefused ("entities") for a document type; expat's ExpatError for what is no XML.
    """
    parser = _parser(name)
    parser.StartElementHandler = started
    parser.CharacterDataHandler = text
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003 - "this was all"


def prolog(file: IO[bytes], *, name: str) -> None:
    """Read as far as the first element, since a document type can only stand before it. Raises as `walk` does."""
    parser = _parser(name)

    def reached(_element: str, _attributes: Mapping[str, str]) -> None:
        raise _RootReached

    parser.StartElementHandler = reached
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk)
    except _RootReached:
        return


def _parser(name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_declared: object) -> None:
        raise FileRefused("entities", found=name, expected="XML")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]
