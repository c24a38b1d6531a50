"""The audit trail: one event per act, in the transaction of the act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import Model

AT_ONCE = 1000
"""Rows that one query writes."""
_NAME = re.compile(r"[\w.:/+~-]{0,120}")


def record(
    verb: str, obj: Model, *, by: AbstractBaseUser | None, scope: int | None = None, **details: Any
) -> AuditEvent:
    """Write one event: ``record("programme.section_saved", programme, by=user, section="1.2")``.

    ``by`` is None when the system acted. ``scope`` is the id of the organisation that owns the object, whose trail
    the event belongs to. ``details`` are ids and names of fields, states or languages; anything that could be
    personal text raises ValueError, for the trail outlives erasure.
    """
    event = _event(verb, obj, by, scope, details)
    event.save()
    return event


def record_each(
    verb: str,
    scoped: Iterable[tuple[Model, int | None]],
    *,
    by: AbstractBaseUser | None,
    **details: Any,
) -> None:
    """Write one event for each of many rows, given with their scope, in a few queries; details as for `record`."""
    events = [_event(verb, obj, by, scope, details) for obj, scope in scoped]
    AuditEvent.objects.bulk_create(events, batch_size=AT_ONCE)


def times_today(*verbs: str, by: AbstractBaseUser) -> int:
    """Return how often somebody did one of these things since midnight, UTC: what bounds mails to strangers."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return AuditEvent.objects.filter(verb__in=verbs, actor=by.pk, at__gte=midnight).count()


def _event(
    verb: str, obj: Model, by: AbstractBaseUser | None, scope: int | None, details: dict[str, Any]
) -> AuditEvent:
    for name, value in details.items():
        if not _is_name(value):
            raise ValueError(f"detail {name!r} of {verb!r} is no id or name: the trail keeps no text")
    return AuditEvent(
        verb=verb,
        object_kind=kind_of(obj),
        object_id=obj.pk,
        actor_id=None if by is None else by.pk,
        scope=scope,
        details=details,
    )


def _is_name(value: object) -> bool:
    if isinstance(value, str):
        return _NAME.fullmatch(value) is not None
    if isinstance(value, list | tuple):
        return all(_is_name(part) for part in value)
    return value is None or isinstance(value, bool | int)
