"""Search with rights: what the index finds, cut to what each room shows to the searcher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Call
from entreciudades.core.labels import content_language
from entreciudades.core.models import IndexEntry
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.search import query

# What is searched: kind of object -> the rows of it that a user may see.
VISIBLE: Mapping[str, Callable[[Any], QuerySet[Any]]] = {
    "actors.organisation": Organisation.objects.visible_to,
    "alliances.alliance": Alliance.objects.visible_to,
    "calls.call": Call.objects.visible_to,
    "practices.practice": Practice.objects.visible_to,
    "programmes.programme": Programme.objects.visible_to,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """An object found; ``language`` is that of the entry whose words matched and of ``title``."""

    kind: str
    object_id: int
    title: str
    language: str


def search(
    text: str, *, language: str, user: object, kinds: Iterable[str] | None = None, limit: int = 50
) -> tuple[Hit, ...]:
    """Return what ``user`` may see of what holds every word of ``text``, best first, each object once.

    Texts are searched in every language of the site, each by its own stems; a hit in the reader's ``language`` comes
    before the same object in another. ``kinds`` (default: all of VISIBLE) narrows the search; an unknown kind raises
    KeyError. One query per language.
    """
    visible = _visible_to(user, VISIBLE if kinds is None else kinds)
    first = content_language(language)
    languages = sorted((code for code, _name in settings.CONTENT_LANGUAGES), key=lambda code: code != first)
    ranked: dict[tuple[str, int], tuple[float, Hit]] = {}
    for code in languages:
        entries = IndexEntry.objects.filter(visible, language=code).matching(query(text, code))
        for entry in entries.only("object_kind", "object_id", "title", "language")[:limit]:
            hit = Hit(entry.object_kind, entry.object_id, entry.title, entry.language)
            ranked.setdefault((hit.kind, hit.object_id), (entry.rank, hit))
    best = sorted(ranked.values(), key=lambda found: found[0])
    return tuple(hit for _rank, hit in best[:limit])


def _visible_to(user: object, kinds: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for kind in kinds:
        condition |= Q(object_kind=kind, object_id__in=VISIBLE[kind](user).values("pk"))
    return condition
