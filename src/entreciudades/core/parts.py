"""Rows that hang on an owner: the plans of a city, the activities of a programme."""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model

from entreciudades.core.periods import check_period

Owner = TypeVar("Owner", bound=Model)
Links = Mapping[str, Iterable[Model]]


def owner_of(row: Model, model: type[Owner]) -> Owner:
    """Return the row of `model` on which `row` hangs by its own key; raises TypeError where it has no such key."""
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model is model and field.remote_field.related_name != "+":
            return cast("Owner", getattr(row, field.name))
    raise TypeError(f"{row._meta.label} does not hang on {model._meta.label}")


def put_row(row: Model, links: Links | None = None) -> str:
    """Check and store a row and the rows of its many-to-many fields; return "added" or "changed".

    Raises ValidationError naming each field at fault, also where a period ends before it begins, and where its like
    was stored while it was being checked, as by a form sent twice; nothing is stored then.
    """
    verb = "added" if row._state.adding else "changed"  # noqa: SLF001 - a public name of Django
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
