"""What comes, as far as its date is known: the first and the last day on which it may be."""

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.actors.models import Election, Organisation
from entreciudades.actors.upcoming import Coming, within
from entreciudades.core.dates import PartialDate


def coming(date: str) -> Coming:
    return Coming(Organisation(names={"es": "Riomayor"}), PartialDate.parse(date), Election())


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        ("2027", "2027-01-01", "2027-12-31"),
        ("2028-02~", "2028-02-01", "2028-02-29"),
        ("2027-12", "2027-12-01", "2027-12-31"),
        ("2027-05-02", "2027-05-02", "2027-05-02"),
        ("2027-05-02/2027-06", "2027-05-02", "2027-06-30"),
    ],
)
def test_the_days_on_which_it_may_be(date: str, earliest: str, latest: str) -> None:
    one = coming(date)
    assert (str(one.earliest), str(one.latest)) == (earliest, latest)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_day_lies_within_whatever_is_known_of_it(day: dt.date, known: int) -> None:
    one = coming(day.isoformat()[:known])
    assert one.earliest <= day <= one.latest


@time_machine.travel("2026-11-20")
def test_what_may_be_within_some_days_is_within_more() -> None:
    rows = [coming(date) for date in ("2026-12", "2027", "2027-02-19", "2027-05-20", "2030")]
    found = [[str(one.date) for one in within(rows, days)] for days in (30, 90, 180)]
    assert found == [["2026-12"], ["2026-12", "2027"], ["2026-12", "2027", "2027-02-19"]]
    assert coming("2026-11-30").days(dt.date(2026, 11, 20)) == 10
