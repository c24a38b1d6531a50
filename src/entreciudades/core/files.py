"""Stored files: kept once per content, hung on objects by attachments, gone after the last one."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypedDict, Unpack
from unicodedata import category

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.core import trail
from entreciudades.core.models import Attachment, StoredFile
from entreciudades.core.refs import kind_of
from entreciudades.core.uploads.documents import Document, read_document
from entreciudades.core.uploads.pictures import Picture, read_picture
from entreciudades.core.uploads.scanner import scan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AbstractBaseUser
    from django.core.files import File
    from django.db.models import Model, QuerySet

GRACE = timedelta(days=7)
LONGEST_NAME = 120
_OF_PICTURES = ("alt", "credit", "licence", "people")
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
    return _stored_picture(examined_picture(upload))


def store_document(upload: File[bytes]) -> StoredFile:
    """Store an uploaded document: PDF, DOCX, XLSX, ODT, ODS or plain text by its content, byte for byte.

    Raises FileRefused (see `core.uploads.documents.read_document`, `core.uploads.scanner.scan`); nothing is stored
    then. Call it outside a transaction: the scan may take its time, during which others could not write.
    """
    document = examined_document(upload)
    return store_bytes(document.data, document.media_type)


def examined_picture(upload: File[bytes]) -> Picture:
    """Read, write anew and scan a picture without storing it. Raises FileRefused."""
    picture = read_picture(upload)
    scan(picture.data)
    return picture


def examined_document(upload: File[bytes]) -> Document:
    """Read and scan a document without storing it. Raises FileRefused."""
    document = read_document(upload)
    scan(document.data)
    return document


def _stored_picture(picture: Picture) -> StoredFile:
    return store_bytes(picture.data, picture.media_type, width=picture.width, height=picture.height)


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


def download_name(written: str, media_type: str) -> str:
    """Return the name of a file as it came, without folders, signs that turn or hide text, and a false suffix."""
    stem = PurePath(written.replace("\\", "/")).stem
    shown = "".join(sign for sign in stem if category(sign)[0] != "C" and sign not in '"<>:|?*').strip(" .")
    return f"{shown[:LONGEST_NAME] or 'document'}{_SUFFIXES.get(media_type, '')}"


def suffix_of(stored: StoredFile) -> str:
    """Return the suffix of a file's kind (".pdf"), or nothing."""
    return _SUFFIXES.get(stored.media_type, "")


def kind_of_file(media_type: str) -> str:
    """Return the kind of a file as people call it ("XLSX")."""
    return _SUFFIXES.get(media_type, media_type).removeprefix(".").upper()


def read_bytes(stored: StoredFile) -> bytes:
    """Return the content of a stored file."""
    with default_storage.open(stored.name) as file:
        return bytes(file.read())


class Said(TypedDict, total=False):
    """What a page must say about a file on an object; see `core.models.Attachment`."""

    name: str
    alt: Mapping[str, str]
    credit: str
    licence: str
    people: str
    consent_by: str
    consent_on: date | None


@transaction.atomic
def attach(
    stored: StoredFile, obj: Model, *, purpose: str, by: AbstractBaseUser | None, **said: Unpack[Said]
) -> Attachment:
    """Hang a file on an object, after those that have the same purpose. Raises ValidationError."""
    attachment = Attachment(
        file=stored,
        object_kind=kind_of(obj),
        object_id=obj.pk,
        purpose=purpose,
        position=attachments_of(obj, purpose).count(),
        created_by_id=None if by is None else by.pk,
        **said,
    )
    attachment.clean_fields(exclude=["file", "created_by"])
    attachment.validate_constraints()
    attachment.save()
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, grace: timedelta = GRACE) -> None:
    """Take a file off an object; where it was the last attachment, the file goes after `grace`."""
    _release(attachment.file, grace=grace)
    attachment.delete()


def add_picture(
    obj: Model,
    upload: File[bytes],
    *,
    purpose: str,
    by: AbstractBaseUser | None,
    scope: int | None,
    **said: Unpack[Said],
) -> Attachment:
    """Store a picture and hang it on an object, told in the trail of `scope`.

    It needs ``alt`` in some language, ``credit``, ``licence`` and ``people``; where people agreed to be shown,
    ``consent_by`` and ``consent_on``. Raises ValidationError, FileRefused; nothing is stored then.
    """
    facts: Mapping[str, Any] = said
    if missing := [name for name in _OF_PICTURES if not facts.get(name)]:
        raise ValidationError({name: [_("A picture needs this.")] for name in missing})
    picture = examined_picture(upload)  # before the transaction: others may write while it is scanned
    with transaction.atomic():
        added = attach(_stored_picture(picture), obj, purpose=purpose, by=by, **said)
        trail.record("picture.added", obj, by=by, scope=scope, picture=added.pk)
    return added


@transaction.atomic
def remove_picture(
    obj: Model,
    picture: Attachment,
    *,
    by: AbstractBaseUser | None,
    scope: int | None,
    consent_withdrawn: bool = False,
) -> None:
    """Take a picture off its object, told in the trail of `scope`.

    Where somebody in it no longer agrees, it goes without waiting for GRACE, unless it hangs elsewhere too.
    """
    verb = "picture.consent_withdrawn" if consent_withdrawn else "picture.removed"
    trail.record(verb, obj, by=by, scope=scope, picture=picture.pk)
    detach(picture, grace=timedelta() if consent_withdrawn else GRACE)


def add_document(
    obj: Model, upload: File[bytes], *, purpose: str, by: AbstractBaseUser | None, scope: int | None
) -> Attachment:
    """Store a document under the name that it came with and hang it on an object, told in the trail of `scope`.

    Raises FileRefused; nothing is stored then.
    """
    document = examined_document(upload)
    with transaction.atomic():
        stored = store_bytes(document.data, document.media_type)
        name = download_name(upload.name or "", document.media_type)
        added = attach(stored, obj, purpose=purpose, by=by, name=name)
        trail.record("document.added", obj, by=by, scope=scope, document=added.pk)
    return added


@transaction.atomic
def remove_document(obj: Model, document: Attachment, *, by: AbstractBaseUser | None, scope: int | None) -> None:
    """Take a document off its object, told in the trail of `scope`."""
    trail.record("document.removed", obj, by=by, scope=scope, document=document.pk)
    detach(document)


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


def _release(stored: StoredFile, *, grace: timedelta = GRACE) -> None:
    StoredFile.objects.filter(pk=stored.pk).update(released_at=timezone.now() - (GRACE - grace))
