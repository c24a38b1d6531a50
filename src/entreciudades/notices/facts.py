"""Facts as they are kept with a task or a notice: text, numbers, texts by language, days. JSON, never words of ours."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format

from entreciudades.core.labels import label

_DAY = "date"  # no language has a code of four letters, so that it is never one of a text by language


def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON. A fact is text, a number, `{language: text}` or a day; anything else raises TypeError."""
    return {name: _kept(name, value) for name, value in facts.items()}


def _kept(name: str, value: object) -> object:
    match value:
        case dt.datetime():
            raise TypeError(f"fact {name!r} is a moment; give its day")
        case dt.date():
            return {_DAY: value.isoformat()}
        case str() | int() | dict():
            return value
    raise TypeError(f"fact {name!r} is {type(value).__name__}; expected text, a number, {{language: text}} or a day")


def shown(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts in the words of the active language."""
    return {name: _shown(value) for name, value in facts.items()}


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return date_format(dt.date.fromisoformat(value[_DAY])) if _DAY in value else label(value).text
    return str(value)
