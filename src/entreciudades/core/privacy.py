"""Which fields hold personal data: declared on the model, with why, for whom and how long.

A model that has such fields lists them in PERSONAL_DATA and says in PERSON by which path a row belongs to somebody: to
a user ("user") or to an address ("email"); None where nobody is found by a key, as in the rows of an uploaded file. The
privacy page, the export of all about a person and the periods after which things are forgotten go by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey

if TYPE_CHECKING:
    from django.db.models import Field, Model, QuerySet
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class PersonalField:
    """A field with personal data: why it is kept, who sees it, how long. A model lists them in PERSONAL_DATA."""

    name: str
    purpose: str | Promise
    seen_by: str | Promise
    kept: str | Promise


def personal_data() -> dict[type[Model], tuple[PersonalField, ...]]:
    """Return every model that declares personal data, with what it declares."""
    return {model: tuple(model.PERSONAL_DATA) for model in apps.get_models() if hasattr(model, "PERSONAL_DATA")}


def rows_about(model: type[Model], *, email: str, user: int | None) -> QuerySet[Any]:
    """Return the rows of a model with personal data that belong to the person of an address or of a user's key."""
    path: str | None = model.PERSON  # type: ignore[attr-defined] # declared beside PERSONAL_DATA
    rows = model._base_manager.all()
    if path is None:
        return rows.none()
    if is_of_user(model):
        return rows.filter(**{path: user}) if user else rows.none()
    return rows.filter(**{f"{path}__iexact": email})


def is_of_user(model: type[Model]) -> bool:
    """Tell whether the rows of a model belong to a user, and not to an address; raises FieldDoesNotExist."""
    field = person_of(model)
    return isinstance(field, ForeignKey) and field.related_model._meta.label == settings.AUTH_USER_MODEL


def person_of(model: type[Model]) -> Field[Any, Any]:
    """Return the field at the end of a model's PERSON: a key to a user, or an address; raises FieldDoesNotExist."""
    path: str = model.PERSON  # type: ignore[attr-defined] # declared beside PERSONAL_DATA
    *through, last = path.split("__")
    for step in through:
        found: Any = model._meta.get_field(step)
        model = found.related_model
    field: Any = model._meta.get_field(last)
    return cast("Field[Any, Any]", field)
