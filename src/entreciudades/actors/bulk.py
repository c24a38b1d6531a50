"""Many rows of organisations at once, as an import writes them: the acts of `services` with a few queries for all.

Each row has its event in the trail and its entries in the index. Fields are checked by whoever brings the rows
(`clean_fields`, closed lists, uniqueness), because asking row by row would take minutes; the constraints of the
database hold all the same. Raises IntegrityError where one does; then nothing is stored.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import count
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.text import slugify

from entreciudades.accounts.models import User
from entreciudades.actors.consents import end_consents_of_former
from entreciudades.actors.models import Need, NetworkMember, Offer, Organisation, Person
from entreciudades.actors.services import entries_of
from entreciudades.core import trail
from entreciudades.core.index import index_each
from entreciudades.core.labels import label
from entreciudades.core.models import FormerSlug, IndexEntry
from entreciudades.core.refs import kind_of
from entreciudades.core.slugs import LENGTH
from entreciudades.search.analysis import fold

Part = TypeVar("Part", bound=models.Model)
AT_ONCE = 1000
"""Rows that one query writes."""


@transaction.atomic
def add_parts(rows: Sequence[Part], *, by: User) -> list[Part]:
    """Add rows of one kind that hang on organisations: people, figures, plans, memberships of a network."""
    if not rows:
        return []
    made = type(rows[0])._base_manager.bulk_create(rows, batch_size=AT_ONCE)
    _told(made, "added", by=by)
    return made


@transaction.atomic
def change_parts(rows: Sequence[models.Model], fields: Collection[str], *, by: User) -> None:
    """Store these fields of rows of one kind that hang on organisations."""
    if not rows:
        return
    if "email" in fields:
        for some in _some([row for row in rows if isinstance(row, Person)]):
            end_consents_of_former(some, by=by)
    _put(rows, fields)
    _told(rows, "changed", by=by)


@transaction.atomic
def remove_parts(rows: Sequence[models.Model], *, by: User) -> None:
    """Take rows of one kind away from their organisations. Raises ProtectedError where something rests on one."""
    if not rows:
        return
    _told(rows, "removed", by=by)
    model = type(rows[0])
    for some in _some(rows):
        model._base_manager.filter(pk__in=[row.pk for row in some]).delete()
    _index_owners(rows)


@transaction.atomic
def create_organisations(rows: Sequence[Organisation], *, by: User) -> list[Organisation]:
    """Add organisations; the slugs of those without one are made from their names, each another."""
    _settle(rows)
    made = Organisation.objects.bulk_create(rows, batch_size=AT_ONCE)
    trail.record_each("organisation.created", [(row, row.pk) for row in made], by=by)
    index_organisations(made)
    return made


@transaction.atomic
def change_organisations(rows: Sequence[Organisation], fields: Collection[str], *, by: User) -> None:
    """Store these fields of organisations."""
    if not rows:
        return
    _settle(rows)
    _put(rows, {*fields, "sort_name"})
    trail.record_each("organisation.changed", [(row, row.pk) for row in rows], by=by)
    index_organisations(rows)


@transaction.atomic
def remove_organisations(rows: Sequence[Organisation], *, by: User) -> None:
    """Take organisations away on which nothing rests. Raises ProtectedError where something does."""
    trail.record_each("organisation.removed", [(row, row.pk) for row in rows], by=by)
    for some in _some(rows):
        pks = [row.pk for row in some]
        IndexEntry.objects.filter(object_kind=kind_of(Organisation), object_id__in=pks).delete()
        Organisation.objects.filter(pk__in=pks).delete()


def index_organisations(rows: Iterable[Organisation]) -> None:
    """Write the search entries of organisations."""
    organisations = list(rows)
    subjects: dict[int, list[Need | Offer]] = defaultdict(list)
    for some in _some(organisations):
        for model in (Need, Offer):
            for subject in model._base_manager.filter(organisation__in=some).select_related("term"):
                subjects[subject.organisation_id].append(subject)
    index_each([(one, entries_of(one, subjects[one.pk])) for one in organisations])


def _put(rows: Sequence[models.Model], fields: Collection[str]) -> None:
    # The row is there and whole: to write it over is many times faster than a CASE for each field.
    type(rows[0])._base_manager.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
    )


def _told(rows: Sequence[models.Model], act: str, *, by: User) -> None:
    verb = f"{rows[0]._meta.model_name}.{act}"
    trail.record_each(verb, [(row, _scope(row)) for row in rows], by=by)
    if act != "removed":
        _index_owners(rows)


def _scope(row: Any) -> int:
    owner: int = row.network_id if isinstance(row, NetworkMember) else row.organisation_id
    return owner


def _index_owners(rows: Sequence[Any]) -> None:
    """Of all that hangs on an organisation the search knows what it needs and offers."""
    if isinstance(rows[0], Need | Offer):
        index_organisations(Organisation.objects.filter(pk__in={row.organisation_id for row in rows}))


def _settle(rows: Sequence[Organisation]) -> None:
    for row in rows:
        row.sort_name = fold(label(row.names, row.source_language).text)[:200]
    nameless = [row for row in rows if not row.slug]
    if nameless:
        taken = set(Organisation.objects.values_list("slug", flat=True))
        taken |= set(FormerSlug.objects.filter(object_kind=kind_of(Organisation)).values_list("slug", flat=True))
        for row in nameless:
            name = label(row.names, row.source_language).text
            base = slugify(f"{name} {row.country}")[:LENGTH].strip("-") or "x"
            row.slug = next(slug for slug in _slugs(base) if slug not in taken)
            taken.add(row.slug)


def _slugs(base: str) -> Iterable[str]:
    yield base
    yield from (f"{base[: LENGTH - 6]}-{number}" for number in count(2))


def _some(rows: Sequence[Part]) -> Iterable[Sequence[Part]]:
    return (rows[begin : begin + AT_ONCE] for begin in range(0, len(rows), AT_ONCE))
