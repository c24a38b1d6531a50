"""An agreement is signed, digitally or on paper, party by party; what raises questions counts once somebody answers."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances import findings
from entreciudades.alliances.agreement_index import index_agreement
from entreciudades.alliances.approvals import asked, open_before_signing
from entreciudades.alliances.errors import ApprovalsOpen
from entreciudades.alliances.models import Agreement, AgreementDecision, AgreementParty, Alliance, Signature
from entreciudades.alliances.models.signing import SignatureState
from entreciudades.alliances.services.agreement_telling import page_at, partial, tell_parties
from entreciudades.alliances.services.between_parties import decide, held
from entreciudades.alliances.services.negotiation import BEGUN_ALONE
from entreciudades.alliances.services.recording import PARTIES
from entreciudades.alliances.services.telling import day_of, reasoned
from entreciudades.alliances.signatures import COUNTING, FROZEN, SIGNED, frozen_document, signature_field, standings
from entreciudades.alliances.states import AGREEMENT, AgreementState
from entreciudades.alliances.wording import parties_of
from entreciudades.core import trail
from entreciudades.core.files import (
    attach,
    attachments_of,
    detach,
    download_name,
    examined_document,
    read_bytes,
    store_bytes,
)
from entreciudades.core.models import StoredFile
from entreciudades.core.texts import publish_texts
from entreciudades.documents.signatures.examination import Examination, Signed
from entreciudades.documents.signatures.trust import NOBODY, TrustRefused, TrustStore, read_trust
from entreciudades.documents.signatures.verify import examine
from entreciudades.notices.services import finish_tasks_about, open_task

_logger = logging.getLogger(__name__)

PDF = "application/pdf"
PAGE = "signatures"
"""To which those who are told are led."""

#: The task of a party that may sign.
SIGN = "agreement.sign"
_HELD_OUT: Final = (AgreementState.SIGNING, AgreementState.SIGNED)
"""While it is so, signatures come in."""


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signed for a party, in which office, when, and under which act of its council.

    For a digital signature, the file itself says who and when, where it says so.
    """

    name: str = ""
    office: str = ""
    signed_on: dt.date | None = None
    council_act: str = ""
    council_act_on: dt.date | None = None
    verification_code: str = ""
    verification_url: str = ""


@transaction.atomic
def open_signing(agreement: Agreement, *, document: bytes, organisation: Organisation, by: User) -> Agreement:
    """Keep the file that is signed, a PDF, and ask every party to sign; `organisation` is for whom one acts.

    Raises ApprovalsOpen with what the law asks before and is not there yet, MoveRefused where the text is not agreed.
    """
    agreement = held(agreement)
    state = AGREEMENT.move(agreement.state, "open-signing")
    if still := open_before_signing(agreement):
        raise ApprovalsOpen([(one.party, one.rule) for one in still])
    agreement.state = state
    agreement.save(update_fields=["state"])
    for former in attachments_of(agreement, FROZEN):
        detach(former)
    attach(store_bytes(document, PDF), agreement, purpose=FROZEN, by=by, name=f"{agreement.slug}.pdf")
    decide(agreement, AgreementDecision.Verb.OPEN_SIGNING, organisation=organisation, by=by)
    for party in parties_of(agreement):
        facts = {"agreement": agreement.titles}
        city = party.organisation
        open_task(city, kind=SIGN, facts=facts, about=party, path=page_at(city, PAGE, agreement), by=by)
    return agreement


def sign_digitally(
    party: AgreementParty, upload: File[bytes], *, said: SignedBy, by: User, scope: int | None
) -> Signature:
    """Keep a signed file for a party with all that an examination finds in it.

    It counts where nothing speaks against it, and is flagged else: no file is refused for what its signatures are.
    `said` is what the file does not say. Raises FileRefused where the file may do harm, ValidationError where nobody
    says who signed, MoveRefused where the agreement is not being signed.
    """
    document = examined_document(upload)  # before the transaction: others may write while it is looked at
    frozen = frozen_document(party.agreement)
    original = read_bytes(frozen.file) if frozen else None
    examination = examine(document.data, at=timezone.now(), original=original, trust=trusted())
    with transaction.atomic():
        agreement = _held_in_signing(party.agreement)
        signed = _signature_in(examination, party, agreement)
        signature = _signature(party, _completed(said, signed), how=Signature.How.DIGITAL, by=by)
        signature.found = findings.as_found(signed, examination.sha256) if signed else {"sha256": examination.sha256}
        signature.findings = [*_against(signature, agreement), *_in_file(examination, signed, party, signature)]
        name = download_name(upload.name or "", document.media_type)
        _keep(signature, store_bytes(document.data, document.media_type), name, scope=scope)
        _conclude(agreement, by=by)
    return signature


