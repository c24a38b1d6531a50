"""What the worker does, room by room: mail and what is done daily on one lane, long jobs on another.

A long job never keeps a mail waiting. A room that has one adds its function here; the worker itself knows none.
"""

import threading
from collections.abc import Callable
from datetime import timedelta

from django import db

from entreciudades.alliances.services.ends_told import tell_of_ends
from entreciudades.alliances.services.validity import renew_what_is_due
from entreciudades.calls.jobs import next_run
from entreciudades.calls.services.assessment import remind_of_reviews
from entreciudades.calls.services.deadline import close_due_calls, remind_of_deadlines
from entreciudades.calls.services.group import end_unanswered
from entreciudades.calls.services.mending import lapse_requests
from entreciudades.core import worker
from entreciudades.exchanges.services.minutes import ask_for_minutes
from entreciudades.imports.jobs import next_import
from entreciudades.notices.mailing import mail_notices
from entreciudades.notices.services import remind_of_due_tasks
from entreciudades.processes.answers import lapse_pairs
from entreciudades.processes.bounces import tell_of_dead_addresses
from entreciudades.processes.dates_told import tell_of_dates
from entreciudades.processes.gates_told import tell_of_gates
from entreciudades.processes.retention import forget_what_is_over

#: Done once a day, one after the other.
DAILY: tuple[Callable[[], object], ...] = (
    worker.tidy,
    tell_of_dates,
    tell_of_gates,
    renew_what_is_due,
    tell_of_ends,
    remind_of_due_tasks,
    remind_of_deadlines,
    remind_of_reviews,
    ask_for_minutes,
    forget_what_is_over,
)

#: Looked at in every round, done each time its while is over.
OFTEN: tuple[Callable[[], object], ...] = (
    worker.Every(timedelta(minutes=1), mail_notices),
    worker.Every(timedelta(minutes=1), close_due_calls),
    worker.Every(timedelta(minutes=10), tell_of_dead_addresses),
    worker.Every(timedelta(minutes=10), lapse_requests),
    worker.Every(timedelta(minutes=10), end_unanswered),
    worker.Every(timedelta(minutes=10), lapse_pairs),
)

#: Each does the next long job of its kind that waits, outside a transaction, and says whether there was one.
JOBS: tuple[Callable[[], bool], ...] = (next_import, next_run)


def run(stop: threading.Event, *, poll: float = 1.0) -> None:
    """Work until `stop` is set, looking every `poll` seconds; a job that has begun is finished first."""
    beside = threading.Thread(target=_long_jobs, args=(stop, poll), name="jobs")
    beside.start()
    worker.repeat(stop, lambda: worker.deliver(DAILY, OFTEN), poll=poll)
    beside.join()


def do_jobs() -> bool:
    """Do one waiting job of each kind; return whether there was any. One that fails keeps no other waiting."""
    return any([worker.attempt(job) for job in JOBS])  # noqa: C419 - each kind has its turn


def _long_jobs(stop: threading.Event, poll: float) -> None:
    try:
        worker.repeat(stop, do_jobs, poll=poll)
    finally:
        db.connections.close_all()  # this thread's own
