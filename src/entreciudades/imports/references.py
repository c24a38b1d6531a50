"""What refers to rows: by a key between tables, or by kind and number as tasks, links, texts and files do."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Model

from entreciudades.core.refs import kind_of

#: Tables that tell of rows without building on them.
_TELLS = {"core.auditevent", "core.indexentry", "core.outboxmessage"}


def built_on(model: type[Model], pks: Collection[int], *, aside: Collection[type[Model]] = ()) -> dict[int, list[str]]:
    """Return which rows of ``model`` something refers to, with the words for what does. Rows of ``aside`` do not count.

    A query per table that can refer to them, however many rows.
    """
    found: dict[int, list[str]] = defaultdict(list)
    asked = set(pks)
    if not asked:
        return {}
    for referring in apps.get_models(include_auto_created=True):
        if referring in aside:
            continue
        keys = [one.attname for one in referring._meta.concrete_fields if one.related_model is model]
        pairs = [(name, referring._base_manager.all()) for name in keys]
        names = {one.name for one in referring._meta.concrete_fields}
        if {"object_kind", "object_id"} <= names and kind_of(referring) not in _TELLS:
            pairs.append(("object_id", referring._base_manager.filter(object_kind=kind_of(model))))
        for name, rows in pairs:
            for pk in asked & set(_named(rows, name, asked)):
                found[pk].append(str(referring._meta.verbose_name))
    return dict(found)


def _named(rows: Any, name: str, asked: set[int]) -> Any:
    # Between the first and the last: a statement takes only so many keys, and those of one import lie side by side.
    near = rows.filter(**{f"{name}__gte": min(asked), f"{name}__lte": max(asked)})
    return near.order_by().values_list(name, flat=True).distinct()
