"""Long texts: saved without ever overwriting somebody else's words, with their history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from entreciudades.core import trail
from entreciudades.core.errors import TextConflict, TextTooLong
from entreciudades.core.labels import FALLBACKS, Localized, content_language
from entreciudades.core.models import Text, TextVersion
from entreciudades.core.refs import kind_of
from entreciudades.documents import prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import Model, QuerySet

LIMIT = 20_000
SITTING = timedelta(minutes=30)
_FIFTH = 5


@transaction.atomic
def save_text(
    obj: Model,
    section: str,
    language: str,
    body: str,
    *,
    expected_version: int,
    by: AbstractBaseUser | None,
    scope: int | None = None,
    source_language: str | None = None,
    **details: int,
) -> Text:
    """Save the text of a section as it stands in an editor; return it with its new version.

    ``expected_version`` is the version that the editor began from, 0 where there was no text. A text that changed
    meanwhile raises TextConflict with the text as it stands, unless both say the same. Longer than LIMIT
    characters raises TextTooLong. In both cases nothing is stored. Rights are the caller's to check.

    One audit event ("text.saved") and one kept version stand for a sitting: the saves of one author with less than
    SITTING between them; ``details`` go into it. What a translation was made from is kept too. ``source_language``
    names what a new text is translated from (default: the language that the section was first written in). A saved
    translation follows its source as that stands now.
    """
    body = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")  # PostgreSQL keeps no NUL
    if len(body) > LIMIT:
        raise TextTooLong(limit=LIMIT, found=len(body))
    texts = {text.language: text for text in Text.objects.of(obj).filter(section=section).order_by("id")}
    current = texts.get(language)
    if current is not None and current.body == body:
        return current
    if (current.version if current else 0) != expected_version:
        raise TextConflict(current)
    known = current or next(iter(texts.values()), None)
    wanted = Text(
        object_kind=kind_of(obj),
        object_id=obj.pk,
        section=section,
        language=language,
        body=body,
        version=expected_version + 1,
        source_language=source_language or (known.source_language if known else language),
        updated_by_id=None if by is None else by.pk,
        updated_at=timezone.now(),
    )
    source = texts.get(wanted.source_language) if wanted.is_translation else None
    wanted.source_version = source.version if source else None
    if current and any(text.is_translation and text.source_version == current.version for text in texts.values()):
        keep_versions([current])
    saved = _begin(wanted) if current is None else _continue(current, wanted)
    if current is None or _is_new_sitting(current, wanted):
        details |= {"version": saved.version}
        trail.record("text.saved", obj, by=by, scope=scope, section=section, language=language, **details)
    return saved


@transaction.atomic
def confirm_translation(text: Text, obj: Model, *, by: AbstractBaseUser | None, scope: int | None = None) -> Text:
    """Say that a translation is right as it is, although its source went on."""
    sources = Text.objects.of(obj).filter(section=text.section, language=text.source_language)
    text.source_version = sources.values_list("version", flat=True).get()
    text.save(update_fields=["source_version"])
    trail.record("text.confirmed", obj, by=by, scope=scope, section=text.section, language=text.language)
    return text


@transaction.atomic
def follow_version(text: Text, version: int) -> Text:
    """Say that a translation was made from this version of its source, which may have gone on since."""
    text.source_version = version
    text.save(update_fields=["source_version"])
    return text


def keep_versions(texts: Iterable[Text]) -> None:
    """Keep texts as they stand in their history, so that what was made from them can be compared with it later."""
    kept = [
        TextVersion(text=text, version=text.version, body=text.body, by_id=text.updated_by_id, at=text.updated_at)
        for text in texts
    ]
    TextVersion.objects.bulk_create(kept, ignore_conflicts=True, batch_size=500)


def body_then(text: Text, version: int | None) -> str | None:
    """Return what a text said in a version; where that was not kept, in the one kept before it; None without any."""
    if version is None or version >= text.version:
        return text.body if version else None
    kept = text.versions.filter(version__lte=version).values_list("body", flat=True)
    return kept.first()


@transaction.atomic
def delete_texts(obj: Model, *, by: AbstractBaseUser | None, scope: int | None = None) -> int:
    """Delete all texts of an object that is going away, with their history; return how many there were."""
    texts = Text.objects.of(obj)
    count = texts.count()
    if count:
        trail.record("text.deleted", obj, by=by, scope=scope, texts=count)
        texts.delete()
    return count


def publish_texts(*objects: Model) -> int:
    """Show the public the texts of objects as they stand now; return how many. The caller's act is in the trail."""
    return Text.objects.of(*objects).update(published_body=models.F("body"))


def withdraw_texts(*objects: Model) -> int:
    """Take the texts of objects back from the public; return how many."""
    return Text.objects.of(*objects).update(published_body=None)


def body_in(texts: Iterable[Text], section: str, language: str) -> Localized:
    """Return a section's body for a reader, out of texts already read.

    Falls back to the language that it was first written in, then as labels do; empty when there is none.
    """
    bodies = {text.language: text for text in texts if text.section == section and text.body.strip()}
    sources = [text.source_language for text in bodies.values()]
    for candidate in (language, content_language(language), *sources, *FALLBACKS, *bodies):
        if candidate in bodies:
            return Localized(bodies[candidate].body, candidate)
    return Localized("", language)


def word_count(body: str) -> int:
    """Return how many words a reader would count in a body."""
    return prose.word_count(prose.parse(body))


def _begin(wanted: Text) -> Text:
    """Insert a first text; raises TextConflict when somebody else began it at the same moment."""
    Text.objects.bulk_create([wanted], ignore_conflicts=True)
    stored = _same_place(wanted).get()
    if (stored.body, stored.updated_by_id) != (wanted.body, wanted.updated_by_id):
        raise TextConflict(stored)
    return stored


def _continue(current: Text, wanted: Text) -> Text:
    """Write over the version that the editor began from; raises TextConflict when it is gone by now."""
    if _is_new_sitting(current, wanted) or _is_worth_keeping(current, wanted):
        keep_versions([current])
    saved = Text.objects.filter(pk=current.pk, version=current.version).update(
        body=wanted.body,
        version=wanted.version,
        source_version=wanted.source_version,
        updated_by=wanted.updated_by_id,
        updated_at=wanted.updated_at,
    )
    stored = _same_place(wanted).first()
    if stored is None or (not saved and stored.body != wanted.body):
        raise TextConflict(stored)
    return stored


def _is_new_sitting(current: Text, wanted: Text) -> bool:
    return current.updated_by_id != wanted.updated_by_id or wanted.updated_at - current.updated_at > SITTING


def _is_worth_keeping(current: Text, wanted: Text) -> bool:
    """Within a sitting too: what the public reads, and what loses a fifth or more at one stroke, can be had back."""
    lost = len(current.body) - len(wanted.body)
    return current.body == current.published_body or lost * _FIFTH >= len(current.body) > 0


def _same_place(text: Text) -> QuerySet[Text]:
    return Text.objects.filter(
        object_kind=text.object_kind, object_id=text.object_id, section=text.section, language=text.language
    )
