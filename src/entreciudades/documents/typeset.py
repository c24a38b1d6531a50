"""A book, a brief or an agreement as a PDF/UA-1 file: frozen data in, bytes out, the same bytes for the same data.

Text reaches the templates (`templates/*.typ`) as JSON and is printed as it is, never read as typst code. Fonts come
from `fonts/` alone, so that every machine sets the same page.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from entreciudades.documents.agreement_text import AGREEMENT_LABELS, AgreementText
from entreciudades.documents.book import Book, Listing, Prose, Sheet, Source, Words
from entreciudades.documents.brief import Brief
from entreciudades.documents.characters import printable
from entreciudades.documents.prose import Span
from entreciudades.documents.signatures.fields import add_fields
from entreciudades.documents.worldmap import city_svg

LABELS = (
    "address", "contents", "edition", "left_out", "map", "marked", "methodology", "moved", "network", "own",
    "pending", "pending_intro", "picture", "place", "sources", "state", "title", "what", "where",
)  # fmt: skip
"""What `Book.labels` must hold; it may hold "untranslated-<language>", the line above a long text in that language.

"map" says what a sheet's map shows, with ``{name}`` for the place; "marked" explains the "(es)" beside such texts.
"""

_HERE = files("entreciudades.documents")


class BookRefused(ValueError):
    """A book that cannot be printed: what is wrong with it, and where."""


def render_book(book: Book) -> bytes:
    """Set a book: tagged PDF/UA-1 with bookmarks, contents and the languages of its texts.

    Raises:
        BookRefused: a label or the title is missing; the cover has no alternative text or is no picture.
    """
    check_book(book)
    data = _plain(book) | {"marked": any(_foreign(book, book.language))}
    with TemporaryDirectory() as folder:
        if book.cover:
            Path(folder, "cover").write_bytes(book.cover.data)
        try:
            return _compile("book.typ", data, folder)
        except typst.TypstError as error:
            if book.cover and "image" in error.message:
                raise BookRefused(f"Cover: {book.cover.media_type} that cannot be printed: {error.message}") from error
            raise


def render_brief(brief: Brief) -> bytes:
    """Set a brief on one page, in as large a type as it has room for, or one that runs on: tagged PDF/UA-1.

    Raises BookRefused where it has no title, or more to say than a page holds in the smallest type that is read.
    """
    if not brief.title.text.strip():
        raise BookRefused("Brief.title: empty; PDF/UA-1 asks for a title")
    with TemporaryDirectory() as folder:
        try:
            return _compile("brief.typ", _plain(brief), folder)
        except typst.TypstError as error:
            if "more than a page" in error.message:
                raise BookRefused("Brief.parts: more than a page holds") from error
            raise


def render_agreement(agreement: AgreementText) -> bytes:
    """Set an agreement: PDF/A-2a for keeping and tagged PDF/UA-1; unless a draft, with a field to sign per party.

    Raises BookRefused where a label, a title or the parties are missing.
    """
    missing = [name for name in AGREEMENT_LABELS if name not in agreement.labels]
    if missing:
        raise BookRefused(f"AgreementText.labels: missing {', '.join(missing)}")
    if not agreement.titles or not all(title.text.strip() for title in agreement.titles):
        raise BookRefused("AgreementText.titles: empty; PDF/UA-1 asks for a title")
    if not agreement.parties:
        raise BookRefused("AgreementText.parties: none; nobody agrees")
    with TemporaryDirectory() as folder:
        pdf = _compile("agreement.typ", _plain(agreement), folder, standards=("a-2a", "ua-1"))
    return pdf if agreement.draft else add_fields(pdf, {one.field: one.field_title for one in agreement.parties})


def _compile(main: str, data: object, folder: str, *, standards: tuple[str, ...] = ("ua-1",)) -> bytes:
    """Compile a template with its data, which it finds as `book`; `folder` holds its pictures."""
    sources = {"main.typ": _templates()[main], **_templates()}
    compiler = typst.Compiler(cast("Any", sources), root=folder, font_paths=_fonts(), ignore_system_fonts=True)
    inputs = {"book": json.dumps(data, ensure_ascii=False, default=str)}
    return cast("bytes", compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=cast("Any", list(standards))))


def check_book(book: Book) -> None:
    """Raise BookRefused where a label, the title or the words for the cover are missing."""
    missing = [name for name in LABELS if name not in book.labels]
    if missing:
        raise BookRefused(f"Book.labels: missing {', '.join(missing)}")
    if not book.title.text.strip():
        raise BookRefused("Book.title: empty; PDF/UA-1 asks for a title")
    if book.cover and not book.cover.alt.text.strip():
        raise BookRefused("Book.cover.alt: empty; a picture needs a text for those who do not see it")


def _foreign(value: object, language: str) -> Iterator[str]:
    """Yield the language of every text that is not in the reader's."""
    if isinstance(value, Words | Prose):
        if value.language.partition("-")[0] not in {language.partition("-")[0], ""}:
            yield value.language
    elif isinstance(value, tuple):
        for held in value:
            yield from _foreign(held, language)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _foreign(getattr(value, field.name), language)


def _plain(value: object) -> Any:
    """Return what JSON can say: a dataclass becomes a dictionary with its name under "is"; pictures go as files."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return [_plain(held) for held in value]
    if isinstance(value, dict):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, bytes):
        return None
    if not dataclasses.is_dataclass(value):
        return value
    plain = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    plain["is"] = type(value).__name__
    if isinstance(value, Span):
        plain["href"] = value.href  # an address stays as it is
    if isinstance(value, Source):
        plain["address"] = value.address
    if isinstance(value, Listing):
        plain["is_told"] = value.is_told
    if isinstance(value, Sheet):
        plain["map"] = _map(value)
    return plain


def _map(sheet: Sheet) -> str | None:
    if sheet.point is None:
        return None
    at = sheet.point
    return city_svg(printable(at.name), at.latitude, at.longitude, country=at.country).decode()


def map_picture(sheet: Sheet) -> bytes | None:
    """Return the map of a sheet as PNG, for documents that hold no drawings; None where it has no place."""
    drawn = _map(sheet)
    if drawn is None:
        return None
    page = b"#set page(width: 120mm, height: auto, margin: 0mm)\n"
    page += b'#image(bytes(sys.inputs.map), format: "svg", width: 100%)'
    files_of: Any = {"main.typ": page}  # its types do not know yet that it takes several
    compiler = typst.Compiler(files_of, font_paths=_fonts(), ignore_system_fonts=True)
    return cast("bytes", compiler.compile(format="png", ppi=170, sys_inputs={"map": drawn}))


@cache
def design() -> str:
    """SHA-256 of all that sets a book besides its data: templates and compiler. Another design prints another book."""
    digest = hashlib.sha256(version("typst").encode())
    for name, template in sorted(_templates().items()):
        digest.update(name.encode() + b"\0" + template)
    return digest.hexdigest()


@cache
def _templates() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in _HERE.joinpath("templates").iterdir()}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE.joinpath("fonts"))]
    )
