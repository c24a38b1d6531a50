"""What a row is called on a page, whatever kind of row it is."""

from django.db.models import Model

from entreciudades.actors.models import Membership
from entreciudades.alliances.models import Article
from entreciudades.core.labels import label


def name_of(row: Model | None) -> str:
    """Its title, its name or its label in the reader's language; what it is written as where it has none of these."""
    if row is None:
        return ""
    if isinstance(row, Article):
        return f"{row.number}. {label(row.headings)}".strip(" .")
    if isinstance(row, Membership):
        return row.user.get_full_name()
    for attribute in ("titles", "names", "labels"):
        if text := label(getattr(row, attribute, None)).text:
            return text
    return str(getattr(row, "name", row))
