"""Many rows of programmes at once, as an import writes them: the acts of `services` with a few queries for all.

Each row has its event in the trail, and each programme its entries in the index. Fields are checked by whoever brings
the rows; the constraints of the database hold all the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.core.models import IndexEntry, Text
from entreciudades.core.parts import AT_ONCE, put_links
from entreciudades.core.refs import kind_of
from entreciudades.core.texts import delete_texts
from entreciudades.programmes.indexing import index_programme
from entreciudades.programmes.models import Programme

#: For rows in their order: many-to-many field -> keys of the rows that it shall have; a field not named stays.
Links = Sequence[Mapping[str, Iterable[object]]]


@transaction.atomic
def add_parts(rows: Sequence[Any], links: Links, *, by: User) -> None:
    """Add rows of one kind that hang on programmes, after those that each has."""
    if not rows:
        return
    model = type(rows[0])
    _place(model, rows)
    model._base_manager.bulk_create(rows, batch_size=AT_ONCE)
    _linked(model, rows, links)
    _told(rows, "added", by=by)


@transaction.atomic
def change_parts(rows: Sequence[Any], links: Links, fields: Collection[str], *, by: User) -> None:
    """Store these fields of rows of one kind that hang on programmes."""
    if not rows:
        return
    model = type(rows[0])
    if fields:
        # The row is there and whole: to write it over is many times faster than a CASE for each field.
        model._base_manager.bulk_create(
            rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
        )
    _linked(model, rows, links)
    _told(rows, "changed", by=by)


@transaction.atomic
def remove_parts(rows: Sequence[Any], *, by: User) -> None:
    """Take rows of one kind away from their programmes. Raises ProtectedError where something rests on one."""
    if not rows:
        return
    programmes = _programmes(rows)
    _told(rows, "removed", by=by)
    model = type(rows[0])
    for begin in range(0, len(rows), AT_ONCE):
        some = rows[begin : begin + AT_ONCE]
        written_on = set(Text.objects.of(*some).values_list("object_id", flat=True))
        for row in some:
            if row.pk in written_on:
                delete_texts(row, by=by, scope=programmes[row.programme_id].network_id)
        model._base_manager.filter(pk__in=[row.pk for row in some]).delete()
    for programme in programmes.values():
        index_programme(programme)


@transaction.atomic
def remove_programmes(rows: Sequence[Programme], *, by: User) -> None:
    """Take programmes away on which nothing rests. Raises ProtectedError where something does."""
    trail.record_each("programme.removed", [(row, row.network_id) for row in rows], by=by)
    for row in rows:
        delete_texts(row, by=by, scope=row.network_id)
    pks = [row.pk for row in rows]
    IndexEntry.objects.filter(object_kind=kind_of(Programme), object_id__in=pks).delete()
    Programme.objects.filter(pk__in=pks).delete()


def _linked(model: type[models.Model], rows: Sequence[Any], links: Links) -> None:
    wanted: dict[str, dict[int, Iterable[object]]] = defaultdict(dict)
    for row, said in zip(rows, links, strict=True):
        for name, keys in said.items():
            wanted[name][row.pk] = keys
    for name, by_row in wanted.items():
        put_links(model, name, by_row)


def _told(rows: Sequence[Any], act: str, *, by: User) -> None:
    programmes = _programmes(rows)
    of_each: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_each[row.programme_id].append(row)
    for pk, some in of_each.items():
        programme = programmes[pk]
        verb = f"{some[0]._meta.model_name}.{act}"
        trail.record_each(verb, [(row, programme.network_id) for row in some], by=by, programme=pk)
        if act != "removed":
            index_programme(programme)


def _programmes(rows: Sequence[Any]) -> dict[int, Programme]:
    return Programme.objects.in_bulk({row.programme_id for row in rows})


def _place(model: type[models.Model], rows: Sequence[Any]) -> None:
    if not any(field.name == "position" for field in model._meta.concrete_fields):
        return
    there = model._base_manager.filter(programme__in={row.programme_id for row in rows}).order_by()
    following: dict[int, int] = defaultdict(int, there.values_list("programme").annotate(last=Max("position")))
    for row in rows:
        following[row.programme_id] += 1
        row.position = following[row.programme_id]
