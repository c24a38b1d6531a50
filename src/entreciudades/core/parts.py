"""Rows that hang on an owner: the plans of a city, the activities of a programme."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.db.models import Field, ForeignKey, Model

from entreciudades.core.errors import RowConflict, RowGone
from entreciudades.core.periods import check_period
from entreciudades.core.refs import kind_of

Owner = TypeVar("Owner", bound=Model)
Links = Mapping[str, Iterable[Model]]
AT_ONCE = 500
"""Rows that one query writes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form showed of a row when it was opened: which fields, and `digest_of` what stood in them."""

    names: tuple[str, ...]
    digest: str


def owner_of(row: Model, model: type[Owner]) -> Owner:
    """Return the row of `model` on which `row` hangs by its own key; raises TypeError where it has no such key."""
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model is model and field.remote_field.related_name != "+":
            return cast("Owner", getattr(row, field.name))
    raise TypeError(f"{row._meta.label} does not hang on {model._meta.label}")


def put_row(row: Model, links: Links | None = None, *, opened: Opened | None = None) -> str:
    """Check and store a row and the rows of its many-to-many fields; return "added" or "changed".

    With `opened`, a row that is changed is locked until the transaction ends, and what somebody else wrote into these
    fields meanwhile raises RowConflict; RowGone where they removed it. Raises ValidationError naming each field at
    fault, also where a period ends before it begins, and where its like was stored while it was being checked, as by
    a form sent twice. Nothing is stored then.
    """
    verb = "added" if row._state.adding else "changed"  # noqa: SLF001 - a public name of Django
    if opened and verb == "changed":
        _hold(row, opened)
    row.full_clean()
    check_period(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()  # finds its like now, and says so in words
        raise
    for name, rows in (links or {}).items():
        getattr(row, name).set(rows)
    return verb


def put_links(model: type[Model], name: str, wanted: Mapping[int, Iterable[object]]) -> None:
    """Make these the rows of a many-to-many field, by the keys of both sides; a few queries for all."""
    field: Any = model._meta.get_field(name)
    through = field.remote_field.through
    near, far = field.m2m_column_name(), field.m2m_reverse_name()
    keys = list(wanted)
    for begin in range(0, len(keys), AT_ONCE):
        through._base_manager.filter(**{f"{near}__in": keys[begin : begin + AT_ONCE]}).delete()
    rows = [through(**{near: key, far: one}) for key, others in wanted.items() for one in dict.fromkeys(others)]
    through._base_manager.bulk_create(rows, batch_size=AT_ONCE)


def digest_of(row: Model, names: Iterable[str]) -> str:
    """Return a short mark of what a row holds in some of its fields; a row that is not stored yet has one of its own.

    `names` may be those of many-to-many fields and of what hangs on the row ("parties").
    """
    if row._state.adding:  # noqa: SLF001 - a public name of Django
        return "new"
    held = json.dumps({name: held_in(row, name) for name in names}, sort_keys=True, default=str)
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def held_in(row: Model, name: str) -> object:
    """Return what a field of a row holds, so that it can be compared: keys of other rows in order, numbers plain."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return sorted(str(one.pk) for one in getattr(row, name).all())
    if not isinstance(field, Field):
        return sorted(str(one) for one in getattr(row, name).values_list())
    value: object = field.value_from_object(row)
    if isinstance(value, Decimal):
        return str(value.normalize())
    return value


def _hold(row: Model, opened: Opened) -> None:
    stands = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if stands is None:
        raise RowGone(kind_of(row), row.pk)
    if digest_of(stands, opened.names) != opened.digest:
        raise RowConflict(stands)
