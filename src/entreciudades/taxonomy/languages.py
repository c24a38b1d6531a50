"""Names of languages, from Babel's CLDR; a language is its ISO 639 code, lower case ("es", "ay", "quc").

It may have a region, all in lower case ("pt-pt").
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from entreciudades.search.analysis import fold

_CODE = re.compile(r"[a-z]{2,3}")
_NO_LANGUAGES = frozenset({"mis", "mul", "und", "zxx"})


class UnknownLanguage(LookupError):
    """No language has this code."""


def language_name(code: str, language: str) -> str:
    """Name a language for a reader of ``language``; raises UnknownLanguage."""
    try:
        base, _hyphen, region = code.partition("-")
        name = _names(language)[base]
        place = Locale.parse(language, sep="-").territories[region.upper()] if region else ""
    except KeyError:
        raise UnknownLanguage(f"no language {code!r}; expected an ISO 639 code, as in 'es' or 'ay'") from None
    return f"{name} ({place})" if place else name


def languages(language: str) -> tuple[tuple[str, str], ...]:
    """Every language as (code, name), in the order of the names."""
    return tuple(sorted(_names(language).items(), key=lambda each: fold(each[1])))


@cache
def _names(language: str) -> dict[str, str]:
    return {
        code: name
        for code, name in Locale.parse(language, sep="-").languages.items()
        if _CODE.fullmatch(code) and code not in _NO_LANGUAGES
    }
