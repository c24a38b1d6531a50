"""What a row is called on a page, whatever kind of row it is."""

from django.db.models import Model

from entreciudades.actors.models import Membership, Person
from entreciudades.alliances.models import Article
from entreciudades.core.labels import label


def name_of(row: Model | None) -> str:
    """Its title, its name or its label in the reader's language; else its post, or whose it is."""
    if row is None:
        return ""
    if isinstance(row, Article):
        return f"{row.number}. {label(row.headings)}".strip(" .")
    if isinstance(row, Membership):
        return row.user.get_full_name()
    for attribute in ("titles", "names", "labels"):
        if text := label(getattr(row, attribute, None)).text:
            return text
    # Somebody who was erased has a post, and no name.
    if name := label(row.posts).text if isinstance(row, Person) and not row.name else getattr(row, "name", ""):
        return str(name)
    owner = getattr(row, "programme", None) or getattr(row, "organisation", None)
    return name_of(owner) if owner else str(row)
