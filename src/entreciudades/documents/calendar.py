"""A calendar as other programs read it (iCalendar, RFC 5545): whole days alone, so that no zone is needed."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Final

import icalendar

_PRODUCT: Final = "-//Entreciudades//Calendar//EN"
_AGAIN: Final = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Day:
    """Something on a day or on several; `uid` stays the same as long as it is the same thing."""

    uid: str
    title: str
    first: dt.date
    last: dt.date
    kind: str = ""
    place: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.uid} ends ({self.last}) before it begins ({self.first})")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days under a name, in one language."""

    name: str
    language: str
    days: tuple[Day, ...]

    @property
    def digest(self) -> str:
        """The same for the same calendar, whenever it is asked."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def render_calendar(calendar: Calendar, *, stamp: dt.datetime) -> bytes:
    """Return the calendar as a file; `stamp`, in UTC, is when it was asked."""
    made = icalendar.Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", _one_line(calendar.name), {"LANGUAGE": calendar.language})
    made.add("x-wr-calname", _one_line(calendar.name))
    made.add("refresh-interval", _AGAIN, {"VALUE": "DURATION"})
    for day in calendar.days:
        made.add_component(_event(day, calendar.language, stamp))
    written: bytes = made.to_ical()
    return written


def _event(day: Day, language: str, stamp: dt.datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", day.uid)
    event.add("dtstamp", stamp)
    event.add("summary", _one_line(day.title), {"LANGUAGE": language})
    event.add("dtstart", day.first)
    if day.last < dt.date.max:  # no day comes after it; without an end it is that day alone
        event.add("dtend", day.last + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    for name, value in (("categories", [_one_line(day.kind)] if day.kind else []), ("location", _one_line(day.place))):
        if value:
            event.add(name, value)
    if day.address:
        event.add("url", day.address)
        event.add("description", day.address)  # not every program shows the property made for it
    return event


def _one_line(text: str) -> str:
    """Text without characters that the format does not carry."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
