"""What a password must be: long, not about oneself or this site, not known from a breach. No rules of composition.

After NIST SP 800-63B: length counts, lists of breached passwords are looked up, nothing expires. Named by
``AUTH_PASSWORD_VALIDATORS``.
"""

import hashlib
import io
import re
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.accounts.models import User

LONGEST: Final = 128
SHA1_DIGITS: Final = 40
_SHORTEST_WORD: Final = 4


class MaximumLengthValidator:
    """Whole pass phrases fit, books do not: a hash of megabytes would keep the server busy."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError where a password is longer than LONGEST characters."""
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say how long it may be."""
        return ngettext(
            "Your password may have at most %(longest)d character.",
            "Your password may have at most %(longest)d characters.",
            LONGEST,
        ) % {"longest": LONGEST}


class ContextWordsValidator:
    """The product's name, the site's and one's own are what an attacker tries first."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where a password is little more than words that stand on the page."""
        rest = password.casefold()
        for word in sorted(_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]+", "", rest)) < len(re.sub(r"[\W\d_]+", "", password)) / 2:
            raise ValidationError(self.get_help_text(), code="password_of_context")

    def get_help_text(self) -> str:
        """Say what not to use."""
        return _("Your password can't be made of your name, your address or the name of this site.")


class BreachedPasswordValidator:
    """Refuses what stands in the operator's copy of a list of breached passwords; nothing is asked of the network."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError where the list holds a password."""
        with self.path.open("rb") as hashes:
            if stands_in(hashes, hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()):
                raise ValidationError(
                    _("This password is known from a data breach: attackers try it. Choose another one."),
                    code="password_breached",
                )

    def get_help_text(self) -> str:
        """Say that there is such a list."""
        return _("Your password can't be one that is known from a data breach.")


def stands_in(hashes: BinaryIO, wanted: str) -> bool:
    """Whether a file of lines "SHA-1 in hexadecimal:count", in their order, holds a hash; reads a few dozen lines."""
    sought = wanted.upper().encode()
    low, high = 0, hashes.seek(0, io.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        found = _line_from(hashes, middle)
        if found and found < sought:
            low = middle + 1
        else:
            high = middle
    return _line_from(hashes, low) == sought


def _line_from(hashes: BinaryIO, offset: int) -> bytes:
    """The hash of the first line that begins at `offset` or after it; empty after the last."""
    hashes.seek(max(offset - 1, 0))
    if offset:
        hashes.readline()
    return hashes.readline()[:SHA1_DIGITS].upper()


def _words(user: User | None) -> set[str]:
    about = f"entreciudades {settings.SITE_URL}" + (f" {user.email} {user.name}" if user else "")
    return {word for word in re.split(r"[\W_]+", about.casefold()) if len(word) >= _SHORTEST_WORD}
