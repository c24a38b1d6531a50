"""From text to terms: words without case and accents, cut to their stems."""

from __future__ import annotations

import re
import threading
import unicodedata

import Stemmer

# PostgreSQL takes no terms of any length; what is longer is found by its parts.
_WORD = re.compile(r"[^\W_]{1,60}")
_STEMMERS = {"es": "spanish", "pt": "portuguese", "en": "english"}
_SPANISH_PLURAL = re.compile(r"(?<=..[^aeiou])es$")
_of_thread = threading.local()


def analyse(text: str, language: str) -> str:
    """Return the terms of a text in its language, between single spaces: what the index keeps.

    A language without stemmer is only folded.
    """
    return " ".join(_terms(text, language))


def query(text: str, language: str) -> tuple[str, ...]:
    """Return the terms that a searcher's words mean in texts of ``language``, each once, in their order."""
    return tuple(dict.fromkeys(_terms(text, language)))


def fold(text: str) -> str:
    """Return a text without case and accents: "Ciudadanía" -> "ciudadania", "Niño" -> "nino"."""
    if text.isascii():
        return text.lower()  # many times faster, and the same
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return unicodedata.normalize("NFKC", bare).casefold()  # last: "𝑨" is a capital only once it is an A


def _terms(text: str, language: str) -> list[str]:
    # Fold before stemming: people type without accents, and both spellings must give one term.
    words = _WORD.findall(fold(text))
    stemmer = _stemmer(language)
    if stemmer is None:
        return words
    regular = _ENDINGS.get(language.split("-", maxsplit=1)[0], str)
    return [fold(stem) for stem in stemmer.stemWords([regular(word) for word in words])]


def _spanish(word: str) -> str:
    """Take the plural of "ciudad-es", "joven-es": the stemmer cuts both forms, but not to the same stem."""
    return _SPANISH_PLURAL.sub("", word)


def _portuguese(word: str) -> str:
    """Give back what the stemmer needs of the folded endings: "acao" and "acoes" -> "ação", "gestoes" -> "gestao"."""
    singular = word.removesuffix("oes") + "ao" if word.endswith("oes") else word
    return singular.removesuffix("cao") + "ção" if singular.endswith("cao") else singular


_ENDINGS = {"es": _spanish, "pt": _portuguese}


def _stemmer(language: str) -> Stemmer.Stemmer | None:
    """Return the stemmer of this thread: PyStemmer's objects keep state and must not be shared."""
    name = _STEMMERS.get(language.split("-", maxsplit=1)[0])
    if name is None:
        return None
    if not hasattr(_of_thread, "stemmers"):
        _of_thread.stemmers = {}
    if name not in _of_thread.stemmers:
        _of_thread.stemmers[name] = Stemmer.Stemmer(name)
    return _of_thread.stemmers[name]
