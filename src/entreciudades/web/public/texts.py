"""Long texts of an object for a reader."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import get_language

from entreciudades.core.models import Text
from entreciudades.core.texts import body_in
from entreciudades.documents.book import Prose
from entreciudades.documents.prose import parse


def texts_of(obj: Model, *, published: bool) -> list[Text]:
    """All texts of an object, as the public reads them or as they are being written. One query."""
    texts = list(Text.objects.of(obj))
    if published:
        for text in texts:
            text.body = text.published_body or ""
    return texts


def prose_of(texts: Iterable[Text], section: str) -> Prose | None:
    """The text of a section in the reader's language, or in the one it has; None where there is none."""
    body = body_in(texts, section, get_language() or "es")
    return Prose(parse(body.text), body.language) if body else None
