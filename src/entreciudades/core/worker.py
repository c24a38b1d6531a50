"""The worker: delivers the outbox, shows that it lives, does once a day what is done daily.

What it does beside the outbox is the rooms' and put together in `processes.work`.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django import db
from django.utils import timezone

from entreciudades.core import files, outbox, presence
from entreciudades.core.models import WorkerHeartbeat

log = logging.getLogger(__name__)

Result = TypeVar("Result")

TIDY_EVERY = timedelta(days=1)
KEEP_ENDED = timedelta(days=30)
BATCH = 50


def repeat(stop: threading.Event, work: Callable[[], bool], *, poll: float = 1.0) -> None:
    """Do `work` until ``stop`` is set, every ``poll`` seconds; where it says that there may be more, at once again.

    A database or storage that fails is logged and tried again: the worker outlives it.
    """
    while not stop.is_set():
        busy = False
        try:
            db.close_old_connections()  # one that broke, or is too old
            busy = work()
        except (db.Error, OSError):
            log.exception("worker: going on after a failure")
        if not busy:
            stop.wait(poll)


class Every:
    """An act that this process does at most once in a while."""

    def __init__(self, while_: timedelta, act: Callable[[], object]) -> None:
        self.while_, self.act = while_, act
        self.done_at: datetime | None = None

    def __call__(self) -> None:
        """Do it where its time has come; one that failed waits its while too."""
        now = timezone.now()
        if self.done_at is None or now - self.done_at >= self.while_:
            self.done_at = now
            self.act()


def deliver(daily: Iterable[Callable[[], object]], often: Iterable[Callable[[], object]] = ()) -> bool:
    """Do one round: beat, what is done `often`, deliver, and once a day what is `daily`.

    Return whether there may be more to deliver. An act that fails keeps neither the others nor the mail from going.
    """
    heartbeat = beat()
    for act in often:
        attempt(act)
    delivered = outbox.deliver_due(BATCH)
    if heartbeat.tidied_at is None or timezone.now() - heartbeat.tidied_at >= TIDY_EVERY:
        for act in daily:
            attempt(act)
        WorkerHeartbeat.objects.filter(pk=heartbeat.pk).update(tidied_at=timezone.now())
    return delivered.sent + delivered.postponed + delivered.failed >= BATCH


def attempt(act: Callable[[], Result]) -> Result | None:
    """Do an act and return what it gives; None where it fails, which is logged: what comes after it goes on."""
    try:
        return act()
    except Exception:
        log.exception("worker: %s failed", getattr(act, "__qualname__", act))
        return None


def beat() -> WorkerHeartbeat:
    """Note that the worker of this machine is alive."""
    heartbeat, _new = WorkerHeartbeat.objects.update_or_create(
        name=socket.gethostname(), defaults={"beat_at": timezone.now()}
    )
    return heartbeat


def tidy() -> None:
    """Forget what need not be kept: old mails' text, files without attachment, absent editors."""
    forgotten, deleted = outbox.forget_ended(KEEP_ENDED), files.delete_orphans()
    presence.forget_absent()
    log.info("worker: tidied; mails forgotten: %s, files deleted: %s", forgotten, deleted)
