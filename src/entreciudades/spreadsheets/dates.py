"""What a text may mean as a date, in EDTF (ISO 8601-2): each possible reading, none where the calendar has none."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_LEAP_YEAR = 2000
_MONTHS = {
    name: number
    for names in (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
        "january february march april may june july august september october november december",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "- - - - - - - - setiembre - - -",
        "- - - - - - - - sept - - -",
    )
    for number, name in enumerate(names.split(), 1)
    if name != "-"
}
_LONGEST = 100
_ABOUT = re.compile(r"(?:hacia|por volta de|about|circa|ca?\.) *")
_MOMENT = re.compile(r"(\d{4}|XXXX)(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)
_YEARS = re.compile(r"(\d{4}) ?[-–—] ?(\d{4})", re.ASCII)
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|º|o|°)? *(?:de |of |-|/)? *)?([a-z]+)\.?(?: *(?:de |del |of |,|-|/)? *(\d{4}))?"
)
_NAMED_FIRST = re.compile(r"([a-z]+)\.? +(\d{1,2})(?:st|nd|rd|th)?(?:,? +(\d{4}))?")
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])(?:\d{1,2}|[a-z]{3,})\.?\1\d{2}|[a-z]{3,}\.?[/.-]\d{2}", re.ASCII)


def date_readings(text: str) -> dict[bool, str]:
    """Return what a text means: with the day first (True), with the month first (False); none where it is no date."""
    if len(text) > _LONGEST:
        return {}
    span = _span(text.strip())
    if span:
        return {True: span, False: span}
    plain = _folded(text)
    if about := _ABOUT.match(plain):
        return {first: f"{date}~" for first, date in date_readings(plain[about.end() :]).items() if date[-1:] != "~"}
    if found := _NUMBERS.fullmatch(plain):
        one, _mark, two, year = found.groups()
        both = {True: _date(year, two, one), False: _date(year, one, two)}
        return {first: date for first, date in both.items() if date}
    date = _one_reading(plain)
    return {True: date, False: date} if date else {}


def has_short_year(text: str) -> bool:
    """Whether it is a date but for its year, which has two digits."""
    return _SHORT_YEAR.fullmatch(_folded(text[: _LONGEST + 1])) is not None


def is_written_as_one(text: str) -> bool:
    """Whether day, month and year stand there as in a date, whatever the calendar says of them: 31/02/2009."""
    plain = _folded(text[: _LONGEST + 1])
    return any(form.fullmatch(plain) for form in (_NUMBERS, _YEAR_FIRST, _MOMENT))


def _one_reading(plain: str) -> str:  # noqa: PLR0911 - one for each way to write
    if found := _ISO_TIME.fullmatch(plain.upper()):
        return _date(*found[1].split("-"))
    if found := _YEAR_FIRST.fullmatch(plain):
        return _date(found[1], found[3], found[4])
    if found := _MONTH_YEAR.fullmatch(plain):
        return _date(found[2], found[1])
    if found := _YEARS.fullmatch(plain):
        return _span(f"{found[1]}/{found[2]}")
    if found := _NAMED_FIRST.fullmatch(plain):
        return _named(found[3], found[1], found[2])
    if found := _NAMED.fullmatch(plain):
        return _named(found[3], found[2], found[1])
    return ""


def _named(year: str | None, name: str, day: str | None) -> str:
    month = _MONTHS.get(name)
    return "" if month is None or (year is None and day is None) else _date(year or "XXXX", str(month), day)


def _date(year: str, month: str | None = None, day: str | None = None) -> str:
    """Return it in EDTF, or "" where the calendar does not have it."""
    try:
        dt.date(_LEAP_YEAR if year == "XXXX" else int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def _span(text: str) -> str:
    """Return EDTF as it is, or "" where it is none, or ends before it begins."""
    ends = [_MOMENT.fullmatch(end) for end in text.split("/")]
    dates = [_date(*found.groups()[:3]) + found[4] for found in ends if found and _date(*found.groups()[:3])]
    if len(dates) != len(ends) or len(ends) > 2 or "XXXX" in dates:  # noqa: PLR2004 - a span has two ends
        return ""
    years_known = {date.startswith("X") for date in dates}
    backwards = len(dates) > 1 and dates[1].rstrip("~") < dates[0].rstrip("~")
    return "" if len(years_known) > 1 or backwards else "/".join(dates)


def _folded(text: str) -> str:
    """Return it in small letters, without accents and double spaces."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
