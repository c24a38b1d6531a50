"""Names of countries, from Babel's CLDR; a country is its ISO 3166-1 alpha-2 code, upper case."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from babel import Locale

from entreciudades.search.analysis import fold

_ALPHA_2 = re.compile(r"[A-Z]{2}")
_USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")  # ISO 3166-1, 8.1.3: never a country's
_KOSOVO: Final = "XK"  # user-assigned too, and in general use
_NO_COUNTRIES: Final = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN"}
)  # CLDR names them as well


class UnknownCountry(LookupError):
    """No country has this code."""


def country_name(code: str, language: str) -> str:
    """Name a country for a reader; raises UnknownCountry.

    A user-assigned code ("XA") has no name: it stands for a fictional country and is returned as it is.
    """
    names = _names(language)
    if code in names:
        return names[code]
    if _USER_ASSIGNED.fullmatch(code):
        return code
    raise UnknownCountry(f"no country {code!r}; expected an ISO 3166-1 alpha-2 code, as in 'BO'")


def is_country(code: str) -> bool:
    """Whether a code is a country's, or one that stands for a fictional country."""
    return code in _names("en") or _USER_ASSIGNED.fullmatch(code) is not None


def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Every country as (code, name), in the order of the names."""
    return tuple(sorted(_names(language).items(), key=lambda country: fold(country[1])))


@cache
def _names(language: str) -> dict[str, str]:
    return {
        code: name
        for code, name in Locale.parse(language, sep="-").territories.items()
        if _ALPHA_2.fullmatch(code)
        and code not in _NO_COUNTRIES
        and (code == _KOSOVO or not _USER_ASSIGNED.fullmatch(code))
    }