def record_paper(
    said: Mapping[AgreementParty, SignedBy],
    *,
    together: bool,
    scan: File[bytes] | None,
    by: User,
    scope: int | None,
) -> list[Signature]:
    """Keep what was signed on one paper: by parties of one agreement together, or by one on its own copy.

    `scan` is of that paper; without it, the signatures are flagged. Raises FileRefused, MoveRefused, and
    ValidationError where a party's signatory, office or day is missing; then nothing is kept.
    """
    examined = examined_document(scan) if scan else None
    how = Signature.How.TOGETHER if together else Signature.How.COUNTERPART
    with transaction.atomic():
        agreement = _held_in_signing(next(iter(said)).agreement)
        stored = store_bytes(examined.data, examined.media_type) if examined else None
        name = download_name(scan.name or "", examined.media_type) if scan and examined else ""
        kept = []
        for party, words in said.items():
            signature = _signature(party, words, how=how, by=by)
            signature.findings = _against(signature, agreement)
            if stored is None:
                signature.findings.append(findings.finding(findings.NO_SCAN))
            _keep(signature, stored, name, scope=scope)
            kept.append(signature)
        _conclude(agreement, by=by)
    return kept


@transaction.atomic
def attest(signature: Signature, *, reason: str, by: User, scope: int | None) -> Signature:
    """Answer for a signature that was flagged: it counts from now on, and the reason stands beside what was found.

    Raises ValidationError without a reason, or where it is not flagged.
    """
    agreement = held(signature.party.agreement)
    signature = Signature.objects.select_related("party__organisation").get(pk=signature.pk)
    if signature.state != SignatureState.FLAGGED or agreement.state not in _HELD_OUT:
        raise ValidationError(_("There is nothing to answer for in this signature any more."))
    signature.state, signature.attestation = SignatureState.ATTESTED, reasoned(reason)
    signature.attested_by, signature.attested_at = by, timezone.now()
    signature.full_clean()
    signature.save()
    trail.record("signature.attested", signature, by=by, scope=scope)
    _name_signatory(signature)
    tell_parties(
        agreement, kind="signature.attested", page=PAGE, by=by, organisation=signature.party.organisation.names
    )
    _conclude(agreement, by=by)
    return signature


@transaction.atomic
def withdraw_signature(signature: Signature, *, reason: str, by: User, scope: int | None) -> Signature:
    """Take a signature back that was recorded in error or is no longer stood by; it stays told, and counts no more.

    Where its party has signed no longer, the agreement is being signed again. Raises ValidationError without a reason.
    """
    agreement = held(signature.party.agreement)
    signature = Signature.objects.select_related("party__organisation").get(pk=signature.pk)
    if signature.state == SignatureState.WITHDRAWN:
        raise ValidationError(_("This signature was withdrawn already."))
    signature.state, signature.withdrawal = SignatureState.WITHDRAWN, reasoned(reason)
    signature.withdrawn_by, signature.withdrawn_at = by, timezone.now()
    signature.full_clean()
    signature.save()
    trail.record("signature.withdrawn", signature, by=by, scope=scope)
    tell_parties(
        agreement, kind="signature.withdrawn", page=PAGE, by=by, organisation=signature.party.organisation.names
    )
    _conclude(agreement, by=by)
    return signature


@transaction.atomic
def conclude_of(alliance: Alliance, *, by: User) -> None:
    """A party has left: what all the others have signed is signed by all."""
    for agreement in Agreement.objects.filter(alliance=alliance, state=AgreementState.SIGNING):
        _conclude(held(agreement), by=by)


def trusted() -> TrustStore:
    """The authorities that this installation knows; nobody while a file of its folder cannot be read.

    Then every signature is flagged and none is lost; the operator reads in the log which file it is.
    """
    folder = settings.TRUSTED_CERTIFICATES
    try:
        return read_trust(folder) if folder else NOBODY
    except TrustRefused:
        _logger.exception("TRUSTED_CERTIFICATES cannot be read, so that no authority is known")
        return NOBODY


def _held_in_signing(agreement: Agreement) -> Agreement:
    agreement = held(agreement)
    if agreement.state not in _HELD_OUT:
        AGREEMENT.move(agreement.state, "complete")  # refused, with what is possible instead
    return agreement


def _signature_in(examination: Examination, party: AgreementParty, agreement: Agreement) -> Signed | None:
    """The party's own field, else the last signature that belongs to nobody else: some programs make a field anew."""
    own = examination.of(signature_field(party))
    if own is not None:
        return own
    others = Signature.objects.filter(party__agreement=agreement).exclude(party=party)
    taken = {signature_field(one) for one in parties_of(agreement)} | {one.found.get("field") for one in others}
    return next((one for one in reversed(examination.signatures) if one.field not in taken), None)


def _completed(said: SignedBy, signed: Signed | None) -> SignedBy:
    if signed is None:
        return said
    moment = signed.proven_at or signed.claimed_at
    day = timezone.localdate(moment) if moment else said.signed_on
    return replace(said, name=signed.signer or said.name, office=said.office or signed.office, signed_on=day)


