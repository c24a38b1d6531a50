"""Mail leaves by the outbox: Django writes it there, the worker sends it."""

from __future__ import annotations

import uuid
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.crypto import salted_hmac

from entreciudades.core import bounces, outbox
from entreciudades.core.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECIPIENTS: Final = ("to", "cc", "bcc")
_ADDRESSES: Final = (*_RECIPIENTS, "reply_to")

#: Header of a mail that goes even where earlier ones came back: the way to a new password.
ALWAYS: Final = "X-Entreciudades-Always"


class OutboxEmailBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND: writes each mail into the outbox, in the transaction that causes it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the mails; return how many. Attachments raise ValueError: a mail links to files."""
        wanted = [message for message in email_messages if message.recipients()]
        for message in wanted:
            _queue(message, str(uuid.uuid4()))
        return len(wanted)


def queue_once(message: EmailMessage, *, key: str) -> None:
    """Write a mail into the outbox, once for each ``key``, from which its Message-ID follows; nobody can guess it."""
    _queue(message, salted_hmac("entreciudades.core.mail", key, algorithm="sha256").hexdigest()[:32])


def send(message: OutboxMessage) -> None:
    """Send one mail of the outbox through settings.MAIL_TRANSPORT_BACKEND, but not where mail does not come.

    Raises outbox.GivenUp where no recipient is left, or the server refuses them for good; that is remembered.
    """
    mail = dict(message.payload)
    alternatives = mail.pop("alternatives")
    if ALWAYS not in mail.get("headers", {}):
        mail |= _without_dead(mail)
    with get_connection(settings.MAIL_TRANSPORT_BACKEND) as connection:
        email = EmailMultiAlternatives(**mail, connection=connection)
        for content, media_type in alternatives:
            email.attach_alternative(content, media_type)
        try:
            email.send()
        except SMTPRecipientsRefused as refused:
            _remember(refused)
            raise


@transaction.atomic
def forget_address(address: str) -> int:
    """Take an address out of the mails of the outbox; return how many mails named it.

    One that waits for nobody else never leaves; of one that was sent, only key and dates stay.
    """
    found = 0
    bounces.revive(address)
    for message in OutboxMessage.objects.select_for_update().filter(kind="mail").exclude(payload={}):
        rest = {field: _without(address, message.payload[field]) for field in _ADDRESSES}
        if rest == {field: message.payload[field] for field in _ADDRESSES}:
            continue
        found += 1
        if message.sent_at is None and not any(rest[field] for field in _RECIPIENTS):
            message.delete()
            continue
        message.payload = {} if message.sent_at else message.payload | rest
        message.error = ""  # a server's words name the address
        message.save(update_fields=["payload", "error"])
    return found


def _queue(message: EmailMessage, name: str) -> None:
    outbox.queue("mail", _payload(message, message_id=f"<{name}@{_host()}>"), key=f"mail:{name}")


def _without_dead(mail: dict[str, Any]) -> dict[str, list[str]]:
    dead = bounces.dead_among(parseaddr(one)[1] for field in _RECIPIENTS for one in mail.get(field, ()))
    rest = {
        field: [one for one in mail.get(field, ()) if parseaddr(one)[1].lower() not in dead] for field in _RECIPIENTS
    }
    if not any(rest.values()):
        raise outbox.GivenUp("earlier mails to this address came back")
    return rest


def _remember(refused: SMTPRecipientsRefused) -> None:
    found = {address: bounces.status_of_refusal(code, said) for address, (code, said) in refused.recipients.items()}
    for address, status in found.items():
        if status is not None:
            bounces.bury(address, status)
    if all(found.values()):
        raise outbox.GivenUp(f"the server refused the address for good: {', '.join(filter(None, found.values()))}")


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
