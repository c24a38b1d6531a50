"""What comes with the deadline of a call: cities that still write are reminded, then the call goes under review."""

import datetime as dt
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone

from entreciudades.calls.models import Application, Call
from entreciudades.calls.services.telling import clock_of, held, tell_office, tell_teams
from entreciudades.calls.states import CALL, ApplicationState, CallState
from entreciudades.core import trail
from entreciudades.core.worker import attempt

#: How long before the deadline those are reminded who have not submitted yet.
REMIND: Final = dt.timedelta(days=3)


def remind_of_deadlines(today: dt.date | None = None) -> int:
    """Remind cities whose application is not submitted of a deadline in REMIND days, UTC; return of how many calls.

    Done once a day, so that each deadline, and each new one of an extension, is told once.
    """
    day = (today or timezone.now().date()) + REMIND
    begins = dt.datetime.combine(day, dt.time.min, dt.UTC)
    rows = Call.objects.filter(state=CallState.OPEN, closes_at__gte=begins, closes_at__lt=begins + dt.timedelta(days=1))
    return sum(attempt(partial(_remind, call)) or 0 for call in rows)


def close_due_calls(now: dt.datetime | None = None) -> int:
    """Put under review the open calls whose deadline is over; return how many. Their secretariats are told."""
    moment = (now or timezone.now()).replace(microsecond=0)  # within its second a deadline still holds
    due = Call.objects.filter(state=CallState.OPEN, closes_at__lt=moment)
    return sum(attempt(partial(_close, call, moment)) or 0 for call in due)


@transaction.atomic
def _remind(call: Call) -> bool:
    waiting = Application.objects.filter(call=call, state=ApplicationState.DRAFT)
    facts = {"call": call.titles, "deadline": clock_of(call, call.closes_at)}
    tell_teams(waiting, kind="call.closes", facts=facts, by=None)
    return True


@transaction.atomic
def _close(call: Call, moment: dt.datetime) -> bool:
    call = held(call)
    if call.state != CallState.OPEN or call.closes_at >= moment:
        return False
    call.state = CALL.move(call.state, "close")
    call.save(update_fields=["state"])
    trail.record("call.closed", call, by=None, scope=call.network_id)
    facts = {"call": call.titles, "count": call.applications.submitted().count()}
    tell_office(call, kind="call.closed", facts=facts, page="applications", by=None)
    return True
