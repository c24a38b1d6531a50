"""What of an application may be changed at a moment, and until when: all of it before the deadline, then what is asked.

A deadline holds to its second: what arrives within the second that it names is in time.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from entreciudades.calls.errors import NotChangeable, TooLate
from entreciudades.calls.models import Application, Call, MendRequest
from entreciudades.calls.states import ApplicationState, CallState

FACTS, THEMES, PEOPLE, GROUP, BUDGET, PROFILE = "facts", "themes", "people", "group", "budget", "profile"
PARTS: Final = (FACTS, THEMES, PEOPLE, GROUP, BUDGET, PROFILE)
"""Parts of an application besides its answers and documents; "profile" is what the city's profile says."""
TEXT, DOCUMENT = "text:", "document:"
"""Before the key of a question or of a document, where either is an item that may be changed."""


@dataclass(frozen=True, slots=True)
class Window:
    """Until when something may be changed. `items` is None for everything; else those that `mend` asks for."""

    closes_at: dt.datetime
    items: frozenset[str] | None = None
    mend: MendRequest | None = None

    def has(self, item: str) -> bool:
        """Whether it may be changed."""
        return self.items is None or item in self.items


def is_in_time(moment: dt.datetime, deadline: dt.datetime) -> bool:
    """Whether a moment is not after the second of a deadline."""
    return moment.replace(microsecond=0) <= deadline


def check_open(call: Call, moment: dt.datetime) -> None:
    """Raise TooLate, or NotChangeable where the deadline is not the reason, unless the call takes applications."""
    if call.state == CallState.CANCELLED:
        raise NotChangeable("cancelled")
    if call.state == CallState.DRAFT or moment < call.opens_at:
        raise NotChangeable("not-open-yet")
    # What came in time and waited for its turn finds the call closed by the clock meanwhile: it is in time.
    takes = call.state in {CallState.OPEN, CallState.UNDER_REVIEW}
    if not takes or not is_in_time(moment, call.closes_at):
        raise TooLate(call.closes_at, moment)


def window_at(application: Application, moment: dt.datetime) -> Window:
    """Return what may be changed. Raises TooLate, and NotChangeable where the deadline is not the reason."""
    if application.state == ApplicationState.WITHDRAWN:
        raise NotChangeable("withdrawn")
    try:
        check_open(application.call, moment)
    except TooLate:
        last = application.mend_requests.filter(submission=None).order_by("due_at").last()
        if last is None:
            raise
        if not is_in_time(moment, last.due_at):
            raise TooLate(last.due_at, moment) from None
        return Window(last.due_at, frozenset(last.items), last)
    return Window(application.call.closes_at)


@contextmanager
def changing(application: Application, item: str = "", *, at: dt.datetime | None = None) -> Iterator[Window]:
    """A transaction in which the application is held and an item of it, or whatever is open, may be changed.

    The moment that counts is that of the call of the function, before it waits for anybody. Raises as `window_at`;
    NotChangeable where something else is to be mended.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        hold(application)
        window = window_at(application, moment)
        if item and not window.has(item):
            raise NotChangeable("not-asked")
        yield window


def hold(application: Application) -> None:
    """Hold the row until the transaction ends, and take from it and from its call what others move meanwhile."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application.pk)
    application.state, application.submitted_at = locked.state, locked.submitted_at
    for name in ("state", "opens_at", "closes_at"):
        setattr(application.call, name, getattr(locked.call, name))
