"""The index table: what the search finds. A room's services call it in the transaction of the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from entreciudades.core.models import IndexEntry
from entreciudades.core.refs import kind_of
from entreciudades.search import analyse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model

AT_ONCE = 500
"""Objects that one query asks about."""
TITLE_LENGTH = 300
BODY_LENGTH = 250_000
"""Characters of terms that are kept, about forty thousand words: PostgreSQL takes one megabyte at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An object's words in one language: its title, as shown in results, and everything else that finds it."""

    language: str
    title: str
    body: str = ""


def index(obj: Model, *, entries: Iterable[Entry]) -> None:
    """Make ``entries`` all that the search knows of an object: one per language, others go."""
    index_each([(obj, list(entries))])


@transaction.atomic
def index_each(objects: Iterable[tuple[Model, Sequence[Entry]]]) -> None:
    """Make these entries all that the search knows of many objects of one kind, in a few queries."""
    given = list(objects)
    rows = [
        IndexEntry(
            object_kind=kind_of(obj),
            object_id=obj.pk,
            language=entry.language,
            title=entry.title[:TITLE_LENGTH],
            title_terms=analyse(entry.title, entry.language),
            body_terms=analyse(entry.body, entry.language)[:BODY_LENGTH],
        )
        for obj, entries in given
        for entry in entries
    ]
    for languages, alike in _by_languages(given).items():
        for begin in range(0, len(alike), AT_ONCE):
            some = alike[begin : begin + AT_ONCE]
            known = IndexEntry.objects.filter(object_kind=kind_of(some[0]), object_id__in=[obj.pk for obj in some])
            known.exclude(language__in=languages).delete()
    IndexEntry.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["object_kind", "object_id", "language"],
        update_fields=["title", "title_terms", "body_terms"],
    )


def _by_languages(given: Iterable[tuple[Model, Sequence[Entry]]]) -> dict[frozenset[str], list[Model]]:
    """Return the objects by the languages in which they have entries."""
    found: dict[frozenset[str], list[Model]] = {}
    for obj, entries in given:
        found.setdefault(frozenset(entry.language for entry in entries), []).append(obj)
    return found
