"""A link of its own for somebody without a login: random, kept only as its hash, ended by date, by use or by hand.

Reading never uses a link up, so that a preview in a mail program does no harm; only the act for which it was made does,
which calls `use_links` in its transaction.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.utils import timezone

from entreciudades.core.errors import LinkRefused
from entreciudades.core.models import Link
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

_BYTES = 32
_LONGEST = 200


def make_link(purpose: str, obj: Model, *, expires_at: datetime | None) -> str:
    """Make a link to an object; return its token, 43 letters fit for an address, which is kept nowhere.

    Earlier links of the object stay good. Without ``expires_at`` it holds until it is used or revoked.
    """
    token = secrets.token_urlsafe(_BYTES)
    Link.objects.create(
        purpose=purpose, token_sha256=_hash(token), object_kind=kind_of(obj), object_id=obj.pk, expires_at=expires_at
    )
    return token


def find_link(token: str, purpose: str) -> Link:
    """Return the link of a token, which stays as it is.

    Raises LinkRefused, whose reason is "unknown" (also where it is for something else), "revoked", "used" or
    "expired". The token is looked for by its hash, so that time tells nothing of how near a guess was.
    """
    found = Link.objects.filter(token_sha256=_hash(token[:_LONGEST]), purpose=purpose).first()
    if found is None:
        raise LinkRefused("unknown")
    if found.revoked_at is not None:
        raise LinkRefused("revoked", found)
    if found.used_at is not None:
        raise LinkRefused("used", found)
    if found.expires_at is not None and found.expires_at <= timezone.now():
        raise LinkRefused("expired", found)
    return found


def use_links(purpose: str, obj: Model) -> int:
    """Say that what the links of an object were made for is done; return how many were open."""
    return Link.objects.to(obj, purpose).filter(used_at=None, revoked_at=None).update(used_at=timezone.now())


def revoke_links(purpose: str, obj: Model) -> int:
    """Take the links of an object back; return how many were open."""
    return Link.objects.to(obj, purpose).filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())


def extend_links(purpose: str, obj: Model, *, expires_at: datetime | None) -> int:
    """Move the end of the links of an object, also of those that have ended; return how many."""
    return Link.objects.to(obj, purpose).filter(used_at=None, revoked_at=None).update(expires_at=expires_at)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
