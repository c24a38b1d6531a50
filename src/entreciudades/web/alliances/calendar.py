"""The calendar of an alliance as bars: for each stage its plan and, below it, what came of it or is expected."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from babel.dates import format_date

from entreciudades.alliances.calendar import Slot
from entreciudades.core.labels import Localized
from entreciudades.web.alliances.rail import Rail
from entreciudades.web.templatetags.words import locale

WIDTH: Final = 1100
ROW: Final = 44
HEAD: Final = 22
MARKS: Final = 6
LAST: Final = WIDTH - 70
"""Units of the drawing; the head holds the names of months, so many at most, none past the last place."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days in the drawing."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A stage: at which heights its name, its plan and its life stand; None where nobody knows both ends."""

    words: int
    above: int
    below: int
    title: Localized
    planned: Bar | None
    expected: Bar | None
    state: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing: its rows, the months that begin in it, today."""

    width: int
    height: int
    drawn: int
    rows: tuple[Row, ...]
    months: tuple[tuple[int, str], ...]
    today: int | None


def bars_of(rail: Rail, today: dt.date) -> Bars | None:
    """The stages drawn in time; None where fewer than two days are known."""
    slots = [slot for card in rail.cards if card.timed for slot in (card.timed.planned, card.timed.expected)]
    days = sorted(day for slot in slots for day in (slot.starts, slot.ends) if day)
    if not days or days[0] == days[-1]:
        return None
    first, last = days[0], days[-1]
    scale = WIDTH / ((last - first).days + 1)

    def at(day: dt.date) -> int:
        return round((day - first).days * scale)

    def bar(slot: Slot) -> Bar | None:
        if slot.starts is None or slot.ends is None or slot.ends < slot.starts:
            return None
        return Bar(at(slot.starts), max(3, at(slot.ends + dt.timedelta(days=1)) - at(slot.starts)))

    rows = tuple(
        Row(
            place * ROW + 12,
            place * ROW + 18,
            place * ROW + 26,
            card.title,
            bar(card.timed.planned),
            bar(card.timed.expected),
            card.timed.stage.state,
            bool(card.timed.late),
        )
        for place, card in enumerate(rail.cards)
        if card.timed
    )
    return Bars(
        WIDTH,
        len(rail.cards) * ROW,
        len(rail.cards) * ROW + HEAD,
        rows,
        tuple((at(day), format_date(day, "MMM yyyy", locale())) for day in _marks(first, last) if at(day) < LAST),
        at(today) if first <= today <= last else None,
    )


def _marks(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of months, as many as can be read."""
    months = [
        dt.date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= dt.date(year, month, 1) <= last
    ]
    step = max(1, -(-len(months) // MARKS))
    return months[::step]
