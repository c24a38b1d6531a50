"""Moments on the clock of a place: how people write a deadline, and how they read it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

_OF_PLACE = {"es": "hora de {}", "pt": "hora de {}", "en": "{} time"}


_OF_CLOCKS = 2, 9998
"""Years in which a moment is one in every zone."""


class ClockSkips(ValueError):
    """The clocks of the place never show this time: they are put forward over it."""


class ClockRepeats(ValueError):
    """The clocks of the place show this time twice: they are put back over it."""


def on_the_clock(shown: dt.datetime, zone: str) -> dt.datetime:
    """Return the moment at which the clocks of a zone show a time; UTC. Raises ClockSkips, ClockRepeats."""
    first, second = (shown.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if not _OF_CLOCKS[0] <= shown.year <= _OF_CLOCKS[1]:
        raise ClockSkips(f"{shown:%Y-%m-%d %H:%M} lies beyond all calendars")
    if first.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != shown:
        raise ClockSkips(f"{shown:%Y-%m-%d %H:%M} does not exist in {zone}")
    if first.utcoffset() != second.utcoffset():
        raise ClockRepeats(f"{shown:%Y-%m-%d %H:%M} exists twice in {zone}")
    return first.astimezone(dt.UTC)


def moment_in_words(moment: dt.datetime, zone: str, language: str) -> str:
    """Return a moment as the clocks of a zone show it: "viernes, 20 de noviembre de 2026, 23:59 (hora de Madrid)"."""
    shown = moment.astimezone(ZoneInfo(zone))
    locale = "en_GB" if language == "en" else language.replace("-", "_")
    clock = format_time(shown, "HH:mm" if not shown.second else "HH:mm:ss", locale=locale)
    return f"{format_date(shown, 'full', locale)}, {clock} ({clock_of(zone, language)})"


def clock_of(zone: str, language: str) -> str:
    """Name the clock of a zone by its city: "hora de Madrid"."""
    if zone == "UTC":
        return zone
    city = get_timezone_location(zone, locale=language.replace("-", "_"), return_city=True)
    return _OF_PLACE.get(language.split("-", maxsplit=1)[0], _OF_PLACE["en"]).format(city)
