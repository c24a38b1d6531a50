"""What can be wrong with a signed file: codes out of a closed list, their words, and the facts of a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from unicodedata import category

LONGEST: Final = 150
"""Signs that are kept of what a file or a certificate says of somebody."""


def gettext_noop(words: str) -> str:
    """Mark words for the catalogues; whoever shows them to a reader translates them."""
    return words


def one_line(words: str) -> str:
    """What a stranger's file says, on one line of `LONGEST` signs, without any that turn or hide text."""
    shown = "".join(" " if category(sign)[0] in "CZ" else sign for sign in words)
    return " ".join(shown.split())[:LONGEST]


class Code(StrEnum):
    """Kinds of findings."""

    NOT_A_PDF = "not-a-pdf"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    NO_SIGNATURE = "no-signature"
    TOO_MANY = "too-many"
    OTHER_DOCUMENT = "other-document"
    CHANGED_BEFORE = "changed-before"
    UNREADABLE_SIGNATURE = "unreadable-signature"
    BROKEN = "broken"
    PARTIAL = "partial"
    CHANGED_AFTER = "changed-after"
    WEAK = "weak"
    NOT_FOR_SIGNING = "not-for-signing"
    EXPIRED = "expired"
    EXPIRED_THEN = "expired-then"
    NOT_YET_VALID = "not-yet-valid"
    FUTURE = "future"
    REVOKED = "revoked"
    UNKNOWN_ISSUER = "unknown-issuer"
    NO_ANCHORS = "no-anchors"


WORDS: Final[Mapping[Code, str]] = {
    Code.NOT_A_PDF: gettext_noop("This is no PDF file."),
    Code.UNREADABLE: gettext_noop("The file is damaged: it cannot be read as a PDF (%(error)s)."),
    Code.ENCRYPTED: gettext_noop("The file is encrypted, so that its signatures cannot be examined."),
    Code.ACTIVE: gettext_noop("The file holds something that acts by itself (%(what)s)."),
    Code.NO_SIGNATURE: gettext_noop("Nobody has signed the file digitally."),
    Code.TOO_MANY: gettext_noop("The file has %(found)s signatures and revisions; at most %(most)s are examined."),
    Code.OTHER_DOCUMENT: gettext_noop("This is not the agreed document: the file does not begin with its bytes."),
    Code.CHANGED_BEFORE: gettext_noop("The agreed document was changed by more than signing."),
    Code.UNREADABLE_SIGNATURE: gettext_noop("The signature in “%(field)s” is of a kind that cannot be read."),
    Code.BROKEN: gettext_noop(
        "What was signed in “%(field)s” has been changed since, or the signature is not genuine."
    ),
    Code.PARTIAL: gettext_noop("The signature in “%(field)s” leaves out a part of the file."),
    Code.CHANGED_AFTER: gettext_noop(
        "After the signature in “%(field)s” the document was changed by more than signing."
    ),
    Code.WEAK: gettext_noop("The signature in “%(field)s” uses %(algorithm)s, which is no longer safe."),
    Code.NOT_FOR_SIGNING: gettext_noop("The certificate of %(signer)s is not made for signing documents."),
    Code.EXPIRED: gettext_noop(
        "The certificate of %(signer)s expired on %(until)s; only the signature itself says that it is older."
    ),
    Code.EXPIRED_THEN: gettext_noop("The certificate of %(signer)s had expired on %(until)s, before the signature."),
    Code.NOT_YET_VALID: gettext_noop(
        "The certificate of %(signer)s was only valid from %(since)s, after the signature."
    ),
    Code.FUTURE: gettext_noop("The signature says that it was made on %(claimed)s, which is still to come."),
    Code.REVOKED: gettext_noop("The certificate of %(signer)s was revoked on %(revoked)s."),
    Code.UNKNOWN_ISSUER: gettext_noop(
        "No authority that is known here vouches for %(issuer)s, which issued the certificate of %(signer)s."
    ),
    Code.NO_ANCHORS: gettext_noop(
        "No authorities are known here, so that nobody can say whether %(issuer)s vouches for %(signer)s."
    ),
}
"""Each kind in words (English, marked for translation); facts stand in them by name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: which kind, and its facts, all of them text. Days are ISO 8601."""

    code: Code
    facts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return WORDS[self.code] % self.facts

    def plain(self) -> dict[str, object]:
        """As JSON keeps it."""
        return {"code": self.code.value, "facts": {name: one_line(fact) for name, fact in self.facts.items()}}
