"""What may speak against a signature: what `documents.signatures` finds in files, and what only the agreement tells."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.core.dates import PartialDate
from entreciudades.documents.signatures.examination import Signed
from entreciudades.documents.signatures.findings import WORDS as OF_FILES
from entreciudades.documents.signatures.findings import one_line

NOT_IN_THE_FILE: Final = "not-in-the-file"
NO_SCAN: Final = "no-scan"
BEFORE_AGREED: Final = "before-agreed"
SAME_CERTIFICATE: Final = "same-certificate"

#: Kinds of findings that no file tells by itself, with their words.
OWN: Final[Mapping[str, str | Promise]] = {
    NOT_IN_THE_FILE: _("The file holds no signature of %(party)s: its field is empty, and no other is new."),
    NO_SCAN: _("There is no scan of the signed paper."),
    BEFORE_AGREED: _("The day of the signature, %(signed)s, is before the text was agreed, %(agreed)s."),
    SAME_CERTIFICATE: _("The certificate with which %(signer)s signed has signed for %(other)s too."),
}
_DAYS: Final = frozenset({"agreed", "claimed", "revoked", "signed", "since", "until"})


def finding(code: str, **facts: str | dt.date) -> dict[str, Any]:
    """A finding as `Signature.findings` keeps it."""
    return {"code": code, "facts": {name: str(fact) for name, fact in facts.items()}}


def in_words(found: Mapping[str, Any], language: str) -> str:
    """Say a kept finding in the active language, which is `language`."""
    facts = {
        name: PartialDate.parse(fact).format(language) if name in _DAYS else fact
        for name, fact in found["facts"].items()
    }
    words = OWN.get(found["code"]) or _now(OF_FILES[found["code"]])
    return str(words) % facts


def as_found(signed: Signed, sha256: str) -> dict[str, Any]:
    """What a file says of a signature, as `Signature.found` keeps it; moments in ISO 8601."""
    said = {
        "field": one_line(signed.field),
        "signer": signed.signer,
        "organisation": signed.organisation,
        "office": signed.office,
        "issuer": signed.issuer,
        "serial_number": signed.serial_number,
        "valid_until": signed.valid_until,
        "claimed_at": signed.claimed_at,
        "proven_at": signed.proven_at,
        "algorithm": signed.algorithm,
        "revision": signed.revision,
        "sha256": sha256,
    }
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in said.items()}
