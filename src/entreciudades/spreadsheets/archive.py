"""The archive that XLSX and ODS files are, with what hostile ones do refused before anything is unpacked."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from entreciudades.spreadsheets.faults import Place, Refusal, refuse
from entreciudades.spreadsheets.limits import Limits

_END, _END_SIZE = b"PK\5\6", 22
_END_64, _END_64_SIZE = b"PK\6\7", 20 + 56
_ENTRY = 46  # bytes of the smallest entry in the list of parts
_LOCAL = 30  # bytes before the name and the content of a part
_LONGEST_NAME = 512
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_SMALL = 1_000_000
_ARCHIVES = (b"PK\3\4", b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f]")
CHUNK = 1 << 16


class Archive:
    """The parts of a file, by name. Raises BookRefused for what no spreadsheet program writes."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        _check_list(data, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
            raise refuse(Refusal.DAMAGED, why=str(error)) from error
        self._parts = {part.filename: part for part in self._zip.infolist()}
        self._check(limits)

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces; raises BookRefused where it is missing or damaged."""
        try:
            with self._open(name) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise refuse(Refusal.DAMAGED, Place(part=name), why=str(error)) from error

    def _open(self, name: str) -> IO[bytes]:
        if name not in self._parts:
            raise refuse(Refusal.DAMAGED, Place(part=name), why="missing")
        return self._zip.open(self._parts[name])

    def _check(self, limits: Limits) -> None:
        parts = self._zip.infolist()
        if len(parts) > limits.parts:
            raise refuse(Refusal.BAD_ARCHIVE, why="parts")
        if len(self._parts) < len(parts):
            raise refuse(Refusal.BAD_ARCHIVE, why="twice")
        end = 0
        for part in sorted(parts, key=lambda part: part.header_offset):
            _check_part(part, limits)
            if part.header_offset < end:  # parts that share their bytes: a bomb without high ratio
                raise refuse(Refusal.BAD_ARCHIVE, Place(part=part.filename), why="overlap")
            end = part.header_offset + _LOCAL + len(part.orig_filename) + part.compress_size
        if (size := sum(part.file_size for part in parts)) > limits.unpacked:
            raise refuse(Refusal.BOMB, size=size, ratio=size // max(end, 1))
        for name in self._parts:
            if next(self.read(name), b"").startswith(_ARCHIVES):
                raise refuse(Refusal.NESTED, Place(part=name))


def _check_part(part: zipfile.ZipInfo, limits: Limits) -> None:
    place = Place(part=part.filename)
    if _UNSAFE.search(part.orig_filename):
        raise refuse(Refusal.BAD_ARCHIVE, place, why="path")
    if part.flag_bits & _ENCRYPTED:
        raise refuse(Refusal.ENCRYPTED, place)
    if part.compress_type not in _METHODS:
        raise refuse(Refusal.BAD_ARCHIVE, place, why="method")
    ratio = part.file_size // max(part.compress_size, 1)
    if part.file_size > _SMALL and ratio > limits.ratio:
        raise refuse(Refusal.BOMB, place, size=part.file_size, ratio=ratio)


def _check_list(data: bytes, limits: Limits) -> None:
    """Refuse a list of parts so long that reading it is an attack; zipfile reads it whole."""
    end = data.rfind(_END)
    if end < 0 or len(data) - end < _END_SIZE:
        raise refuse(Refusal.DAMAGED, why="end of archive missing")
    size = struct.unpack_from("<L", data, end + 12)[0]
    large = end - _END_64_SIZE
    if large >= 0 and data.startswith(_END_64, end - 20):
        size = struct.unpack_from("<Q", data, large + 40)[0]
    if size > limits.parts * (_ENTRY + _LONGEST_NAME):
        raise refuse(Refusal.BAD_ARCHIVE, why="parts")
