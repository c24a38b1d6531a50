"""How the pages name what the methodology names."""

from django.utils.translation import get_language

from entreciudades.alliances.models import Alliance
from entreciudades.alliances.pack import form_of
from entreciudades.core.labels import Localized, label


def stage_title(alliance: Alliance, key: str) -> Localized | None:
    """The title of a stage by its key; None without one, or where the methodology has it no more."""
    try:
        return label(form_of(alliance).stage(key).title) if key else None
    except LookupError:
        return None


def reader() -> str:
    """The language of whoever reads."""
    return get_language() or "es"
