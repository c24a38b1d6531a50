"""The minute of an exchange: a text, a document, or both; the city that received is asked for it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Seat
from entreciudades.core import files, texts
from entreciudades.core.models import Attachment, Text
from entreciudades.core.worker import attempt
from entreciudades.exchanges.models import Exchange
from entreciudades.exchanges.models.exchange import MINUTE
from entreciudades.exchanges.services.telling import page_of
from entreciudades.notices.models import Task
from entreciudades.notices.services import finish_tasks_about, open_task

TASK: Final = "exchange.minute"
TERM: Final = dt.timedelta(days=14)
"""Within which a minute is written, from the day on which somebody is asked."""


@transaction.atomic
def write_minute(exchange: Exchange, language: str, body: str, *, expected_version: int, seat: Seat, by: User) -> Text:
    """Save the text of the minute. Raises TextConflict and TextTooLong, as `core.texts.save_text`."""
    body = body if body.strip() else ""
    text = texts.save_text(
        exchange, MINUTE, language, body, expected_version=expected_version, by=by, scope=seat.organisation_id
    )
    _settle(exchange, by=by)
    return text


def add_minute(exchange: Exchange, upload: File[bytes], *, seat: Seat, by: User) -> Attachment:
    """Hang the minute on an exchange as a document. Raises FileRefused; nothing is stored then."""
    added = files.add_document(exchange, upload, purpose=MINUTE, by=by, scope=seat.organisation_id)
    _settle(exchange, by=by)
    return added


def remove_minute(exchange: Exchange, document: Attachment, *, seat: Seat, by: User) -> None:
    """Take a document of the minute off its exchange."""
    files.remove_document(exchange, document, by=by, scope=seat.organisation_id)


@transaction.atomic
def ask_for_minute(exchange: Exchange, *, by: User | None) -> Task | None:
    """Ask the city that received to say that it was held and to write its minute; nobody is asked once both is done."""
    if _settle(exchange, by=by):
        return None
    said: dict[str, Any] = {"exchange": exchange.titles}
    path = page_of(exchange.alliance, "exchange", exchange.host, exchange.pk)
    due = timezone.localdate() + TERM
    return open_task(exchange.host, kind=TASK, facts=said, by=by, about=exchange, path=path, due=due)


def ask_for_minutes(today: dt.date | None = None) -> int:
    """Ask once for each exchange whose days are over: whether it was held, and for its minute; return for how many.

    One that fails keeps no other from being asked for.
    """
    day = today or timezone.localdate()
    over = Exchange.objects.unsettled(day).select_related("alliance", "host")
    asked = set(Task.objects.filter(kind=TASK).values_list("object_id", flat=True))
    return sum(bool(attempt(partial(ask_for_minute, one, by=None))) for one in over if one.pk not in asked)


def _settle(exchange: Exchange, *, by: User | None) -> bool:
    """Whether it was held and has its minute: then nobody is asked any more."""
    is_settled = exchange.is_held and Exchange.objects.minuted().filter(pk=exchange.pk).exists()
    if is_settled:
        finish_tasks_about(exchange, kind=TASK, by=by)
    return is_settled
