"""Offices of local government with their protocol titles, read from ``data/offices.toml`` without Django or settings.

An office has a title and a form of address (how a letter begins) in each language and grammatical form, and, where
that is sure, what protocol puts before the name. Each country names the source, or "usage".
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("es", "pt", "en")
#: Languages in which colleagues of the field speak to each other, by ISO 639 code.
SPOKEN: Final = ("es", "pt", "en", "fr", "it", "de", "nl", "ca", "gl", "eu", "ar", "zh", "gn", "qu", "ay")


class Form(StrEnum):
    """The grammatical form in which a person's titles are written."""

    FEMININE = "feminine"
    MASCULINE = "masculine"


Wording = dict[str, dict[Form, str]]
"""Language -> form -> words."""


class OfficesRefused(ValueError):
    """What is wrong in the table of offices, with the office at fault."""


@dataclass(frozen=True, slots=True)
class Office:
    """One office. ``countries`` holds the source of its title and protocol by country (ISO 3166-1 alpha-2)."""

    key: str
    countries: Mapping[str, str]
    titles: Wording
    vocatives: Wording
    before: Wording

    def title(self, language: str, form: Form | None) -> str:
        """Return "Alcaldesa"; both forms, "Alcaldesa / Alcalde", where nobody said which."""
        return _said(self.titles, language, form, both=True)

    def vocative(self, language: str, form: Form | None) -> str:
        """Return how a letter begins: "Señora Alcaldesa"; "" where the form is not known and matters."""
        return _said(self.vocatives, language, form)

    def before_name(self, language: str, form: Form | None) -> str:
        """Return what protocol puts before the name: "Excma. Sra."; "" where nothing is sure."""
        return _said(self.before, language, form)


def _said(wording: Wording, language: str, form: Form | None, *, both: bool = False) -> str:
    forms = wording.get(language.partition("-")[0], {})
    if form:
        return forms.get(form, "")
    words = list(dict.fromkeys(forms.values()))
    return " / ".join(words) if both or len(words) == 1 else ""


def office_of(key: str) -> Office | None:
    """Return the office of a key; None where there is none."""
    return offices().get(key)


@cache
def offices() -> Mapping[str, Office]:
    """Return every office by its key, in the order of the file."""
    return read(files("entreciudades.actors").joinpath("data/offices.toml").read_text(encoding="utf-8"))


def read(written: str) -> dict[str, Office]:
    """Read the table. Raises OfficesRefused, which names the office at fault and what was expected."""
    found: dict[str, Office] = {}
    for row in tomllib.loads(written).get("office", []):
        key = row.get("key", "")
        if not key or key in found:
            raise OfficesRefused(f"office {key!r}: expected a key of its own")
        if not row.get("countries"):
            raise OfficesRefused(f"office {key!r}: expected countries = {{ES = 'source or usage'}}")
        found[key] = Office(
            key,
            row["countries"],
            titles=_wording(row, "title", LANGUAGES),
            vocatives=_wording(row, "vocative", LANGUAGES),
            before=_wording(row, "before", ()),
        )
    return found


def _wording(row: dict[str, Any], name: str, needed: tuple[str, ...]) -> Wording:
    said = row.get(name, {})
    for language in needed:
        if language not in said:
            raise OfficesRefused(f"office {row['key']!r}: {name}.{language} is missing")
    try:
        # The same word for everybody may be written once.
        return {
            language: {form: words if isinstance(words, str) else words[form] for form in Form}
            for language, words in said.items()
        }
    except (KeyError, TypeError):
        expected = f"{name}.es = 'words', or {{feminine = …, masculine = …}}"
        raise OfficesRefused(f"office {row['key']!r}: expected {expected}") from None
