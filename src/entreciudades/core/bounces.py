"""Mail that came back: which addresses do not work, learnt from refusals and from reports (RFC 3464).

Only what is wrong with the address counts: a full mailbox, a policy or our own server's fault says nothing about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final

from entreciudades.core.models import DeadAddress, OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Unknown or malformed address, moved or disabled mailbox, no route to the host (RFC 3463, 3.2 to 3.5); 5.0 says none.
_OF_ADDRESS: Final = re.compile(r"5\.(?:0\.\d{1,3}|1\.\d{1,3}|2\.[01]|4\.4)\b")
_ENHANCED: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_BARE: Final = {550, 551, 553}  # RFC 5321, 4.2.3: no such mailbox here, moved, name not allowed
_OURS: Final = re.compile(r"<?([0-9a-f-]{32,36})@")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One address of which a report says that mail does not come there."""

    address: str
    status: str


def read_report(written: bytes) -> tuple[Bounce, ...]:
    """Return which addresses a delivery report gives up for good; none where it is no report on a mail of ours.

    A report is believed only for a mail that the outbox wrote, known by its Message-ID, which nobody can guess, and
    only for those to whom that mail is known to have gone: of one that was forgotten, nothing is believed.
    """
    message = message_from_bytes(written, policy=policy.compat32)
    ours = _mail_of(message)
    if ours is None:
        return ()
    went_to = {parseaddr(one)[1].lower() for field in ("to", "cc", "bcc") for one in ours.payload.get(field, ())}
    found = [bounce for part in _about_recipients(message) if (bounce := _of_recipient(part))]
    return tuple(bounce for bounce in found if bounce.address in went_to)


def status_of_refusal(code: int, said: bytes | str) -> str | None:
    """Return the status of a reply to RCPT that refuses the address itself for good; else None."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if enhanced := _ENHANCED.search(text):
        return enhanced[0] if _OF_ADDRESS.match(enhanced[0]) else None
    return str(code) if code in _BARE else None


def bury(address: str, status: str) -> bool:
    """Note that an address does not work; return whether that is new."""
    address = address.strip().lower()
    _row, new = DeadAddress.objects.get_or_create(address=address, defaults={"status": status[:10]})
    return new


def revive(address: str) -> bool:
    """Write to an address again; return whether it had been noted as not working."""
    return DeadAddress.objects.filter(address=address.strip().lower()).delete()[0] > 0


def dead_among(addresses: Iterable[str]) -> set[str]:
    """Return those addresses that do not work, in lower case. One query."""
    wanted = {one.lower() for one in addresses if one}
    return set(DeadAddress.objects.filter(address__in=wanted).values_list("address", flat=True)) if wanted else set()


def _mail_of(report: Message) -> OutboxMessage | None:
    for part in report.walk():
        if part.get_content_type() == "message/rfc822":
            inside = part.get_payload()
            headers = inside[0] if isinstance(inside, list) and inside and isinstance(inside[0], Message) else None
        elif part.get_content_type() == "text/rfc822-headers":
            headers = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type] # bytes, decoded
        else:
            continue
        if headers is not None and (known := _OURS.match(str(headers.get("Message-ID", "")).strip())):
            return OutboxMessage.objects.filter(key=f"mail:{known[1]}").first()
    return None


def _about_recipients(report: Message) -> list[Message]:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks := part.get_payload(), list):
            return [block for block in blocks if isinstance(block, Message) and "Final-Recipient" in block]
    return []


def _of_recipient(block: Message) -> Bounce | None:
    status = _OF_ADDRESS.match(str(block.get("Status", "")).strip())
    if status is None or str(block.get("Action", "")).strip().lower() != "failed":
        return None
    written = block.get("Original-Recipient") or block["Final-Recipient"]
    address = str(written).rpartition(";")[2].strip().strip("<>").lower()
    return Bounce(address, status[0]) if "@" in address else None
