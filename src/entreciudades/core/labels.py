"""Short texts in several languages, kept as ``{language: text}``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE_LANGUAGE = "es"
FALLBACKS = ("es", "en", "pt")


def content_language(language: str | None = None) -> str:
    """Return the language of content for a reader of ``language`` (default: the active one): "pt-pt" -> "pt"."""
    return (language or get_language() or SOURCE_LANGUAGE).partition("-")[0]


@dataclass(frozen=True, slots=True)
class Localized:
    """A text as shown to a reader, and the language that it is in; where that is another, a page marks it."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def label(labels: Mapping[str, str] | None, language: str | None = None) -> Localized:
    """Return the text for a reader of ``language`` (default: the active one).

    Falls back to Spanish, English, Portuguese, then to any language; an empty text when there is none.
    """
    wanted = language or get_language() or SOURCE_LANGUAGE
    texts = labels or {}
    for candidate in (wanted, content_language(wanted), *FALLBACKS, *texts):
        if texts.get(candidate):
            return Localized(texts[candidate], candidate)
    return Localized("", wanted)
