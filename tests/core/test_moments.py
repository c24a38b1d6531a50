# ruff: noqa: DTZ001 - what somebody writes has no zone yet
"""Moments on the clock of a place."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.core.moments import ClockRepeats, ClockSkips, moment_in_words, on_the_clock

DEADLINE = dt.datetime(2027, 3, 4, 22, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "language", "said"),
    [
        ("Europe/Madrid", "es", "jueves, 4 de marzo de 2027, 23:59 (hora de Madrid)"),
        ("Europe/Madrid", "en", "Thursday, 4 March 2027, 23:59 (Madrid time)"),
        ("America/La_Paz", "pt", "quinta-feira, 4 de março de 2027, 18:59 (hora de La Paz)"),
        ("UTC", "es", "jueves, 4 de marzo de 2027, 22:59 (UTC)"),
    ],
)
def test_a_deadline_is_said_on_the_clock_of_its_place(zone: str, language: str, said: str) -> None:
    assert moment_in_words(DEADLINE, zone, language) == said


def test_seconds_are_said_where_there_are_any() -> None:
    assert moment_in_words(DEADLINE.replace(second=5), "UTC", "es").split(", ")[2] == "22:59:05 (UTC)"


def test_a_time_that_the_clocks_never_show_and_one_that_they_show_twice_are_refused() -> None:
    with pytest.raises(ClockSkips):
        on_the_clock(dt.datetime(2027, 3, 28, 2, 30), "Europe/Madrid")
    with pytest.raises(ClockRepeats):
        on_the_clock(dt.datetime(2026, 10, 25, 2, 30), "Europe/Madrid")


def test_a_time_that_is_in_no_year_of_universal_time_is_refused() -> None:
    for shown, zone in ((dt.datetime(9999, 12, 31, 23, 59), "America/La_Paz"), (dt.datetime(1, 1, 1), "Asia/Tokyo")):
        with pytest.raises(ClockSkips):
            on_the_clock(shown, zone)


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2037, 1, 1)), st.sampled_from(["Europe/Lisbon", "UTC"]))
def test_a_written_time_is_the_one_that_the_clocks_show(shown: dt.datetime, zone: str) -> None:
    try:
        moment = on_the_clock(shown, zone)
    except (ClockSkips, ClockRepeats):
        return
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == shown
