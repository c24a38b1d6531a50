"""Mail leaves by the outbox: Django writes it there, the worker sends it."""

from __future__ import annotations

import uuid
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from entreciudades.core import outbox
from entreciudades.core.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECIPIENTS: Final = ("to", "cc", "bcc")
_ADDRESSES: Final = (*_RECIPIENTS, "reply_to")


class OutboxEmailBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND: writes each mail into the outbox, in the transaction that causes it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the mails; return how many. Attachments raise ValueError: a mail links to files."""
        wanted = [message for message in email_messages if message.recipients()]
        for message in wanted:
            key = uuid.uuid4()
            outbox.queue("mail", _payload(message, message_id=f"<{key}@{_host()}>"), key=f"mail:{key}")
        return len(wanted)


def send(message: OutboxMessage) -> None:
    """Send one mail of the outbox through settings.MAIL_TRANSPORT_BACKEND."""
    mail = dict(message.payload)
    alternatives = mail.pop("alternatives")
    with get_connection(settings.MAIL_TRANSPORT_BACKEND) as connection:
        email = EmailMultiAlternatives(**mail, connection=connection)
        for content, media_type in alternatives:
            email.attach_alternative(content, media_type)
        email.send()


@transaction.atomic
def forget_address(address: str) -> int:
    """Take an address out of the mails of the outbox; return how many mails named it.

    One that waits for nobody else never leaves; of one that was sent, only key and dates stay.
    """
    found = 0
    for message in OutboxMessage.objects.select_for_update().filter(kind="mail").exclude(payload={}):
        rest = {field: _without(address, message.payload[field]) for field in _ADDRESSES}
        if rest == {field: message.payload[field] for field in _ADDRESSES}:
            continue
        found += 1
        if message.sent_at is None and not any(rest[field] for field in _RECIPIENTS):
            message.delete()
            continue
        message.payload = {} if message.sent_at else message.payload | rest
        message.save(update_fields=["payload"])
    return found


def _without(address: str, written: list[str]) -> list[str]:
    return [one for one in written if parseaddr(one)[1].lower() != address.lower()]


def _payload(message: EmailMessage, *, message_id: str) -> dict[str, Any]:
    if message.attachments:
        raise ValueError(f"mail {message.subject!r} has attachments; link to the files instead")
    alternatives = getattr(message, "alternatives", [])
    return {
        "subject": " ".join(str(message.subject).split()),  # a title of two lines would never leave
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "headers": {"Message-ID": message_id} | dict(message.extra_headers),
        "alternatives": [[str(content), media_type] for content, media_type in alternatives],
    }


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
