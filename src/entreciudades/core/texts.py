"""Long texts: saved without ever overwriting somebody else's words, with their history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from entreciudades.core import trail
from entreciudades.core.errors import TextConflict, TextTooLong
from entreciudades.core.labels import FALLBACKS, Localized
from entreciudades.core.models import Text, TextVersion
from entreciudades.core.refs import kind_of, resolve
from entreciudades.documents import prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import Model

LIMIT = 20_000
SITTING = timedelta(minutes=30)


@transaction.atomic
def save_text(
    obj: Model,
    section: str,
    language: str,
    body: str,
    *,
    expected_version: int,
    by: AbstractBaseUser | None,
    source_language: str | None = None,
    source_version: int | None = None,
) -> Text:
    """Save the text of a section as it stands in an editor; return it with its new version.

    ``expected_version`` is the version that the editor began from, 0 where there was no text. A text that changed
    meanwhile raises TextConflict with the text as it stands, unless both say the same. Longer than LIMIT
    characters raises TextTooLong. In both cases nothing is stored. Rights are the caller's to check.

    One audit event ("text.saved") and one kept version stand for a sitting: the saves of one author with less than
    SITTING between them. ``source_language`` names what a new text was translated from (default: the language of
    the section's first text); ``source_version`` says which version of it the translation now follows.
    """
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    if len(body) > LIMIT:
        raise TextTooLong(limit=LIMIT, found=len(body))
    texts = Text.objects.of(obj).filter(section=section)
    current = texts.filter(language=language).first()
    if current is not None and current.body == body:
        return _unchanged(current, source_version)
    if (current.version if current else 0) != expected_version:
        raise TextConflict(current)
    if current is None:
        first = texts.order_by("id").first()
        source_language = source_language or (first.source_language if first else language)
        source = texts.filter(language=source_language).exclude(language=language).first()
        return _begin(
            Text(
                object_kind=kind_of(obj),
                object_id=obj.pk,
                section=section,
                language=language,
                body=body,
                source_language=source_language,
                source_version=source_version or (source.version if source else None),
            ),
            obj,
            by,
        )
    return _continue(current, obj, body, by, source_version)


def restore(version: TextVersion, *, expected_version: int, by: AbstractBaseUser | None) -> Text:
    """Save an earlier version as the text of now; what stands now is kept as a version when another left it."""
    text = version.text
    obj = resolve(text.object_kind, text.object_id)
    return save_text(obj, text.section, text.language, version.body, expected_version=expected_version, by=by)


@transaction.atomic
def delete_texts(obj: Model, *, by: AbstractBaseUser | None) -> int:
    """Delete all texts of an object that is going away, with their history; return how many there were."""
    texts = Text.objects.of(obj)
    count = texts.count()
    if count:
        trail.record("text.deleted", obj, by=by, texts=count)
        texts.delete()
    return count


def publish_texts(obj: Model) -> int:
    """Show the public an object's texts as they stand now; return how many. The caller's act is in the trail."""
    return Text.objects.of(obj).update(published_body=models.F("body"))


def withdraw_texts(obj: Model) -> int:
    """Take an object's texts back from the public; return how many."""
    return Text.objects.of(obj).update(published_body=None)


def body_in(texts: Iterable[Text], section: str, language: str) -> Localized:
    """Return a section's body for a reader, out of texts already read.

    Falls back to the language that it was first written in, then as labels do; empty when there is none.
    """
    bodies = {text.language: text for text in texts if text.section == section and text.body.strip()}
    sources = [text.source_language for text in bodies.values()]
    for candidate in (language, *sources, *FALLBACKS, *bodies):
        if candidate in bodies:
            return Localized(bodies[candidate].body, candidate, language)
    return Localized("", language, language)


def word_count(body: str) -> int:
    """Return how many words a reader would count in a body."""
    return prose.word_count(prose.parse(body))


def _begin(text: Text, obj: Model, by: AbstractBaseUser | None) -> Text:
    text.updated_by_id = None if by is None else by.pk
    inserted = Text.objects.bulk_create([text], ignore_conflicts=True)
    stored = Text.objects.of(obj).get(section=text.section, language=text.language)
    if not inserted or stored.body != text.body or stored.updated_by_id != text.updated_by_id:
        raise TextConflict(stored)
    _record(stored, obj, by)
    return stored


def _continue(text: Text, obj: Model, body: str, by: AbstractBaseUser | None, source_version: int | None) -> Text:
    now = timezone.now()
    author = None if by is None else by.pk
    new_sitting = text.updated_by_id != author or now - text.updated_at > SITTING
    if new_sitting:
        TextVersion.objects.bulk_create(
            [
                TextVersion(
                    text=text, version=text.version, body=text.body, by_id=text.updated_by_id, at=text.updated_at
                )
            ],
            ignore_conflicts=True,
        )
    saved = Text.objects.filter(pk=text.pk, version=text.version).update(
        body=body,
        version=text.version + 1,
        source_version=source_version or text.source_version,
        updated_by=author,
        updated_at=now,
    )
    if not saved:
        raise TextConflict(Text.objects.filter(pk=text.pk).first())
    text.refresh_from_db()
    if new_sitting:
        _record(text, obj, by)
    return text


def _unchanged(text: Text, source_version: int | None) -> Text:
    if source_version and source_version != text.source_version:
        Text.objects.filter(pk=text.pk, version=text.version).update(source_version=source_version)
        text.source_version = source_version
    return text


def _record(text: Text, obj: Model, by: AbstractBaseUser | None) -> None:
    trail.record("text.saved", obj, by=by, section=text.section, language=text.language, version=text.version)
