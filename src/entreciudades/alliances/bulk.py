"""Many agreements at once, as an import writes them: the acts of `services` with a few queries for all.

Fields are checked by whoever brings the rows; the constraints of the database hold all the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Agreement, AgreementParty
from entreciudades.alliances.services import Signature
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.parts import AT_ONCE, put_links
from entreciudades.core.slugs import give_slugs


@dataclass(slots=True)
class Recorded:
    """An agreement to be stored, and what is said of it: its parties in order, who signed for each, its themes.

    None leaves them as they stand. Parties are keys of organisations, themes those of terms.
    """

    agreement: Agreement
    parties: Sequence[int] | None = None
    signatures: Mapping[int, Signature] | None = None
    themes: Collection[str] | None = None


@transaction.atomic
def record_agreements(recorded: Sequence[Recorded], *, by: User, scope: int) -> list[Agreement]:
    """Add agreements that are new and change those that are there; return the new ones, in order."""
    rows = [one.agreement for one in recorded]
    new = [row for row in rows if row.pk is None]
    there = [row for row in rows if row.pk is not None]
    give_slugs(Agreement, [(row, label(row.titles).text) for row in new])
    Agreement.objects.bulk_create(new, batch_size=AT_ONCE)
    fields = [one.name for one in Agreement._meta.concrete_fields if not one.primary_key]
    if there:
        # They are there and whole: to write them over is many times faster than a CASE for each field.
        Agreement.objects.bulk_create(
            there, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
    _put_parties(recorded)
    put_links(Agreement, "themes", {one.agreement.pk: one.themes for one in recorded if one.themes is not None})
    for verb, some in (("added", new), ("changed", there)):
        trail.record_each(f"agreement.{verb}", [(row, scope) for row in some], by=by)
    return new


@transaction.atomic
def remove_agreements(rows: Sequence[Agreement], *, by: User, scope: int) -> None:
    """Take agreements away on which nothing rests. Raises ProtectedError where something does."""
    trail.record_each("agreement.removed", [(row, scope) for row in rows], by=by)
    for begin in range(0, len(rows), AT_ONCE):
        Agreement.objects.filter(pk__in=[row.pk for row in rows[begin : begin + AT_ONCE]]).delete()


def _put_parties(recorded: Sequence[Recorded]) -> None:
    """Parties that go are deleted; the others keep who signed for them, unless that is said anew."""
    said = [one for one in recorded if one.parties is not None or one.signatures is not None]
    there: dict[int, dict[int, AgreementParty]] = {one.agreement.pk: {} for one in said}
    for some in _some(there):
        for party in AgreementParty.objects.filter(agreement__in=some).order_by("position", "id"):
            there[party.agreement_id][party.organisation_id] = party
    new: list[AgreementParty] = []
    changed: list[AgreementParty] = []
    gone: list[int] = []
    for one in said:
        before = there[one.agreement.pk]
        parties = list(before) if one.parties is None else one.parties
        gone += [row.pk for organisation, row in before.items() if organisation not in parties]
        for position, organisation in enumerate(parties, start=1):
            stands = before.get(organisation)
            row = stands or AgreementParty(agreement=one.agreement, organisation_id=organisation)
            row.position = position
            if one.signatures is not None:
                row.signed_by, row.signed_as = one.signatures.get(organisation, Signature("", ""))
            (changed if stands else new).append(row)
    for some in _some(gone):
        AgreementParty.objects.filter(pk__in=some).delete()
    AgreementParty.objects.bulk_create(new, batch_size=AT_ONCE)
    AgreementParty.objects.bulk_update(changed, ["position", "signed_by", "signed_as"], batch_size=AT_ONCE)


def _some(pks: Collection[int]) -> list[list[int]]:
    listed = list(pks)
    return [listed[begin : begin + AT_ONCE] for begin in range(0, len(listed), AT_ONCE)]
