"""What no data can tell is attested by a person, with what bears it out."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.models import AllianceStage, Attestation, Seat
from entreciudades.alliances.pack import part_of, stage_of
from entreciudades.alliances.services.telling import decide, held_open
from entreciudades.alliances.states import SeatState
from entreciudades.core.files import add_document
from entreciudades.core.parts import put_row

#: What the documents that bear out an attestation hang on it for.
EVIDENCE = "evidence"


@transaction.atomic
def attest(
    stage: AllianceStage, *, requirement: str, seat: Seat | None, note: str, evidence: File[bytes] | None, by: User
) -> Attestation:
    """Say that what the gate of a stage asks is so, with a document or a note as the methodology demands.

    `seat` is the party for which it is said where each is asked; else it is kept for whom one acts, in the trail.
    Raises FileRefused, and ValidationError on "requirement" where the gate asks for nothing of the kind or it was
    attested already, on "seat", "evidence" or "note", and where the stage is over.
    """
    row = held_open(stage)
    alliance = row.alliance
    asked = next((one for one in part_of(alliance).required_by(stage_of(row)) if one.key == requirement), None)
    if asked is None or asked.kind != "attested":
        raise ValidationError({"requirement": _("The gate of this stage does not ask anybody to attest this.")})
    scope = alliance.network_id if seat is None else seat.organisation_id
    if seat is not None and (seat.alliance_id, seat.state) != (alliance.pk, SeatState.PRESENT):
        raise ValidationError({"seat": _("Only parties that take part in the alliance do this.")})
    of_each = asked.by == "every-coordinator"
    if of_each and seat is None:
        raise ValidationError({"seat": _("Each party attests this for itself.")})
    if asked.evidence == "document" and evidence is None:
        raise ValidationError({"evidence": _("Add the document that bears it out.")})
    if asked.evidence == "note" and not note.strip():
        raise ValidationError({"note": _("Say what bears it out.")})
    said_for = seat if of_each else None
    if row.attestations.filter(requirement=requirement, seat=said_for, withdrawn_at=None).exists():
        raise ValidationError({"requirement": _("This was attested already.")})
    attestation = Attestation(stage=row, requirement=requirement, seat=said_for, note=note.strip(), attested_by=by)
    put_row(attestation)
    if evidence is not None:
        add_document(attestation, evidence, purpose=EVIDENCE, by=by, scope=scope)
    decide(alliance, "attest", by=by, scope=scope, stage=row.key, requirement=requirement)
    return attestation


@transaction.atomic
def withdraw(attestation: Attestation, *, by: User) -> Attestation:
    """Take it back; that it was said stays in the history. Raises ValidationError where the stage is over."""
    row = held_open(attestation.stage)
    attestation = row.attestations.get(pk=attestation.pk)
    if attestation.withdrawn_at is None:
        attestation.withdrawn_at = timezone.now()
        put_row(attestation)
        decide(row.alliance, "withdraw-attestation", by=by, stage=row.key, requirement=attestation.requirement)
    return attestation
