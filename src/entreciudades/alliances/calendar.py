"""The calendar of an alliance: when its stages were to be, when they were, and what that does to those ahead. Pure."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from entreciudades.alliances.models import AllianceStage
from entreciudades.alliances.states import StageState
from entreciudades.methodologies.alliance_pack import AllianceForm

_DAY = dt.timedelta(days=1)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """From its first day to its last; None where nobody can say."""

    starts: dt.date | None
    ends: dt.date | None


@dataclass(frozen=True, slots=True)
class Timed:
    """A stage in time: its plan, what is expected now, and how many days it is late; 0: on time, or nobody planned."""

    stage: AllianceStage
    planned: Slot
    expected: Slot
    late: int


def planned(form: AllianceForm, on: dt.date) -> dict[str, Slot]:
    """When each stage is to be, by key and in order, if the first begins `on` that day.

    An optional stage gets no days: nobody knows whether it will be. After one of which the methodology does not say how
    long it lasts, nothing follows.
    """
    slots: dict[str, Slot] = {}
    begins: dt.date | None = on
    for stage in form.stages:
        if stage.optional or begins is None:
            slots[stage.key] = Slot(None, None)
        elif not stage.months:
            slots[stage.key], begins = Slot(begins, None), None
        else:
            after = months_after(begins, stage.months)
            slots[stage.key], begins = Slot(begins, after - _DAY), after
    return slots


def timed(stages: Iterable[AllianceStage], today: dt.date) -> list[Timed]:
    """Every stage in its order with its delay; those ahead move by the delay of the one before them that has a plan."""
    found, delay = [], 0
    for row in stages:
        plan = Slot(row.planned_start, row.planned_end)
        match row.state:
            case StageState.SKIPPED:
                found.append(Timed(row, plan, Slot(None, None), 0))
                continue
            case StageState.PASSED:
                expected = Slot(row.started_on, row.ended_on)
                delay = _days(row.planned_end, row.ended_on, otherwise=delay)
                late = max(0, _days(row.planned_end, row.ended_on, otherwise=0))
            case StageState.UNDER_WAY:
                began = max(0, _days(row.planned_start, row.started_on, otherwise=delay))
                ends = _moved(row.planned_end, began)
                expected = Slot(row.started_on, max(ends, today) if ends else None)
                delay = _days(row.planned_end, expected.ends, otherwise=began)
                late = max(0, _days(row.planned_end, today, otherwise=0))
            case _:
                late = max(0, delay) if row.planned_end else 0
                expected = Slot(_moved(row.planned_start, delay), _moved(row.planned_end, delay))
        found.append(Timed(row, plan, expected, late))
    return found


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month; no further than calendars go."""
    month = day.month - 1 + months
    year, month = day.year + month // _MONTHS, month % _MONTHS + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.min if year < dt.MINYEAR else dt.date.max
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _days(plan: dt.date | None, fact: dt.date | None, *, otherwise: int) -> int:
    return otherwise if plan is None or fact is None else (fact - plan).days


def _moved(day: dt.date | None, days: int) -> dt.date | None:
    if day is None:
        return None
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))
