"""A book as a PDF/UA-1 file: frozen data in, bytes out, the same bytes for the same book.

Text reaches the templates (`templates/*.typ`) as JSON and is printed as it is, never read as typst code. Fonts come from
`fonts/` alone, so that every machine sets the same page; a character that they do not hold is printed as ☐, because
PDF/UA-1 allows no text that cannot be shown (ISO 14289-1, 7.21).
"""

import dataclasses
import json
import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from entreciudades.documents.book import Book, Prose, Sheet, Words
from entreciudades.documents.prose import Span
from entreciudades.documents.worldmap import city_svg

LABELS = (
    "address", "contents", "edition", "left_out", "map", "marked", "methodology", "network", "own", "pending",
    "pending_intro", "picture", "place", "source", "state", "title", "what", "where",
)  # fmt: skip
"""What `Book.labels` must hold; and one "untranslated-<language>" for each language of a text that is not the book's.

"map" says what a sheet's map shows, with ``{name}`` for the place; "marked" explains the "(es)" beside such texts.
"""

_HERE = files("entreciudades.documents")
_MISSING = "☐"


class BookRefused(ValueError):  # noqa: N818 - it is said to the person who asked for the book
    """A book that cannot be printed: what is wrong with it, and where."""


def render_book(book: Book) -> bytes:
    """Set a book: tagged PDF/UA-1 with bookmarks, contents and the languages of its texts.

    Raises:
        BookRefused: a label or the title is missing; the cover has no alternative text or is no picture.
    """
    _check(book)
    data = _plain(book) | {"marked": any(_foreign(book, book.language))}
    with TemporaryDirectory() as folder:
        if book.cover:
            Path(folder, "cover").write_bytes(book.cover.data)
        compiler = typst.Compiler(cast("bytes", _templates()), root=folder, font_paths=_fonts(), ignore_system_fonts=True)
        try:
            made = compiler.compile(
                format="pdf", sys_inputs={"book": json.dumps(data, ensure_ascii=False)}, pdf_standards=["ua-1"]
            )
        except typst.TypstError as error:
            if book.cover and "image" in error.message:
                raise BookRefused(f"Cover: {book.cover.media_type} that cannot be printed: {error.message}") from error
            raise
    return cast("bytes", made)


def _check(book: Book) -> None:
    foreign = {f"untranslated-{language}" for language in _foreign(book, book.language)}
    missing = sorted({*LABELS, *foreign} - book.labels.keys())
    if missing:
        raise BookRefused(f"Book.labels: missing {', '.join(missing)}")
    if not book.title.text.strip():
        raise BookRefused("Book.title: empty; PDF/UA-1 asks for a title")
    if book.cover and not book.cover.alt.text.strip():
        raise BookRefused("Book.cover.alt: empty; a picture needs a text for those who do not see it")


def _foreign(value: object, language: str) -> Iterator[str]:
    """Yield the language of every text that is not in the reader's."""
    if isinstance(value, Words | Prose):
        if value.language not in {language, ""}:
            yield value.language
    elif isinstance(value, tuple):
        for held in value:
            yield from _foreign(held, language)
    elif dataclasses.is_dataclass(value):
        for name in _names(type(value)):
            yield from _foreign(getattr(value, name), language)


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return what JSON can say: a dataclass becomes a dictionary that `is` of its name; pictures go beside, as files."""
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, tuple):
        return [_plain(held) for held in value]
    if isinstance(value, dict):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, bytes):
        return None
    if not dataclasses.is_dataclass(value):
        return value
    kind = type(value)
    plain = {name: _plain(getattr(value, name)) for name in _names(cast("type", kind))}
    plain["is"] = kind.__name__
    if isinstance(value, Span):
        plain["href"] = value.href  # an address stays as it is
    if isinstance(value, Sheet):
        plain["map"] = _map(value)
    return plain


def _map(sheet: Sheet) -> str | None:
    point = sheet.point
    return point and city_svg(_printable(point.name), point.latitude, point.longitude, country=point.country).decode()


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _templates() -> dict[str, bytes]:
    """The compiler's files: it takes "main.typ" first; the others are imported from it."""
    found = {file.name: file.read_bytes() for file in _HERE.joinpath("templates").iterdir() if file.name.endswith(".typ")}
    return {"main.typ": found.pop("book.typ"), **found}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE.joinpath("fonts"))]
    )


@cache
def _not_printable() -> re.Pattern[str]:
    """Match what no font holds, and the controls: everything but the fonts' characters and line breaks."""
    held = {*_characters(), 0x0A}
    starts = sorted(code for code in held if code - 1 not in held)
    ends = sorted(code for code in held if code + 1 not in held)
    ranges = "".join(f"{re.escape(chr(start))}-{re.escape(chr(end))}" for start, end in zip(starts, ends, strict=True))
    return re.compile(f"[^{ranges}]")


def _printable(text: str) -> str:
    """Return a text with ☐ for what cannot be shown; characters that only steer others are left out."""
    return _not_printable().sub(_shown_as, unicodedata.normalize("NFC", text))


def _shown_as(found: re.Match[str]) -> str:
    category = unicodedata.category(found[0])
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if category in {"Cf", "Mn"} else _MISSING


def _characters() -> set[int]:
    """Return the code points that every text font holds (OpenType, table `cmap`, format 12)."""
    fonts = [file.read_bytes() for file in _HERE.joinpath("fonts").iterdir() if file.name.endswith(".otf")]
    return set.intersection(*({code for start, end in _groups(font) for code in range(start, end + 1)} for font in fonts))


def _groups(font: bytes) -> Iterator[tuple[int, int]]:
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * place) for place in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for place in range(subtables):
        (offset,) = struct.unpack_from(">L", font, cmap + 8 + 8 * place)
        table = cmap + offset
        if struct.unpack_from(">H", font, table) == (12,):
            (count,) = struct.unpack_from(">L", font, table + 12)
            for group in range(count):
                start, end, _ = struct.unpack_from(">LLL", font, table + 16 + 12 * group)
                yield start, end
            return
