"""Examining one signature of a PDF: what it covers, who made it and when, and what speaks against it."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from entreciudades.documents.signatures.certificates import Held, held_by
from entreciudades.documents.signatures.examination import Signed
from entreciudades.documents.signatures.findings import Code, Finding
from entreciudades.documents.signatures.trust import TrustStore

_ANY_USE: Final = KeyUsageConstraints(key_usage=set())
_WHOLE: Final = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
_CLOCKS: Final = dt.timedelta(minutes=10)  # by which two clocks may differ


@dataclass(frozen=True)
class Circumstances:
    """When it is examined, whom to trust, and what the file itself brings along to tell who was revoked."""

    at: dt.datetime
    trust: TrustStore
    carried: DocumentSecurityStore | None


async def examine_signature(reader: PdfFileReader, name: str, field: Any, about: Circumstances) -> Signed | None:
    """Examine one signature; None for the time-stamp of a whole document, which signs for nobody."""
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        if embedded.sig_object_type == "/DocTimeStamp":
            return None
        holder = held_by(embedded.signer_cert)
        status = await _status(embedded, about)
    except Exception:  # noqa: BLE001 - one signature that cannot be read does not hide the others
        return Signed(name, findings=(Finding(Code.UNREADABLE_SIGNATURE, {"field": name}),))
    stamp = status.timestamp_validity
    proven_at = stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None
    claimed_at = _with_zone(embedded.self_reported_timestamp)
    revoked_at = min(filter(None, (about.trust.revoked_at(embedded.signer_cert), _revoked(status))), default=None)
    if revoked_at and proven_at and proven_at < revoked_at:
        revoked_at = None
    intact = status.intact and status.valid
    signed = Signed(
        field=name,
        signer=holder.name,
        organisation=holder.organisation,
        office=holder.office,
        issuer=holder.issuer,
        serial_number=holder.serial_number,
        valid_from=holder.valid_from,
        valid_until=holder.valid_until,
        claimed_at=claimed_at,
        proven_at=proven_at,
        reason=str(embedded.sig_object.get("/Reason", "")),
        location=str(embedded.sig_object.get("/Location", "")),
        algorithm=f"{status.pkcs7_signature_mechanism}, {embedded.md_algorithm}, {holder.key}",
        revision=embedded.signed_revision + 1,
        intact=intact,
        covers_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        changed_after=status.coverage in _WHOLE and is_more_than_signing(status.diff_result),
        trusted=status.trusted and not revoked_at if about.trust.anchors and intact else None,
        expired=holder.valid_until < (proven_at or about.at),
        revoked_at=revoked_at,
    )
    return dataclasses.replace(signed, findings=tuple(_against(signed, status, holder, about.at)))


async def _status(embedded: EmbeddedPdfSignature, about: Circumstances) -> PdfSignatureStatus:
    """Let pyHanko look: whether the certificate has expired is a question of its own, asked elsewhere."""
    certificate = embedded.signer_cert
    settings: dict[str, Any] = {
        "trust_roots": list(about.trust.anchors),
        "crls": list(about.trust.revocations),
        "moment": min(max(about.at, certificate.not_valid_before), certificate.not_valid_after),
        "allow_fetching": False,
        "revocation_mode": "soft-fail",
    }
    context = about.carried.as_validation_context(settings) if about.carried else ValidationContext(**settings)
    return await async_validate_pdf_signature(embedded, context, key_usage_settings=_ANY_USE)


def _with_zone(claimed: dt.datetime | None) -> dt.datetime | None:
    """The time that a signature claims; one without a zone is taken for UTC, one beyond all calendars for none."""
    if claimed is None or claimed.tzinfo is not None:
        return claimed if claimed is None or dt.MINYEAR < claimed.year < dt.MAXYEAR else None
    return _with_zone(claimed.replace(tzinfo=dt.UTC))


def _revoked(status: PdfSignatureStatus) -> dt.datetime | None:
    return status.revocation_details.revocation_date if status.revocation_details else None


def _against(signed: Signed, status: PdfSignatureStatus, holder: Held, at: dt.datetime) -> Iterator[Finding]:
    """What speaks against a signature; its facts are those of `findings.WORDS`."""
    facts = {"field": signed.field, "signer": signed.signer, "issuer": signed.issuer}
    if not signed.intact:
        yield Finding(Code.BROKEN, facts)
    if status.coverage not in _WHOLE:
        yield Finding(Code.PARTIAL, facts)
    if signed.changed_after:
        yield Finding(Code.CHANGED_AFTER, facts)
    if status.md_algorithm in ("md5", "sha1") or holder.is_weak:
        yield Finding(Code.WEAK, facts | {"algorithm": signed.algorithm})
    if not holder.may_sign:
        yield Finding(Code.NOT_FOR_SIGNING, facts)
    yield from _against_times(signed, holder, facts, at)
    if signed.revoked_at:
        yield Finding(Code.REVOKED, facts | {"revoked": signed.revoked_at.date().isoformat()})
    elif signed.intact and not signed.trusted:
        yield Finding(Code.NO_ANCHORS if signed.trusted is None else Code.UNKNOWN_ISSUER, facts)


def _against_times(signed: Signed, holder: Held, facts: dict[str, str], at: dt.datetime) -> Iterator[Finding]:
    said = signed.proven_at or signed.claimed_at
    if signed.expired or (said and said > holder.valid_until):
        code = Code.EXPIRED_THEN if said and said > holder.valid_until else Code.EXPIRED
        yield Finding(code, facts | {"until": holder.valid_until.date().isoformat()})
    if said and said < holder.valid_from:
        yield Finding(Code.NOT_YET_VALID, facts | {"since": holder.valid_from.date().isoformat()})
    if said and said > at + _CLOCKS:
        yield Finding(Code.FUTURE, facts | {"claimed": said.date().isoformat()})


def is_more_than_signing(difference: object) -> bool:
    """Whether what a review of later revisions came to is more than signatures and what proves them."""
    return not isinstance(difference, DiffResult) or difference.modification_level > ModificationLevel.FORM_FILLING
