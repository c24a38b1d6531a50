"""Facts as they are kept with a task or a notice: text, numbers, texts by language, dates. JSON, no words of ours."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.core.moments import moment_in_words

_DATE = "date"  # no language has a code of four letters, so that it is never one of a text by language
_MOMENT = "moment"


def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON: each is text, a number, `{language: text}`, a day, a PartialDate or a moment; else TypeError.

    A moment comes in its zone, on whose clocks it is told.
    """
    return {name: _kept(name, value) for name, value in facts.items()}


def _kept(name: str, value: object) -> object:
    match value:
        case dt.datetime(tzinfo=ZoneInfo(key=str(zone))):
            return {_MOMENT: value.isoformat(), "zone": zone}
        case dt.datetime():
            raise TypeError(f"fact {name!r} is a moment without a place's clock; give its day, or its ZoneInfo")
        case dt.date() | PartialDate():
            return {_DATE: str(value)}
        case str() | int() | dict():
            return value
    raise TypeError(f"fact {name!r} is {type(value).__name__}; expected text, a number, {{language: text}} or a date")


def shown(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts in the words of the active language."""
    return {name: _shown(value) for name, value in facts.items()}


def _shown(value: object) -> str:
    if isinstance(value, dict) and _MOMENT in value:
        return moment_in_words(dt.datetime.fromisoformat(value[_MOMENT]), value["zone"], get_language() or "es")
    if isinstance(value, dict):
        return date_in_words(value[_DATE]) if _DATE in value else label(value).text
    return str(value)


def date_in_words(date: object) -> str:
    """A date, as far as it is known, as readers of the active language write it."""
    return PartialDate.parse(str(date)).format(get_language() or "es")
