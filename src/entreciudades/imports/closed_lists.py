"""Closed lists that several kinds share: countries, languages, terms, offices, the choices of a model."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import override

from entreciudades.actors.offices import offices
from entreciudades.imports.columns import LANGUAGE_NAMES, Choices
from entreciudades.taxonomy.countries import countries
from entreciudades.taxonomy.languages import languages
from entreciudades.taxonomy.models import Term

THEMES: Final = ("iuc", "sector", "nua", "sdg", "dac")
"""The vocabularies from which themes are taken."""


@cache
def countries_as_choices() -> Choices:
    """Countries by ISO 3166-1 alpha-2."""
    return _by_language(countries)


@cache
def languages_as_choices() -> Choices:
    """Languages by ISO 639."""
    return _by_language(languages)


@cache
def offices_as_choices() -> Choices:
    """Offices of local government, by their titles in both forms."""
    table = offices()
    titles = {key: {code: office.title(code, None) for code in LANGUAGE_NAMES} for key, office in table.items()}
    forms = {
        key: [one for by_form in office.titles.values() for one in by_form.values()] for key, office in table.items()
    }
    return Choices(titles.items(), forms)


def terms_as_choices(*codelists: str) -> Choices:
    """Terms that may be chosen, by key; one query."""
    return Choices(Term.objects.current().in_codelist(*codelists).values_list("id", "labels"))


def model_choices(
    choices: type[models.TextChoices], *, aside: Iterable[str] = (), also: Mapping[str, Iterable[str]] | None = None
) -> Choices:
    """The choices of a field, as they are called in each language; ``also`` gives other names of some."""
    labels: dict[str, dict[str, str]] = {value: {} for value in choices.values if value not in set(aside)}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for value, shown in choices.choices:
                if value in labels:
                    labels[value][code] = str(shown)
    return Choices(labels.items(), also)


def _by_language(names: Callable[[str], tuple[tuple[str, str], ...]]) -> Choices:
    labels: dict[str, dict[str, str]] = {}
    for code in LANGUAGE_NAMES:
        for key, name in names(code):
            labels.setdefault(key, {})[code] = name
    return Choices(labels.items())
