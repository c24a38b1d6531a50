"""The slots of a round of meetings, out of days, hours and breaks on the clock of a place."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entreciudades.core.moments import on_the_clock


@dataclass(frozen=True, slots=True)
class Slot:
    """From when to when two cities meet; moments in UTC."""

    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a day of meetings: `pause` is the minutes from one to the next; in a break nobody meets."""

    begins: dt.time
    ends: dt.time
    minutes: int
    pause: int = 0
    breaks: Sequence[tuple[dt.time, dt.time]] = ()


def slots_of(days: Iterable[dt.date], hours: Hours, *, zone: str) -> tuple[Slot, ...]:
    """Every slot of these days, in order of time. Raises ClockSkips, ClockRepeats where the clocks change meanwhile."""
    return tuple(
        Slot(on_the_clock(begins, zone), on_the_clock(begins + dt.timedelta(minutes=hours.minutes), zone))
        for day in sorted(set(days))
        for begins in _beginnings(day, hours)
    )


def _beginnings(day: dt.date, hours: Hours) -> Iterable[dt.datetime]:
    length, pause = dt.timedelta(minutes=hours.minutes), dt.timedelta(minutes=hours.pause)
    breaks = sorted((dt.datetime.combine(day, begins), dt.datetime.combine(day, ends)) for begins, ends in hours.breaks)
    begins, last = dt.datetime.combine(day, hours.begins), dt.datetime.combine(day, hours.ends)
    while begins + length <= last:
        over = [until for since, until in breaks if begins < until and since < begins + length]
        if over:
            begins = max(over)
            continue
        yield begins
        begins += length + pause
