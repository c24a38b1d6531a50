"""What a certificate says of its holder, in the few words that a reader needs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import x509

from entreciudades.documents.signatures.findings import one_line

_SAFE_RSA: Final = 2048
_USES: Final = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate: its holder (name, organisation, office as far as they stand in it), its issuer, its time."""

    name: str
    organisation: str
    office: str
    issuer: str
    serial_number: str
    valid_from: dt.datetime
    valid_until: dt.datetime
    key: str
    is_weak: bool
    may_sign: bool


def held_by(certificate: x509.Certificate) -> Held:
    """Read a certificate. Raises ValueError or KeyError where it is broken."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    kind, bits = certificate.public_key.algorithm, certificate.public_key.bit_size
    usage = certificate.key_usage_value
    return Held(
        name=_said(subject, "common_name") or one_line(certificate.subject.human_friendly),
        organisation=_said(subject, "organization_name"),
        office=_said(subject, "title"),
        issuer=_said(issuer, "common_name") or one_line(certificate.issuer.human_friendly),
        serial_number=f"{certificate.serial_number:x}",
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
        key=f"{kind} {bits}",
        is_weak=kind == "rsa" and bits < _SAFE_RSA,
        may_sign=usage is None or bool(_USES & usage.native),
    )


def _said(name: dict[str, Any], part: str) -> str:
    """A part of a name; one that occurs several times is said in one line."""
    value = name.get(part, "")
    return one_line(", ".join(value) if isinstance(value, list) else str(value))
