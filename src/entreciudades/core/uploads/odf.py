"""ODT and ODS (OASIS OpenDocument 1.3): which they are, their macros, their objects and their ways out."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from entreciudades.core.errors import FileRefused
from entreciudades.core.uploads.xml_parts import local, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

_DOCUMENT: Final = "application/vnd.oasis.opendocument."
ODT: Final = f"{_DOCUMENT}text"
ODS: Final = f"{_DOCUMENT}spreadsheet"
ACCEPTED: Final = "ODT, ODS"
_MANIFEST: Final = "META-INF/manifest.xml"
_MACRO_FOLDERS: Final = ("basic/", "scripts/", "dialogs/")
#: Programs draw charts and formulas as small documents inside; anything else there is a stranger.
_DRAWN: Final = {f"{_DOCUMENT}chart", f"{_DOCUMENT}formula"}
_OBJECTS: Final = {"object-ole", "plugin", "applet", "floating-frame"}
_DDE: Final = {"dde-source", "dde-connection-decl", "dde-link"}
_SCRIPTS: Final = {"event-listener", "script", "library-embedded", "library-linked"}
_ASKING: Final = re.compile(r"\b(DDE|WEBSERVICE)\s*\(", re.IGNORECASE)
_RUNNING: Final = ("vnd.sun.star.script", "vnd.sun.star.expand", "macro", "javascript", "vbscript", "data")
_LINKS: Final = {"http", "https", "mailto", "tel", "ftp"}


def media_type(archive: zipfile.ZipFile) -> str | None:
    """Return which of the two it is by the part that says so, or None."""
    if "mimetype" not in archive.namelist() or archive.getinfo("mimetype").file_size > len(ODS):
        return None
    said = archive.read("mimetype").decode("ascii")
    return said if said in {ODT, ODS} else None


def refuse_macros(archive: zipfile.ZipFile) -> None:
    """Raise FileRefused for folders of macros, objects that are no chart, and what a password locks."""
    for name in archive.namelist():
        if name.lower().startswith(_MACRO_FOLDERS):
            raise FileRefused("macro", found=name, expected=ACCEPTED)
    if _MANIFEST not in archive.namelist():
        raise FileRefused("broken", found=_MANIFEST, expected=ACCEPTED)

    def started(element: str, said: Mapping[str, str]) -> None:
        if local(element) == "encryption-data":
            raise FileRefused("encrypted", found=_MANIFEST, expected=ACCEPTED)
        facts = {local(key): value for key, value in said.items()}
        path, kind = facts.get("full-path", ""), facts.get("media-type", "")
        if path.endswith("/") and path != "/" and kind.startswith(_DOCUMENT) and kind not in _DRAWN:
            raise FileRefused("embedded", found=f"{path} ({kind})", expected=ACCEPTED)

    with archive.open(_MANIFEST) as file:
        walk(file, name=_MANIFEST, started=started)


def refuse_ways_out(archive: zipfile.ZipFile) -> None:
    """Raise FileRefused for scripts and objects in the text, and for what would be fetched from elsewhere."""
    for name in archive.namelist():
        if name.rpartition("/")[2].lower() in {"content.xml", "styles.xml", "meta.xml"}:
            _examine(archive, name)


def _examine(archive: zipfile.ZipFile, name: str) -> None:
    def started(element: str, said: Mapping[str, str]) -> None:
        kind = local(element)
        if kind in _SCRIPTS:
            raise FileRefused("macro", found=f"{name} ({kind})", expected=ACCEPTED)
        if kind in _OBJECTS:
            raise FileRefused("embedded", found=f"{name} ({kind})", expected=ACCEPTED)
        if kind in _DDE:
            raise FileRefused("external", found=f"{name} (DDE)", expected=ACCEPTED)
        for key, value in said.items():
            fact = local(key)
            if fact == "href":
                _examine_address(name, kind, value)
            elif fact == "formula" and _ASKING.search(value):
                raise FileRefused("external", found=f"{name} ({value[:40]})", expected=ACCEPTED)

    with archive.open(name) as file:
        walk(file, name=name, started=started)


def _examine_address(name: str, kind: str, address: str) -> None:
    """Links that a person follows may lead to pages; all else must lie inside the file."""
    try:
        scheme, host = urlsplit(address).scheme, urlsplit(address).netloc
    except ValueError:
        scheme, host = "?", ""
    if scheme in _RUNNING:
        raise FileRefused("macro", found=f"{name} ({address[:60]})", expected=ACCEPTED)
    if kind == "a":
        is_fit = scheme in _LINKS or (scheme in {"", "file"} and not host)
    elif kind == "template":
        is_fit = scheme in {"", "file"} and not host  # where it was written; nothing is fetched from a disk elsewhere
    else:
        is_fit = not scheme and not host and not address.startswith(("../", "/", "\\"))
    if not is_fit:
        raise FileRefused("external", found=f"{name} ({kind}: {address[:80]})", expected=ACCEPTED)
