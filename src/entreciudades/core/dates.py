"""Dates as people know them: a year, a month, a day without its year, a span, or about when.

They are written in a subset of EDTF (ISO 8601-2:2019): ``2017``, ``2017-04``, ``2016-06-14``, ``XXXX-09-07``,
``2018-09-07/2018-09-08``, and ``~`` after any of them for "about".
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from babel.dates import format_date, format_skeleton

EXPECTED = (
    "a year (2017), a month (2017-04), a day (2016-06-14), a day of any year (XXXX-09-07), "
    "two of them with / between (2018-09-07/2018-09-08), with ~ after it for about (2017~)"
)
_MOMENT = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<about>~)?", re.ASCII)
_ABOUT = {"es": "hacia {}", "pt": "por volta de {}", "en": "about {}"}
_SPAN = {"es": "de {} a {}", "pt": "de {} a {}", "en": "{} to {}"}
# A reader of English here expects "14 June 2016", not "June 14, 2016".
_LOCALES = {"en": "en_GB"}
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of a date. A year of None is any year; a month or day of None is not known."""

    year: int | None
    month: int | None = None
    day: int | None = None
    about: bool = False

    def __post_init__(self) -> None:
        if self.year == 0:
            raise ValueError("there is no year 0000")
        if self.year is None and self.month is None:
            raise ValueError("a date without year needs at least its month")
        if self.month is not None and not 1 <= self.month <= 12:  # noqa: PLR2004 - months of a year
            raise ValueError(f"there is no month {self.month:02}")
        if self.day is not None:
            if self.month is None:
                raise ValueError("a day needs its month")
            last = calendar.monthrange(self.year or _LEAP_YEAR, self.month)[1]
            if not 1 <= self.day <= last:
                raise ValueError(f"month {self.month:02} has days 01 to {last}, not {self.day:02}")

    def __str__(self) -> str:
        parts = ["XXXX" if self.year is None else f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + "~" * self.about

    @property
    def key(self) -> tuple[int, int, int]:
        """Sort key; a date of any year comes after all years, an unknown month before January."""
        return (10_000 if self.year is None else self.year, self.month or 0, self.day or 0)

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """The smallest part that is known."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def first_day(self) -> dt.date:
        """The first day on which it may be: of "2027-05", the first of May. One of any year raises ValueError."""
        if self.year is None:
            raise ValueError(f"{self} is a day of any year")
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """The last day on which it may be: of "2027", the last of December. One of any year raises ValueError."""
        first, month = self.first_day, self.month or 12
        return first.replace(month=month, day=self.day or calendar.monthrange(first.year, month)[1])

    def format(self, language: str) -> str:
        """Return it in words: "abril de 2017", "hacia 2017"."""
        text = self._plain(language)
        return _phrase(_ABOUT, language).format(text) if self.about else text

    def _plain(self, language: str) -> str:
        if self.month is None:
            return str(self.year)
        date, locale = dt.date(self.year or _LEAP_YEAR, self.month, self.day or 1), _locale(language)
        if self.day is None:
            return (
                format_date(date, "LLLL", locale)
                if self.year is None
                else format_skeleton("yMMMM", date, locale=locale)
            )
        return format_skeleton("MMMMd", date, locale=locale) if self.year is None else format_date(date, "long", locale)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or a span of dates, as far as they are known."""

    start: Moment
    end: Moment | None = None

    def __post_init__(self) -> None:
        if self.end is not None:
            if (self.start.year is None) != (self.end.year is None):
                raise ValueError("both ends of a span have a year, or neither has")
            if self.end.key < self.start.key:
                raise ValueError(f"the span ends ({self.end}) before it begins ({self.start})")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read EDTF text; raises ValueError that says what was found and what was expected."""
        written = text.strip()
        start, slash, end = written.partition("/")
        try:
            return cls(_moment(start), _moment(end) if slash else None)
        except ValueError as error:
            raise ValueError(f"{written!r} is no date: {error}; expected {EXPECTED}") from None

    def __str__(self) -> str:
        return str(self.start) if self.end is None else f"{self.start}/{self.end}"

    @property
    def sort_key(self) -> tuple[int, int, int, int, int, int]:
        """Order by beginning, then by end; what has no year comes last."""
        return (*self.start.key, *(self.end or self.start).key)

    def is_over_before(self, other: PartialDate) -> bool:
        """Whether it ends before ``other`` begins, as far as both are known: 2017 does not end before 2017-04."""
        ours, theirs = self.end or self.start, other.start
        both = ((ours.year, theirs.year), (ours.month, theirs.month), (ours.day, theirs.day))
        for ends, begins in both:
            if ends is None or begins is None:
                return False
            if ends != begins:
                return ends < begins
        return False

    def format(self, language: str) -> str:
        """Return the date in words of ``language``: "abril de 2017", "7–8 de septiembre", "hacia 2017"."""
        start, end = self.start, self.end
        if end is None or end == start:
            return start.format(language)
        if start.about or end.about or start.precision != end.precision:
            return _phrase(_SPAN, language).format(start.format(language), end.format(language))
        # What both ends share is said once, at the end. The ranges of CLDR abbreviate months in some languages.
        last = end.format(language)
        if start.day is not None and (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{last}"
        first = replace(start, year=None) if start.year == end.year and start.month else start
        dash = " – " if " " in first.format(language) else "–"
        return f"{first.format(language)}{dash}{last}"


def _moment(text: str) -> Moment:
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f"cannot read {text!r}")
    year, month, day = (None if part in {None, "XXXX"} else int(part) for part in found.group("year", "month", "day"))
    return Moment(year, month, day, about=found["about"] is not None)


def _locale(language: str) -> str:
    return _LOCALES.get(language, language.replace("-", "_"))


def _phrase(phrases: dict[str, str], language: str) -> str:
    return phrases.get(language.split("-", maxsplit=1)[0], phrases["en"])
