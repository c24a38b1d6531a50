"""The country of an organisation as one key, real or fictional, and its name."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.text import slugify

from entreciudades.actors.models import Organisation
from entreciudades.core.labels import label
from entreciudades.taxonomy.countries import UnknownCountry, country_name

_FICTIONAL: Final = "x-"


def country_key(organisation: Organisation) -> str:
    """The ISO 3166-1 code; of a fictional country "x-" and its name in small letters; "" where none is known."""
    return organisation.country or fictional_key(organisation.fictional_country)


def fictional_key(names: Mapping[str, str]) -> str:
    """The key of a fictional country by its names; "" without any."""
    return f"{_FICTIONAL}{slugify(label(names, 'es').text)}" if names else ""


def is_fictional(key: str) -> bool:
    """Whether a key is that of a fictional country."""
    return key.startswith(_FICTIONAL)


def country_titles(keys: Iterable[str], language: str) -> dict[str, str]:
    """Name countries by their keys for a reader; one that nothing names is called by its key."""
    wanted = set(keys)
    titles = {key: _iso_title(key, language) for key in wanted if not is_fictional(key)}
    if len(titles) < len(wanted):
        names = Organisation.objects.exclude(fictional_country={}).values_list("fictional_country", flat=True)
        for one in names.distinct().order_by():
            titles[fictional_key(one)] = label(one, language).text
    return {key: titles.get(key, key) for key in wanted}


def _iso_title(key: str, language: str) -> str:
    try:
        return country_name(key, language)
    except UnknownCountry:
        return key
