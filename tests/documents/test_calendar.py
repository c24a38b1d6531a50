"""A calendar comes out as it went in, whatever is written in it."""

import datetime as dt

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entreciudades.documents.calendar import Calendar, Day, render_calendar

STAMP = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
FIRST = dt.date(2026, 12, 1)
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # other tests may be running
@given(
    title=st.text(min_size=1, max_size=300),
    place=st.text(max_size=80),
    kind=st.text(max_size=40),
    span=st.tuples(days, days).map(sorted),
)
def test_whatever_is_written_is_read_back(title: str, place: str, kind: str, span: list[dt.date]) -> None:
    day = Day("task-1@example.org", title, *span, kind=kind, place=place, address="https://example.org/tasks/1/")
    written = render_calendar(Calendar("Lo que viene", "es", (day,)), stamp=STAMP)
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line.startswith(b"BEGIN:")] == [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"]
    [event] = icalendar.Calendar.from_ical(written).walk("VEVENT")

    def plain(text: str) -> str:
        return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())

    assert event["SUMMARY"] == plain(title)
    assert event.get("LOCATION", "") == plain(place)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (span[0], span[1] + dt.timedelta(days=1))
    assert (event["UID"], event["DTSTAMP"].dt, event["URL"]) == (
        "task-1@example.org", STAMP, "https://example.org/tasks/1/",
    )  # fmt: skip


def test_the_digest_changes_with_what_it_says_and_not_with_the_hour() -> None:
    one, other = Day("1@x", "Llamar", FIRST, FIRST), Day("1@x", "Escribir", FIRST, FIRST)
    assert Calendar("c", "es", (one,)).digest == Calendar("c", "es", (one,)).digest
    assert len({Calendar("c", "es", (day,)).digest for day in (one, other)} | {Calendar("c", "pt", (one,)).digest}) == 3


def test_an_empty_calendar_is_one() -> None:
    read = icalendar.Calendar.from_ical(render_calendar(Calendar("Nada", "es", ()), stamp=STAMP))
    assert (read["VERSION"], read.walk("VEVENT")) == ("2.0", [])


def test_the_last_day_of_all_breaks_no_calendar() -> None:
    days = (Day("1@example.org", "Elección", dt.date.max, dt.date.max), Day("2@example.org", "Acto", FIRST, FIRST))
    written = render_calendar(Calendar("Lo que viene", "es", days), stamp=STAMP)
    events = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert [(event["DTSTART"].dt, "DTEND" in event) for event in events] == [(dt.date.max, False), (FIRST, True)]


def test_days_do_not_end_before_they_begin() -> None:
    with pytest.raises(ValueError, match=r"1@x ends \(2026-11-30\) before it begins \(2026-12-01\)"):
        Day("1@x", "Llamar", FIRST, FIRST - dt.timedelta(days=1))
