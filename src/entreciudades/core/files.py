"""Stored files: kept once per content, hung on objects by attachments, gone after the last one."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from entreciudades.core import trail
from entreciudades.core.models import Attachment, StoredFile
from entreciudades.core.refs import kind_of
from entreciudades.core.uploads.documents import read_document
from entreciudades.core.uploads.pictures import read_picture
from entreciudades.core.uploads.scanner import scan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AbstractBaseUser
    from django.core.files import File
    from django.db.models import Model, QuerySet

GRACE = timedelta(days=7)
_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/csv": ".csv",
    "text/plain": ".txt",
}


def store_picture(upload: File[bytes]) -> StoredFile:
    """Store an uploaded picture: JPEG, PNG or WebP by its content, written anew without its metadata.

    Raises FileRefused (see `core.uploads.pictures.read_picture`, `core.uploads.scanner.scan`); nothing is stored then.
    """
    picture = read_picture(upload)
    scan(picture.data)
    return store_bytes(picture.data, picture.media_type, width=picture.width, height=picture.height)


def store_document(upload: File[bytes]) -> StoredFile:
    """Store an uploaded document: PDF, DOCX, XLSX, ODT, ODS or plain text by its content, byte for byte.

    Raises FileRefused (see `core.uploads.documents.read_document`, `core.uploads.scanner.scan`); nothing is stored
    then. Call it outside a transaction: the scan may take its time, during which others could not write.
    """
    document = read_document(upload)
    scan(document.data)
    return store_bytes(document.data, document.media_type)


@transaction.atomic
def store_bytes(data: bytes, media_type: str, *, width: int | None = None, height: int | None = None) -> StoredFile:
    """Store bytes that the system made or has examined; the same bytes are stored once."""
    digest = hashlib.sha256(data).hexdigest()
    stored, new = StoredFile.objects.select_for_update().get_or_create(
        sha256=digest,
        defaults={
            "size": len(data),
            "media_type": media_type,
            "name": f"{digest[:2]}/{digest}{_SUFFIXES.get(media_type, '')}",
            "width": width,
            "height": height,
        },
    )
    if not new:
        _release(stored)
    if not default_storage.exists(stored.name):
        default_storage.save(stored.name, ContentFile(data))
    return stored


def read_bytes(stored: StoredFile) -> bytes:
    """Return the content of a stored file."""
    with default_storage.open(stored.name) as file:
        return bytes(file.read())


@transaction.atomic
def attach(
    stored: StoredFile,
    obj: Model,
    *,
    purpose: str,
    by: AbstractBaseUser | None,
    alt: Mapping[str, str] | None = None,
    credit: str = "",
    licence: str = "",
) -> Attachment:
    """Hang a file on an object, after those that have the same purpose."""
    return Attachment.objects.create(
        file=stored,
        object_kind=kind_of(obj),
        object_id=obj.pk,
        purpose=purpose,
        position=attachments_of(obj, purpose).count(),
        alt=dict(alt or {}),
        credit=credit,
        licence=licence,
        created_by_id=None if by is None else by.pk,
    )


@transaction.atomic
def detach(attachment: Attachment) -> None:
    """Take a file off an object; where it was the last attachment, the file goes after GRACE."""
    _release(attachment.file)
    attachment.delete()


@transaction.atomic
def add_picture(
    obj: Model,
    upload: File[bytes],
    *,
    purpose: str,
    alt: Mapping[str, str],
    credit: str,
    licence: str,
    by: AbstractBaseUser | None,
    scope: int | None,
) -> Attachment:
    """Store a picture and hang it on an object, told in the trail of `scope`. Raises FileRefused; nothing is stored."""
    stored = store_picture(upload)
    added = attach(stored, obj, purpose=purpose, by=by, alt=alt, credit=credit, licence=licence)
    trail.record("picture.added", obj, by=by, scope=scope, picture=added.pk)
    return added


@transaction.atomic
def remove_picture(obj: Model, picture: Attachment, *, by: AbstractBaseUser | None, scope: int | None) -> None:
    """Take a picture off its object, told in the trail of `scope`."""
    trail.record("picture.removed", obj, by=by, scope=scope, picture=picture.pk)
    detach(picture)


def attachments_of(obj: Model, purpose: str) -> QuerySet[Attachment]:
    """Return the attachments of an object for a purpose, in order, with their files and who hung them there."""
    rows = Attachment.objects.filter(object_kind=kind_of(obj), object_id=obj.pk, purpose=purpose)
    return rows.select_related("file", "created_by")


def delete_orphans() -> int:
    """Delete the files that have had no attachment for GRACE, row and bytes; return how many.

    A file that another table still points to (PROTECT) stays.
    """
    before = timezone.now() - GRACE
    orphans = StoredFile.objects.filter(attachments=None, released_at__lt=before).values_list("pk", flat=True)
    return sum(_delete_orphan(pk) for pk in list(orphans))


def _delete_orphan(pk: int) -> bool:
    before = timezone.now() - GRACE
    try:
        with transaction.atomic():
            stored = StoredFile.objects.select_for_update().filter(pk=pk, released_at__lt=before).first()
            if stored is None:
                return False
            name = stored.name
            stored.delete()
            # Inside the transaction: who stores the same content waits for its end and finds the bytes gone.
            default_storage.delete(name)
    except ProtectedError:
        return False
    return True


def _release(stored: StoredFile) -> None:
    StoredFile.objects.filter(pk=stored.pk).update(released_at=timezone.now())
