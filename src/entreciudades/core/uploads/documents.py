"""Documents that people hand in: known by their content, never by their name, examined, refused with the reason."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from entreciudades.core.errors import FileRefused
from entreciudades.core.uploads import packages, pdf

if TYPE_CHECKING:
    from django.core.files import File

MAX_BYTES: Final = 25 * 1024 * 1024
ACCEPTED: Final = "PDF, DOCX, XLSX, ODT, ODS, CSV, TXT"
TEXT: Final = "text/plain"
CSV: Final = "text/csv"

# What a file begins with that is none of ours -> what people call it.
_STRANGERS: Final = (
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"#!", "script"),
    (b"\xca\xfe\xba\xbe", "CLASS"),
    (b"\xcf\xfa\xed\xfe", "Mach-O"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "LNK"),
    (b"{\\rt", "RTF"),
    (b"%!PS", "PostScript"),
    (b"GIF8", "GIF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"RIFF", "RIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"MIME-Version:", "MHTML"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office as of 1997, and today's with a password
_MARKUP: Final = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|img|\?xml|\?php)\b", re.IGNORECASE)
_READ_AS_MARKUP: Final = 4096  # browsers look at the first 1,445 bytes (WHATWG MIME Sniffing)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# What a cell says that asks a program for its value: =cmd|' /C calc'!A0. Without repeats inside repeats: text is long.
_DDE: Final = re.compile(r"\w\|[^\r\n|!]{0,255}!")
_LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True)
class Document:
    """A document fit to be stored, byte for byte as it came."""

    data: bytes
    media_type: str


def read_document(upload: File[bytes]) -> Document:
    """Return an upload that is a PDF, a DOCX, XLSX, ODT or ODS, or plain text, and nothing besides.

    Raises FileRefused with a reason of `core.uploads.refusals`.
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FileRefused("size", found=megabytes(upload.size or 0), expected=megabytes(MAX_BYTES))
    if not data.strip():
        raise FileRefused("empty", found="0 B", expected=ACCEPTED)
    if data.startswith(b"%PDF-"):
        if zipfile.is_zipfile(io.BytesIO(data)):
            raise FileRefused("polyglot", found="PDF + ZIP", expected=ACCEPTED)
        pdf.examine(data)
        return Document(data, pdf.MEDIA_TYPE)
    if data.startswith(b"PK\x03\x04"):
        return Document(data, packages.examine(data))
    _refuse_strangers(data)
    _examine_text(data)
    # Text is text by its content; only its name can say that its commas are columns.
    return Document(data, CSV if PurePath(upload.name or "").suffix.lower() == ".csv" else TEXT)


def megabytes(size: int) -> str:
    """Say a size in bytes as people read it."""
    return f"{size / 1024 / 1024:.1f} MB"


def _refuse_strangers(data: bytes) -> None:
    if data.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise FileRefused("encrypted" if protected else "old", found="OLE", expected=ACCEPTED)
    for beginning, called in _STRANGERS:
        if data.startswith(beginning):
            both = called in {"GIF", "JPEG", "PNG"} and _MARKUP.search(data.decode("latin-1"))
            raise FileRefused(
                "polyglot" if both else "type", found=f"{called} + HTML" if both else called, expected=ACCEPTED
            )
    if b"%PDF-" in data[:1024]:  # where readers of PDF still look for it
        raise FileRefused("polyglot", found="? + PDF", expected=ACCEPTED)


def _examine_text(data: bytes) -> None:
    text = _decoded(data)
    if text is None:
        raise FileRefused("type", found="?", expected=ACCEPTED)
    start = text[:_READ_AS_MARKUP]
    markup = _MARKUP.search(start)
    if markup or start.lstrip("\ufeff \t\r\n").startswith("<"):
        found = markup.group(1).upper().lstrip("!?") if markup else "XML"
        raise FileRefused("type", found="HTML" if found == "DOCTYPE" else found, expected=ACCEPTED)
    for asked in _DDE.finditer(text):
        before = re.split(r"[\r\n,;\t]", text[max(0, asked.start() - _LONGEST_NAME) : asked.end()])[-1]
        if before.lstrip(" \"'").startswith(("=", "+", "-", "@")):
            raise FileRefused("external", found=before.strip()[:40], expected=ACCEPTED)


def _decoded(data: bytes) -> str | None:
    """Read bytes as text in the encodings that spreadsheets write, or None where they are no text."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if is_wide else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None
