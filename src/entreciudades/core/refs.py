"""How an object is named elsewhere: by kind (``app.model``) and integer id, without a foreign key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from entreciudades.core.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import Model


def kind_of(obj: Model | type[Model]) -> str:
    """Return the kind of an object or model: ``programmes.programme``."""
    return obj._meta.label_lower


def resolve(kind: str, object_id: int) -> Model:
    """Return the object that a kind and id name.

    Raises NotFound when the kind is no model or the row is gone. It checks no rights.
    """
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        raise NotFound(kind, object_id) from None
    found: Model | None = model._base_manager.filter(pk=object_id).first()
    if found is None:
        raise NotFound(kind, object_id)
    return found
