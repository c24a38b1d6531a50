"""A Word file opened with care: what it is by its content, no macros, nothing fetched from elsewhere, no bombs.

Nothing is unpacked to disk and no more is read than is asked for. ECMA-376 part 2 says how the package is laid out.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 3000
MOST_OF_XML = 30 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_HARMLESS = ("/hyperlink",)


class WordRefused(ValueError):
    """A file that is not read.

    ``reason`` is one of "size", "not-word", "old-word", "encrypted", "macros", "external", "bomb", "broken"; ``found``
    says what was met.
    """

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(f"Word file refused ({reason}): {found}")
        self.reason = reason
        self.found = found


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part leads: the kind of the relation (its last word), and its target, a part or an address."""

    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """The parts of a document. `main` is the name of the one with the text."""

    archive: zipfile.ZipFile
    main: str
    names: frozenset[str] = field(default_factory=frozenset)

    def xml(self, name: str) -> Any:
        """Return the root of a part; None where there is none. Raises WordRefused."""
        return _parsed(_content(self.archive, name), name) if name in self.names else None

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part names, by its id there."""
        folder, _slash, file = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        return {
            str(one.get("Id")): Relation(str(one.get("Type")).rpartition("/")[2], _target(one, folder))
            for one in root.iter(_RELATIONSHIPS)
        }

    def beside_main(self, kind: str) -> Any:
        """Return the root of the part that the text names by that kind of relation ("styles"); None without one."""
        found = next((one.target for one in self.relations(self.main).values() if one.kind == kind), "")
        return self.xml(found)


def open_word(data: bytes) -> Package:
    """Open a document. Raises WordRefused with the reason."""
    if len(data) > MOST_BYTES:
        raise WordRefused("size", str(len(data)))
    if data.startswith(_OLE):
        raise WordRefused("encrypted" if _ENCRYPTED in data else "old-word")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise WordRefused("not-word", str(error)) from error
    _weigh(archive)
    names = frozenset(archive.namelist())
    if "[Content_Types].xml" not in names:
        raise WordRefused("not-word", "no content types")
    types = _parsed(_content(archive, "[Content_Types].xml"), "[Content_Types].xml")
    kinds = {
        str(one.get("PartName")).lstrip("/"): str(one.get("ContentType")) for one in types.iter(f"{_TYPES}Override")
    }
    macros = [name for name in names if name.lower().endswith(("vbaproject.bin", "vbadata.xml"))]
    macros += [name for name, kind in kinds.items() if "macroEnabled" in kind or "vbaProject" in kind]
    if macros:
        raise WordRefused("macros", macros[0])
    main = next((name for name, kind in kinds.items() if kind == _MAIN and name in names), "")
    if not main:
        raise WordRefused("not-word", ", ".join(sorted(set(kinds.values()))[:1]))
    package = Package(archive, main, names)
    _refuse_external(package)
    return package


def _weigh(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise WordRefused("bomb", f"{len(parts)} parts")
    if len({part.filename for part in parts}) != len(parts):
        raise WordRefused("broken", "a part that stands twice")
    if any(part.flag_bits & 1 for part in parts):
        raise WordRefused("encrypted")


def _refuse_external(package: Package) -> None:
    """Refuse what would be fetched from elsewhere when the file is opened: templates, linked pictures, frames."""
    for name in package.names:
        if not name.endswith(".rels"):
            continue
        for one in package.xml(name).iter(_RELATIONSHIPS):
            if one.get("TargetMode") == "External" and not str(one.get("Type")).endswith(_HARMLESS):
                raise WordRefused("external", f"{str(one.get('Type')).rpartition('/')[2]}: {one.get('Target')}")


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part; what a directory says of its size is not believed."""
    try:
        with archive.open(name) as part:
            data = part.read(MOST_OF_XML + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise WordRefused("broken", name) from error
    if len(data) > MOST_OF_XML:
        raise WordRefused("bomb", name)
    return data


def _parsed(data: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WordRefused("broken", name) from error
    if root.getroottree().docinfo.doctype:
        raise WordRefused("broken", f"{name}: a document type")
    return root


def _target(one: Any, folder: str) -> str:
    target = str(one.get("Target"))
    if one.get("TargetMode") == "External":
        return target
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
