"""Effects that leave the system: written with the act that causes them, delivered by the worker.

Delivery is at least once: a message is claimed, sent, and then marked; who dies between sending and marking leaves it
to be sent again, with the same key, by which the receiver knows it for the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from entreciudades.core.models import OutboxMessage

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

SENDERS = {"mail": "entreciudades.core.mail.send"}
CLAIM = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
MAX_ATTEMPTS = 10


class GivenUp(Exception):
    """A sender raises it where trying again is of no use; its words say why."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def queue(kind: str, payload: dict[str, Any], *, key: str) -> None:
    """Write an effect into the outbox, in the caller's transaction.

    ``kind`` is a key of SENDERS (else ValueError); ``payload`` is JSON. A ``key`` that was queued before is the
    same effect and is not queued again.
    """
    if kind not in SENDERS:
        raise ValueError(f"no sender for {kind!r}; there are: {', '.join(SENDERS)}")
    OutboxMessage.objects.bulk_create([OutboxMessage(kind=kind, key=key, payload=payload)], ignore_conflicts=True)


def deliver_due(limit: int = 50) -> Delivered:
    """Deliver what is due, oldest first, at most ``limit`` messages; call it outside a transaction.

    A message that cannot be sent is tried again after 1, 2, 4 … minutes, and given up after MAX_ATTEMPTS: then
    ``failed_at`` and ``error`` say when and why. One whose sender raises GivenUp is given up at once.
    """
    outcomes = [_deliver(message) for message in islice(iter(_claim, None), limit)]
    return Delivered(*(outcomes.count(outcome) for outcome in ("sent", "postponed", "failed")))


def forget_ended(older_than: timedelta) -> int:
    """Empty messages sent or given up longer ago than ``older_than``; return how many. Their keys and dates stay.

    Why one was given up goes too: a server's words name the address.
    """
    before = timezone.now() - older_than
    ended = OutboxMessage.objects.filter(Q(sent_at__lt=before) | Q(failed_at__lt=before))
    return ended.exclude(payload={}).update(payload={}, error="")


@transaction.atomic
def _claim() -> OutboxMessage | None:
    """Take the next message that is due and that no other worker is taking; for CLAIM it is this worker's."""
    now = timezone.now()
    due = OutboxMessage.objects.filter(sent_at=None, failed_at=None, due_at__lte=now).order_by("due_at", "id")
    message = due.select_for_update(skip_locked=True).first()
    if message is not None:
        message.attempts += 1
        message.due_at = now + CLAIM
        message.save(update_fields=["attempts", "due_at"])
    return message


def _deliver(message: OutboxMessage) -> str:
    sender: Callable[[OutboxMessage], None] = import_string(SENDERS[message.kind])
    now = timezone.now
    try:
        if message.attempts > MAX_ATTEMPTS:  # every attempt killed its worker, so none was marked
            raise RuntimeError("the worker was stopped during every attempt")  # noqa: TRY301
        sender(message)
    except GivenUp as given_up:
        log.warning("outbox: %s given up: %s", message.key, given_up)
        _mark(message, error=str(given_up)[:1000], failed_at=now())
        return "failed"
    except Exception as error:  # whatever a sender raises, the other messages go on
        log.exception("outbox: attempt %s of %s failed", message.attempts, message.key)
        if message.attempts >= MAX_ATTEMPTS:
            _mark(message, error=_said(error), failed_at=now())
            return "failed"
        _mark(message, error=_said(error), due_at=now() + FIRST_WAIT * 2 ** (message.attempts - 1))
        return "postponed"
    _mark(message, error="", sent_at=now())
    return "sent"


def _mark(message: OutboxMessage, **values: datetime | str) -> None:
    OutboxMessage.objects.filter(pk=message.pk, sent_at=None, failed_at=None).update(**values)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]
