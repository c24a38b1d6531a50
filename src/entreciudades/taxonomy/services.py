"""Bring the tables up to the files. Both verbs may run again and again: what is already so is not written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db import DEFAULT_DB_ALIAS, models, transaction

from entreciudades.taxonomy import codelists, places
from entreciudades.taxonomy.models import Place, Term
from entreciudades.taxonomy.places import PlaceRow, search_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from entreciudades.taxonomy.codelists import TermRow, Vocabulary

M = TypeVar("M", bound=models.Model)

BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were new, changed, retired, and as they should be."""

    created: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0

    @property
    def written(self) -> int:
        """Rows that were written."""
        return self.created + self.changed + self.retired


def sync_terms(vocabulary: Vocabulary | None = None, *, using: str = DEFAULT_DB_ALIAS) -> Counts:
    """Make the table of terms say what the files say.

    A term that the files no longer hold is kept, and marked retired. Raises VocabularyError when the files have
    problems: then nothing is written.
    """
    wanted = [_term(row) for row in (codelists.load() if vocabulary is None else vocabulary)]
    with transaction.atomic(using=using):
        counts = _write(Term, wanted, using)
        gone = Term.objects.using(using).current().exclude(id__in=[term.id for term in wanted])
        return Counts(counts.created, counts.changed, gone.update(retired=True), counts.unchanged)


def load_places(path: Path = places.PLACES, *, using: str = DEFAULT_DB_ALIAS) -> Counts:
    """Load a file of places. Places that it does not hold are kept, since organisations may key to them.

    Raises PlacesError at the first row that cannot be read: then nothing is written.
    """
    wanted = [_place(row) for row in places.read(path)]
    with transaction.atomic(using=using):
        return _write(Place, wanted, using)


def _term(row: TermRow) -> Term:
    return Term(
        id=row.id,
        codelist=row.codelist,
        code=row.code,
        labels=dict(row.labels),
        parent_id=row.parent,
        position=row.position,
        colour=row.colour,
        retired=False,
    )


def _place(row: PlaceRow) -> Place:
    return Place(
        geonames_id=row.geonames_id,
        name=row.name,
        folded=search_key(row.name),
        other_names=f"|{row.other_names}" if row.other_names else "",
        country=row.country,
        admin_area=row.admin_area,
        latitude=row.latitude,
        longitude=row.longitude,
        timezone=row.timezone,
        population=row.population,
    )


def _write(model: type[M], wanted: Iterable[M], using: str) -> Counts:
    """Insert what is new and update what differs, in bulk, by primary key."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    rows = model._base_manager.using(using)
    stored: dict[Any, tuple[Any, ...]] = {row[0]: row[1:] for row in rows.values_list("pk", *names)}
    new: list[M] = []
    different: list[M] = []
    unchanged = 0
    for row in wanted:
        if row.pk not in stored:
            new.append(row)
        elif stored[row.pk] != tuple(getattr(row, name) for name in names):
            different.append(row)
        else:
            unchanged += 1
    if new or different:
        key = model._meta.pk.attname
        rows.bulk_create([*new, *different], BATCH, update_conflicts=True, update_fields=names, unique_fields=[key])
    return Counts(created=len(new), changed=len(different), unchanged=unchanged)
