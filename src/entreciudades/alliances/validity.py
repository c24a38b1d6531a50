"""How long an agreement holds, by when one has to act on it, and how it goes on where it renews itself. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from entreciudades.alliances.calendar import months_after
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.states import AgreementState
from entreciudades.core.dates import Moment, PartialDate

#: States in which it binds, as long as its dates say so.
BINDING: Final = (AgreementState.RECORDED, AgreementState.SIGNED, AgreementState.DENOUNCED)
#: States in which somebody may still prolong or denounce it.
ALIVE: Final = (AgreementState.RECORDED, AgreementState.SIGNED)
_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which the parties have to decide: the end, or the last one to say that it shall not `renew`."""

    day: dt.date
    renews: bool


def last_day(agreement: Agreement) -> dt.date | None:
    """The last day on which it may hold; None where it has no end, or one of no year."""
    if agreement.ends is None:
        return None
    moment = _end(agreement.ends)
    return moment.last_day if moment.year is not None else None


def deadline_of(agreement: Agreement) -> Deadline | None:
    """What comes next for one that binds; None for one without an end, or whose end is decided."""
    last = last_day(agreement)
    if last is None or agreement.state not in ALIVE:
        return None
    if agreement.renews_months:
        return Deadline(months_after(last, -(agreement.notice_months or 0)), renews=True)
    return Deadline(last, renews=False)


def holds_on(agreement: Agreement, day: dt.date) -> bool:
    """Whether it is in force on a day, as far as its dates are known: "2026" holds to the last day of it."""
    if agreement.state not in BINDING:
        return False
    begins, last = agreement.starts or agreement.signed, last_day(agreement)
    begun = begins is None or begins.start.year is None or begins.start.first_day <= day
    return begun and (last is None or day <= last)


def prolonged(ends: PartialDate, months: int) -> PartialDate:
    """The end so many months later, as precise as it was."""
    moment = _end(ends)
    if moment.precision == "year" and months % _YEAR == 0 and moment.year is not None:
        return PartialDate(Moment(moment.year + months // _YEAR))
    if moment.precision == "day":
        day = months_after(moment.last_day, months)
        return PartialDate(Moment(day.year, day.month, day.day))
    day = months_after(moment.last_day.replace(day=1), months)
    return PartialDate(Moment(day.year, day.month))


def _end(ends: PartialDate) -> Moment:
    return ends.end or ends.start
