"""A calendar as other programs read it (iCalendar, RFC 5545): whole days, and moments in UTC; no zone is needed."""

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
class At:
    """Something at a moment; `uid` as of a Day. `changes`: how often it was moved, so that programs take the last.

    With `until` it takes that time of whoever reads it, as a meeting does.
    """

    uid: str
    title: str
    moment: dt.datetime
    address: str = ""
    changes: int = 0
    until: dt.datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days and moments under a name, in one language."""

    name: str
    language: str
    days: tuple[Day, ...] = ()
    moments: tuple[At, ...] = ()

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
        made.add_component(_of_day(day, calendar.language, stamp))
    for one in calendar.moments:
        made.add_component(_of_moment(one, calendar.language, stamp))
    written: bytes = made.to_ical()
    return written


def _of_moment(one: At, language: str, stamp: dt.datetime) -> icalendar.Event:
    event = _event(one, language, stamp)
    event.add("dtstart", one.moment.astimezone(dt.UTC))
    event.add("sequence", one.changes)
    event.add("transp", "OPAQUE" if one.until else "TRANSPARENT")
    if one.until:
        event.add("dtend", one.until.astimezone(dt.UTC))
    if place := _one_line(one.place):
        event.add("location", place)
    return event


def _of_day(day: Day, language: str, stamp: dt.datetime) -> icalendar.Event:
    event = _event(day, language, stamp)
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", day.first)
    if day.last < dt.date.max:  # no day comes after it; without an end it is that day alone
        event.add("dtend", day.last + dt.timedelta(days=1))
    for name, value in (("categories", [_one_line(day.kind)] if day.kind else []), ("location", _one_line(day.place))):
        if value:
            event.add(name, value)
    return event


def _event(one: Day | At, language: str, stamp: dt.datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", one.uid)
    event.add("dtstamp", stamp)
    event.add("summary", _one_line(one.title), {"LANGUAGE": language})
    if one.address:
        event.add("url", one.address)
        event.add("description", one.address)  # not every program shows the property made for it
    return event


def _one_line(text: str) -> str:
    """Text without characters that the format does not carry."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
