"""Who has signed, how, under which act, what was found in the files, and what is still to be clarified."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.alliances.approvals import open_before_signing
from entreciudades.alliances.findings import in_words
from entreciudades.alliances.models import Signature
from entreciudades.alliances.models.signing import SignatureState
from entreciudades.alliances.rules import ANSWER_FOR
from entreciudades.alliances.signatures import SIGNED, Standing, latest_file, standings
from entreciudades.alliances.states import AgreementState
from entreciudades.core.files import attachments_of
from entreciudades.core.models import Attachment
from entreciudades.web.agreements.places import Place
from entreciudades.web.files import address_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A signature with what speaks against it, in words, its file, and where it is answered for or taken back."""

    signature: Signature
    findings: list[str]
    file: Attachment | None
    file_address: str
    attest: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class Line:
    """A party with its signatures, and where it hands in another ("" for nowhere here)."""

    standing: Standing
    signatures: list[Shown]
    digital: str
    paper: str


def show(place: Place) -> HttpResponse:
    """Party by party, the file to sign above them."""
    agreement = place.agreement
    lines = lines_of(place)
    file = latest_file(agreement)
    page = {
        "title": _("Signatures"),
        "lines": lines,
        "signed": sum(line.standing.has_signed for line in lines),
        "open": open_before_signing(agreement) if agreement.state == AgreementState.AGREED else [],
        "file": file,
        "file_address": address_of(file) if file else "",
        "opens": place.is_decider and agreement.state == AgreementState.AGREED,
        "is_signing": agreement.state == AgreementState.SIGNING,
        "own": next((line for line in lines if line.digital and not line.standing.has_signed), None),
    }
    return render(place.request, "agreements/signatures.html", place.about | page)


def lines_of(place: Place) -> list[Line]:
    """Each party with its signatures, as whoever asks may act on them."""
    return [_line(place, one) for one in standings(place.agreement)]


def _line(place: Place, standing: Standing) -> Line:
    party = standing.party
    party.agreement = place.agreement
    signs = place.is_decider and place.acts_for(party) and place.agreement.state == AgreementState.SIGNING
    return Line(
        standing,
        [_shown(place, one, standing) for one in standing.signatures],
        place.at("agreement-sign", party.pk) if signs else "",
        place.at("agreement-sign-paper", party.pk) if signs else "",
    )


def _shown(place: Place, signature: Signature, standing: Standing) -> Shown:
    file = attachments_of(signature, SIGNED).last()
    acts = place.is_decider and place.acts_for(standing.party)
    flagged, gone = (signature.state == state for state in (SignatureState.FLAGGED, SignatureState.WITHDRAWN))
    answers = acts and flagged and ANSWER_FOR.predicate(place.request.user, standing.party)
    language = get_language() or "es"
    return Shown(
        signature,
        [in_words(one, language) for one in signature.findings],
        file,
        address_of(file) if file else "",
        place.at("agreement-signature-act", signature.pk, "attest") if answers else "",
        place.at("agreement-signature-act", signature.pk, "withdraw") if acts and not gone else "",
    )
