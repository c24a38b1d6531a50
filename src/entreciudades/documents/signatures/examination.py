"""What an examination of a signed file says: frozen, and the same for the same file, trust and moment."""

import datetime as dt
from dataclasses import dataclass

from entreciudades.documents.signatures.findings import Finding


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: by whom, in which field, when, and what was found.

    `claimed_at` is the signature's own word; `proven_at` the time of a trusted time-stamp, None without one.
    `intact`: the signed bytes are unchanged and the signature is genuine. `covers_file`: nothing follows it;
    otherwise it covers the file as it was then, its `revision` (from 1). `changed_after`: what follows is more than
    further signatures. `trusted`: a known authority vouches for the certificate; None where none is known, or
    the signature is not intact.
    """

    field: str
    signer: str = ""
    organisation: str = ""
    office: str = ""
    issuer: str = ""
    serial_number: str = ""
    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None
    claimed_at: dt.datetime | None = None
    proven_at: dt.datetime | None = None
    reason: str = ""
    location: str = ""
    algorithm: str = ""
    revision: int = 0
    intact: bool = False
    covers_file: bool = False
    changed_after: bool = False
    trusted: bool | None = None
    expired: bool = False
    revoked_at: dt.datetime | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """A file as it was found at a moment: its signatures in the order of their revisions, and its empty fields.

    `same_document`: the file is the agreed one with signatures added; None where there was nothing to compare with.
    `findings` concern the file as a whole; those of each signature stand with it.
    """

    sha256: str
    examined_at: dt.datetime
    signatures: tuple[Signed, ...] = ()
    empty_fields: tuple[str, ...] = ()
    same_document: bool | None = None
    findings: tuple[Finding, ...] = ()

    def of(self, field: str) -> Signed | None:
        """The signature in a field; None where it is empty or not there."""
        return next((one for one in self.signatures if one.field == field), None)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """What was found in the file and in its signatures."""
        return self.findings + tuple(one for signed in self.signatures for one in signed.findings)
