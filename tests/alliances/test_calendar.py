"""When stages were to be, when they were, and what that does to those ahead."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.alliances.calendar import Slot, Timed, months_after, timed
from entreciudades.alliances.models import AllianceStage

DAY = dt.date


def stage(state: str, plan: tuple[str, str], lived: tuple[str, str] = ("", "")) -> AllianceStage:
    days = [dt.date.fromisoformat(one) if one else None for one in (*plan, *lived)]
    return AllianceStage(state=state, planned_start=days[0], planned_end=days[1], started_on=days[2], ended_on=days[3])


def spoken(found: list[Timed]) -> list[tuple[str, str, int]]:
    return [(str(one.expected.starts), str(one.expected.ends), one.late) for one in found]


def test_what_is_late_moves_what_lies_ahead() -> None:
    rows = [
        stage("passed", ("2026-01-01", "2026-01-31"), ("2026-01-01", "2026-02-10")),
        stage("skipped", ("", "")),
        stage("under-way", ("2026-02-01", "2026-02-28"), ("2026-02-10", "")),
        stage("ahead", ("2026-03-01", "2026-03-31")),
        stage("ahead", ("", "")),
    ]
    assert spoken(timed(rows, DAY(2026, 2, 20))) == [
        ("2026-01-01", "2026-02-10", 10),
        ("None", "None", 0),
        ("2026-02-10", "2026-03-09", 0),  # it began nine days late and is not over its term yet
        ("2026-03-10", "2026-04-09", 9),
        ("None", "None", 0),
    ]
    assert spoken(timed(rows, DAY(2026, 4, 1)))[2:4] == [
        ("2026-02-10", "2026-04-01", 32),
        ("2026-04-02", "2026-05-02", 32),
    ]


def test_without_a_plan_nothing_is_late() -> None:
    row = stage("under-way", ("", ""), ("2026-01-01", ""))
    [one] = timed([row], DAY(2026, 6, 1))
    assert (one.planned, one.expected, one.late) == (Slot(None, None), Slot(DAY(2026, 1, 1), None), 0)


def test_the_same_day_of_a_later_month_or_its_last() -> None:
    assert [months_after(DAY(2026, 1, 31), many) for many in (0, 1, 11, 12, 25)] == [
        DAY(2026, 1, 31),
        DAY(2026, 2, 28),
        DAY(2026, 12, 31),
        DAY(2027, 1, 31),
        DAY(2028, 2, 29),
    ]


@given(st.dates(DAY(1990, 1, 1), DAY(2080, 1, 1)), st.integers(0, 120))
def test_so_many_months_later_is_never_further_than_the_month_that_is_meant(day: dt.date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + dt.timedelta(days=1)).month != found.month


def test_a_slip_of_the_pen_leads_no_further_than_calendars_go() -> None:
    assert [months_after(DAY(2027, 6, 30), many) for many in (-32_767, 120_000)] == [DAY.min, DAY.max]
    rows = [
        stage("passed", ("2026-01-01", "2026-01-31"), ("2026-01-01", "2026-02-10")),
        stage("ahead", ("2026-02-01", "9999-12-31")),
    ]
    assert timed(rows, DAY(2026, 2, 20))[1].expected == Slot(DAY(2026, 2, 11), DAY.max)
