"""DOCX and XLSX (ISO/IEC 29500): which they are, their macros, their objects and their ways out."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from entreciudades.core.errors import FileRefused
from entreciudades.core.uploads.xml_parts import local, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT_TYPES: Final = "[Content_Types].xml"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCEPTED: Final = "DOCX, XLSX"
_MAIN: Final = {f"{DOCX}.main+xml": DOCX, f"{XLSX}.main+xml": XLSX}
_MACROS: Final = ("macroenabled", "vbaproject", "macrosheet", "vbadata")
_LINKS: Final = {"", "http", "https", "mailto", "tel", "ftp"}
#: Relationships to what is neither text, picture nor drawing, wherever it lies.
_OBJECTS: Final = {"oleObject", "package", "control", "activeXControlBinary", "aFChunk"}
_WAYS_OUT: Final = {"externalLink", "externalLinkPath", "connections", "queryTable", "attachedTemplate"}
# Fields that fetch something when the text is opened or brought up to date (ISO/IEC 29500-1, 17.16.5).
_FETCHING: Final = re.compile(r"^\s*(LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DDE|DDEAUTO)\b", re.IGNORECASE)
_DDE: Final = re.compile(r"\bDDE(AUTO)?\b")
_ASKING: Final = re.compile(rb"<(?:\w+:)?f[ >][^<]{0,8192}?(?:\w\|'[^'<]*'!|\bDDE\(|WEBSERVICE\()", re.IGNORECASE)
_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 16 * 1024


def media_type(archive: zipfile.ZipFile) -> str | None:
    """Return which of the two it is by its content types, or None. Raises FileRefused for one with macros."""
    found = None
    for said in _content_types(archive):
        if any(word in said.lower() for word in _MACROS):
            called = "DOCM" if "word" in said else "XLSM" if "excel" in said else said
            raise FileRefused("macro", found=called, expected=ACCEPTED)
        found = found or _MAIN.get(said)
    return found


def refuse_macros(archive: zipfile.ZipFile) -> None:
    """Raise FileRefused for macros that the content types keep silent about."""
    for name in archive.namelist():
        if any(word in name.lower() for word in _MACROS):
            raise FileRefused("macro", found=name, expected=ACCEPTED)
        if "/activex/" in name.lower() or "/embeddings/" in name.lower():
            raise FileRefused("embedded", found=name, expected=ACCEPTED)


def refuse_ways_out(archive: zipfile.ZipFile) -> None:
    """Raise FileRefused for objects and for what would be fetched from elsewhere."""
    for name in archive.namelist():
        if name.lower().endswith(".rels"):
            _examine_relationships(archive, name)
        elif name.lower().startswith("word/") and name.lower().endswith(".xml"):
            _examine_fields(archive, name)
        elif name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
            _examine_formulas(archive, name)


def _content_types(archive: zipfile.ZipFile) -> list[str]:
    found: list[str] = []
    with archive.open(CONTENT_TYPES) as file:
        walk(file, name=CONTENT_TYPES, started=lambda _name, said: found.append(said.get("ContentType", "")))
    return found


def _examine_relationships(archive: zipfile.ZipFile, name: str) -> None:
    def started(element: str, said: Mapping[str, str]) -> None:
        if local(element) != "Relationship":
            return
        kind, target = said.get("Type", "").rpartition("/")[2], said.get("Target", "")
        outside = said.get("TargetMode") == "External"
        if kind in _OBJECTS:
            raise FileRefused("embedded", found=f"{name} ({kind})", expected=ACCEPTED)
        if (kind in _WAYS_OUT) or (outside and kind != "hyperlink") or (outside and not _is_link(target)):
            raise FileRefused("external", found=f"{name} ({kind}: {target[:80]})", expected=ACCEPTED)

    with archive.open(name) as file:
        walk(file, name=name, started=started)


def _is_link(target: str) -> bool:
    """Whether an address is one that a person may follow: a page, a mail, a file beside this one or on their disk."""
    try:
        url = urlsplit(target)
    except ValueError:
        return False
    if url.scheme == "file":
        return url.netloc in {"", "localhost"} and not url.path.startswith(("//", "/\\\\"))
    return url.scheme in _LINKS and not (url.scheme == "" and target.startswith(("\\\\", "//")))


def _examine_fields(archive: zipfile.ZipFile, name: str) -> None:
    """Look at the instructions of fields, which may be spread over many pieces of text."""
    fields: list[list[str]] = [[]]
    inside = ""

    def started(element: str, said: Mapping[str, str]) -> None:
        nonlocal inside
        inside = local(element)
        facts = {local(key): value for key, value in said.items()}
        if inside == "fldSimple":
            fields.append([facts.get("instr", "")])
        elif inside == "fldChar" and facts.get("fldCharType") == "begin":
            fields.append([])

    def text(piece: str) -> None:
        if inside == "instrText":
            fields[-1].append(piece)

    with archive.open(name) as file:
        walk(file, name=name, started=started, text=text)
    written = ["".join(field) for field in fields]
    for field in written:
        if _FETCHING.match(field):
            raise FileRefused("external", found=f"{name} ({field.strip()[:40]})", expected=ACCEPTED)
    if _DDE.search("".join(written)):
        raise FileRefused("external", found=f"{name} (DDE)", expected=ACCEPTED)


def _examine_formulas(archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(name) as file:
        before = b""
        while chunk := file.read(_CHUNK):
            if found := _ASKING.search(before + chunk):
                formula = found.group().partition(b">")[2][:40].decode("utf-8", "replace")
                raise FileRefused("external", found=f"{name} ({formula})", expected=ACCEPTED)
            before = chunk[-_OVERLAP:]
