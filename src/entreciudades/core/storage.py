"""What the storage holds against what the rows of stored files say; and all of it carried to another storage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from entreciudades.core.models import StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.storage import Storage


@dataclass(frozen=True, slots=True)
class Findings:
    """Names of files: without their bytes, with other bytes than when they were stored, and bytes without a row."""

    examined: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    orphaned: tuple[str, ...]


def check() -> Findings:
    """Read all files and compare them with their rows."""
    missing, changed = [], []
    rows = dict(StoredFile.objects.order_by("name").values_list("name", "sha256"))
    for name, sha256 in rows.items():
        found = _digest(default_storage, name)
        if found is None:
            missing.append(name)
        elif found != sha256:
            changed.append(name)
    orphaned = sorted(name for name in _names(default_storage) if name not in rows)
    return Findings(len(rows), tuple(missing), tuple(changed), tuple(orphaned))


def copy_to(target: Storage) -> Findings:
    """Copy all files to another storage; what is there already with the right bytes stays.

    ``missing`` are those that are not here; ``changed`` those that did not arrive whole.
    """
    missing, changed = [], []
    rows = dict(StoredFile.objects.order_by("name").values_list("name", "sha256"))
    for name, sha256 in rows.items():
        if _digest(target, name) == sha256:
            continue
        if not default_storage.exists(name):
            missing.append(name)
            continue
        target.delete(name)  # another's bytes, or half of these
        with default_storage.open(name) as file:
            target.save(name, file)
        if _digest(target, name) != sha256:
            changed.append(name)
    return Findings(len(rows), tuple(missing), tuple(changed), ())


def _digest(storage: Storage, name: str) -> str | None:
    """The SHA-256 of a file as hexadecimal, None where it is not there."""
    if not storage.exists(name):
        return None
    digest = hashlib.sha256()
    with storage.open(name) as file:
        for piece in file.chunks():
            digest.update(piece)
    return digest.hexdigest()


def _names(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # a storage in which nothing was stored yet
        return
    yield from (f"{folder}{name}" for name in files)
    for inside in folders:
        yield from _names(storage, f"{folder}{inside}/")
