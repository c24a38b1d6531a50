"""How an object is named elsewhere: by kind (``app.model``) and integer id, without a foreign key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model


def kind_of(obj: Model | type[Model]) -> str:
    """Return the kind of an object or model: ``programmes.programme``."""
    return obj._meta.label_lower
