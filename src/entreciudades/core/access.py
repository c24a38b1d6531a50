"""One door to every object: fetch, lock and authorise in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Rule(Generic[M]):
    """A permission, named ``noun:verb`` ("programme:edit").

    ``predicate(user, obj)`` says who may do it. ``visible_to(queryset, user)`` keeps the rows that the user may
    know of. For a rule that only looks ("programme:see") both say the same, which the rooms' tests hold.
    """

    name: str
    predicate: Callable[[Any, M], bool]
    visible_to: Callable[[QuerySet[M], Any], QuerySet[M]]


def known_to(queryset: QuerySet[M], user: object) -> QuerySet[M]:
    """Keep the rows that their model's own ``visible_to`` shows to a user, whatever joins that takes."""
    shown = queryset.model._default_manager.visible_to(user)  # type: ignore[attr-defined]  # of the room's QuerySet
    return queryset.filter(pk__in=shown.values("pk"))


def seeing(name: str) -> Rule[M]:
    """Return the rule of those who may know of a row and no more ("programme:see")."""

    def predicate(user: object, obj: M) -> bool:
        return known_to(type(obj)._default_manager.filter(pk=obj.pk), user).exists()

    return Rule(name, predicate, known_to)


def fetch(queryset: QuerySet[M], pk: object, *, may: Rule[M], actor: object, lock: bool = False) -> M:
    """Return the row ``pk`` of ``queryset`` for ``actor``.

    A stranger raises NotFound; one who can see it but not do this raises NotAllowed. With ``lock`` (inside a
    transaction) the row is locked until the transaction ends, and rights are judged on the locked row.
    """
    kind = kind_of(queryset.model)
    try:
        visible = may.visible_to(queryset, actor).filter(pk=pk)
        if lock:
            # Visibility may join or be distinct, which PostgreSQL cannot lock: lock the bare row.
            bare = queryset.model._base_manager.select_for_update().filter(pk=pk).first()
            obj = bare if bare is not None and visible.exists() else None
        else:
            obj = visible.first()
    except (TypeError, ValueError):
        obj = None
    if obj is None:
        raise NotFound(kind, pk)
    if not may.predicate(actor, obj):
        raise NotAllowed(may.name, kind, pk)
    return obj
