"""The index table: what the search finds. A room's services call it in the transaction of the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from entreciudades.core.models import IndexEntry
from entreciudades.core.refs import kind_of
from entreciudades.search import analyse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

TITLE_LENGTH = 300
BODY_LENGTH = 250_000
"""Characters of terms that are kept, about forty thousand words: PostgreSQL takes one megabyte at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An object's words in one language: its title, as shown in results, and everything else that finds it."""

    language: str
    title: str
    body: str = ""


@transaction.atomic
def index(obj: Model, *, entries: Iterable[Entry]) -> None:
    """Make ``entries`` all that the search knows of an object: one per language, others go."""
    kind = kind_of(obj)
    rows = [
        IndexEntry(
            object_kind=kind,
            object_id=obj.pk,
            language=entry.language,
            title=entry.title[:TITLE_LENGTH],
            title_terms=analyse(entry.title, entry.language),
            body_terms=analyse(entry.body, entry.language)[:BODY_LENGTH],
        )
        for entry in entries
    ]
    known = IndexEntry.objects.filter(object_kind=kind, object_id=obj.pk)
    known.exclude(language__in=[row.language for row in rows]).delete()
    IndexEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["object_kind", "object_id", "language"],
        update_fields=["title", "title_terms", "body_terms"],
    )
