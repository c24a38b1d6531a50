"""Which fields hold personal data: declared on the model, with why, for whom and how long; erasure goes by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import Model
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
