"""PDF from outside: pages counted; what acts, hides or opens other things is refused."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from entreciudades.core.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA_TYPE: Final = "application/pdf"
MAX_PAGES: Final = 1000
MAX_OBJECTS: Final = 300_000

# ISO 32000-2: 12.6 actions, 7.11.4 embedded files, 12.5 annotations, 13 multimedia; XFA is that of Adobe.
_ACTIVE: Final = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/XFA"}
_EMBEDDED: Final = {
    "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/FileAttachment", "/GoToE", "/RichMedia", "/Movie", "/Sound", "/3D",
}  # fmt: skip
_SAID_BY: Final = ("/S", "/Type", "/Subtype")
# In the bare bytes, for objects that no table lists and a lenient reader finds all the same.
_IN_BYTES: Final = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


def examine(data: bytes) -> None:
    """Raise FileRefused for a PDF that is encrypted, too long, damaged, acts by itself or carries other files."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise FileRefused("encrypted", found="PDF", expected="PDF")
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise FileRefused("pages", found=str(pages), expected=str(MAX_PAGES))
        for said in _said(reader):
            _refuse(said)
    except LimitReachedError:
        raise FileRefused("bomb", found="PDF", expected="PDF") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise FileRefused("broken", found=f"PDF ({type(error).__name__})", expected="PDF") from None
    if pages == 0:
        raise FileRefused("broken", found="PDF (0)", expected="PDF")
    unescaped = _ESCAPED.sub(lambda code: bytes([int(code.group(1), 16)]), data)
    if hidden := _IN_BYTES.search(unescaped):
        _refuse(f"/{hidden.group(1).decode()}")


def _refuse(said: str) -> None:
    if said in _ACTIVE:
        raise FileRefused("active", found=f"PDF {said}", expected="PDF")
    if said in _EMBEDDED:
        raise FileRefused("embedded", found=f"PDF {said}", expected="PDF")


def _said(reader: PdfReader) -> Iterator[str]:
    """Yield the keys, and the kinds of objects and actions, of all objects of a file."""
    places = {(number, generation): True for generation, row in reader.xref.items() for number in row}
    places |= {(number, 0): False for number in reader.xref_objStm}
    if len(places) > MAX_OBJECTS:
        raise FileRefused("bomb", found=f"PDF ({len(places)})", expected=str(MAX_OBJECTS))
    yield from _of(reader.trailer)
    for (number, generation), is_bare in sorted(places.items()):
        try:
            found = reader.get_object(IndirectObject(number, generation, reader))
        except LimitReachedError:
            raise FileRefused("bomb", found=f"PDF ({number})", expected="PDF") from None
        except PyPdfError:
            if is_bare:
                continue  # a dead entry of the table; what is written there all the same, the bare bytes tell
            raise
        yield from _of(found)


def _of(top: Any) -> Iterator[str]:
    waiting = [top]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            for key in one:
                value = one.raw_get(key)
                yield str(key)
                if key in _SAID_BY and isinstance(value, str):
                    yield str(value)
                waiting.append(value)
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
