"""Office files from outside, which are ZIP archives: their container, then what each family puts into it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from entreciudades.core.errors import FileRefused
from entreciudades.core.uploads import odf, ooxml
from entreciudades.core.uploads.xml_parts import prolog

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCEPTED: Final = "DOCX, XLSX, ODT, ODS"
MAX_PARTS: Final = 5_000
MAX_UNPACKED: Final = 300 * 1024 * 1024
SMALL: Final = 10 * 1024 * 1024  # however well they are packed, parts up to here do no harm
MAX_RATIO: Final = 500  # equal rows of an ODS reach 300; deflate itself, 1,032
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the two that ISO 29500-2 and ODF 1.3 allow
_ENCRYPTED: Final = 0x1
_LOCAL_HEADER: Final = 30
_END: Final = 22
_INSIDE: Final = (
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"\xd0\xcf\x11\xe0", "OLE"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\xca\xfe\xba\xbe", "CLASS"),
    (b"%PDF-", "PDF"),
)
_PROGRAMS: Final = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".js", ".vbs", ".hta", ".jar", ".class")


def examine(data: bytes) -> str:
    """Return the media type of an office file.

    Raises FileRefused for what is none, is damaged, unpacks to too much, is two things at once, or carries macros,
    objects, entities or ways out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _container(data, archive)
            family = ooxml if ooxml.CONTENT_TYPES in archive.namelist() else odf
            media_type: str | None = family.media_type(archive)
            if media_type is None:
                raise FileRefused("type", found="ZIP", expected=ACCEPTED)
            family.refuse_macros(archive)
            for part in parts:
                _examine_part(archive, part)
            family.refuse_ways_out(archive)
            return media_type
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, EOFError, KeyError, UnicodeError) as error:
        raise FileRefused("broken", found=f"ZIP ({type(error).__name__})", expected=ACCEPTED) from None
    except (NotImplementedError, RuntimeError):  # a way of packing, or of locking, that no office program writes
        raise FileRefused("broken", found="ZIP", expected=ACCEPTED) from None


def _container(data: bytes, archive: zipfile.ZipFile) -> Sequence[zipfile.ZipInfo]:
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    if b"%PDF-" in data[:1024]:
        raise FileRefused("polyglot", found="ZIP + PDF", expected=ACCEPTED)
    if data[-_END:-18] != b"PK\x05\x06" or not parts or parts[0].header_offset != 0:
        raise FileRefused("polyglot", found="ZIP + ?", expected=ACCEPTED)
    if len(parts) > MAX_PARTS:
        raise FileRefused("bomb", found=str(len(parts)), expected=str(MAX_PARTS))
    end = 0
    for part in parts:
        _examine_entry(part)
        if part.header_offset < end:
            raise FileRefused("bomb", found=part.filename, expected=str(end))
        end = part.header_offset + _LOCAL_HEADER + len(part.filename) + part.compress_size
    if len({part.filename for part in parts}) < len(parts):
        raise FileRefused("polyglot", found="ZIP + ZIP", expected=ACCEPTED)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise FileRefused("bomb", found=f"{unpacked // 1024 // 1024} MB", expected=f"{MAX_UNPACKED // 1024 // 1024} MB")
    return parts


def _examine_entry(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise FileRefused("encrypted", found=part.filename, expected=ACCEPTED)
    is_outside = part.filename.startswith("/") or "\\" in part.filename or ".." in part.filename.split("/")
    if is_outside or part.compress_type not in _METHODS:
        raise FileRefused("broken", found=part.filename, expected=ACCEPTED)
    if part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        raise FileRefused("bomb", found=part.filename, expected=f"{MAX_RATIO} : 1")


def _examine_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if name.endswith(_PROGRAMS):
        raise FileRefused("embedded", found=part.filename, expected=ACCEPTED)
    with archive.open(part) as file:
        if name.endswith((".xml", ".rels", ".vml")):
            prolog(file, name=part.filename)
            return
        head = file.read(8)
    for beginning, called in _INSIDE:
        if head.startswith(beginning):
            raise FileRefused("embedded", found=f"{part.filename} ({called})", expected=ACCEPTED)