def _signature(party: AgreementParty, said: SignedBy, *, how: str, by: User) -> Signature:
    if said.signed_on is None:
        raise ValidationError({"signed_on": _("Say on which day it was signed.")})
    return Signature(
        party=party,
        how=how,
        name=said.name.strip() or party.signed_by,
        office=said.office.strip() or party.signed_as,
        # What a file claims is kept as it is: a day to come is among its findings.
        signed_on=said.signed_on if how == Signature.How.DIGITAL else day_of(said.signed_on, field="signed_on"),
        council_act=said.council_act.strip(),
        council_act_on=said.council_act_on,
        verification_code=said.verification_code.strip(),
        verification_url=said.verification_url,
        recorded_by=by,
    )


def _against(signature: Signature, agreement: Agreement) -> list[dict[str, Any]]:
    tabling = getattr(agreement, "tabling", None)
    agreed = timezone.localdate(tabling.version.made_at) if tabling else None
    if agreed is None or signature.signed_on >= agreed:
        return []
    return [findings.finding(findings.BEFORE_AGREED, signed=signature.signed_on, agreed=agreed)]


def _in_file(
    examination: Examination, signed: Signed | None, party: AgreementParty, signature: Signature
) -> Iterable[dict[str, Any]]:
    yield from (one.plain() for one in examination.findings)
    if signed is None:
        if examination.signatures:
            yield findings.finding(findings.NOT_IN_THE_FILE, party=signature_field(party))
        return
    yield from (one.plain() for one in signed.findings)
    same = {"found__serial_number": signed.serial_number, "found__issuer": signed.issuer}
    others = Signature.objects.filter(party__agreement=party.agreement_id, **same).exclude(party=party)
    other = others.exclude(state=SignatureState.WITHDRAWN).select_related("party__organisation").first()
    if other is not None:
        yield findings.finding(findings.SAME_CERTIFICATE, other=signature_field(other.party), signer=signature.name)


def _keep(signature: Signature, stored: StoredFile | None, name: str, *, scope: int | None) -> None:
    signature.state = SignatureState.FLAGGED if signature.findings else SignatureState.COUNTS
    signature.full_clean()
    signature.save()
    by, party = signature.recorded_by, signature.party
    if stored is not None:
        attach(stored, signature, purpose=SIGNED, by=by, name=name)
    trail.record("signature.recorded", signature, by=by, scope=scope, state=signature.state, how=signature.how)
    city = party.organisation
    if signature.counts:
        _name_signatory(signature)
        tell_parties(party.agreement, kind="agreement.party-signed", page=PAGE, by=by, organisation=city.names)
        return
    facts = {"agreement": party.agreement.titles}
    path = page_at(city, PAGE, party.agreement)
    open_task(city, kind="signature.clarify", facts=facts, about=party, path=path, by=by)
    tell_parties(party.agreement, kind="signature.flagged", page=PAGE, by=by, organisation=city.names)


def _name_signatory(signature: Signature) -> None:
    party = signature.party
    party.signed_by, party.signed_as = signature.name, signature.office
    party.save(update_fields=["signed_by", "signed_as"])


def _conclude(agreement: Agreement, *, by: User) -> None:
    """All have signed, or no longer: the state follows, and the day of the last signature."""
    index_agreement(agreement)  # it is found by who signed it
    standing = standings(agreement)
    for one in standing:
        for kind in (SIGN, "signature.clarify") if one.has_signed else ():
            finish_tasks_about(one.party, kind=kind, by=by)
    together = 1 if agreement.kind in BEGUN_ALONE else PARTIES  # whoever is left alone has agreed with nobody
    if len(standing) >= together and all(one.has_signed for one in standing):
        counting = Signature.objects.filter(party__in=[one.party for one in standing], state__in=COUNTING)
        agreement.signed = partial(max(counting.values_list("signed_on", flat=True)))
        agreement.starts = agreement.starts or agreement.signed
        is_new = agreement.state == AgreementState.SIGNING
        if is_new:
            agreement.state = AGREEMENT.move(agreement.state, "complete")
        agreement.save(update_fields=["signed", "starts", "state"])
        if is_new:
            publish_texts(*agreement.articles.all())  # everybody reads them once the agreement is public
            trail.record("agreement.signed", agreement, by=by, scope=agreement.network_id)
            tell_parties(agreement, kind="agreement.signed", page=PAGE, by=by)
            _ask_what_comes_after(agreement, by=by)
    elif agreement.state == AgreementState.SIGNED:
        agreement.state = AGREEMENT.move(agreement.state, "reopen-signing")
        agreement.signed, agreement.published = None, False  # what binds nobody is not shown as if it did
        agreement.save(update_fields=["signed", "state", "published"])
        trail.record("agreement.signing-reopened", agreement, by=by, scope=agreement.network_id)


def _ask_what_comes_after(agreement: Agreement, *, by: User) -> None:
    for one in asked(agreement):
        if one.rule.after_signing and not one.is_settled:
            city = one.party.organisation
            facts = {"agreement": agreement.titles, "authority": one.rule.authorities, "what": one.rule.titles}
            path = page_at(city, "approvals", agreement)
            open_task(city, kind="approval.after", facts=facts, about=one.party, path=path, by=by)
