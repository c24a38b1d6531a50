"""Mail leaves by the outbox: Django writes it there, the worker sends it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from entreciudades.core import outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from entreciudades.core.models import OutboxMessage


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
