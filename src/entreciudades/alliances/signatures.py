"""Who has to sign an agreement, who has, and what is still to be clarified. Asks; changes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from entreciudades.alliances.models import Agreement, AgreementParty, Signature
from entreciudades.alliances.models.signing import SignatureState
from entreciudades.alliances.wording import parties_of
from entreciudades.core.files import attachments_of
from entreciudades.core.models import Attachment

#: Purpose of the file that is signed, on its agreement; of what came back, on each signature.
FROZEN, SIGNED = "frozen", "signed"
COUNTING = (SignatureState.COUNTS, SignatureState.ATTESTED)


def signature_field(party: AgreementParty) -> str:
    """The name of a party's field in the file that is signed."""
    return party.organisation.slug


@dataclass(frozen=True, slots=True)
class Standing:
    """A party with its signatures, the oldest first."""

    party: AgreementParty
    signatures: Sequence[Signature]

    @property
    def has_signed(self) -> bool:
        """Whether one of them counts."""
        return any(one.counts for one in self.signatures)

    @property
    def to_clarify(self) -> list[Signature]:
        """Those for which somebody has to answer before they count; none where another counts."""
        return [] if self.has_signed else [one for one in self.signatures if one.state == SignatureState.FLAGGED]


def standings(agreement: Agreement) -> list[Standing]:
    """Every party that has to sign or has signed, in order; three queries.

    One that has left the alliance has to sign no more, and stays bound by what it signed.
    """
    rows: dict[int, list[Signature]] = defaultdict(list)
    people = ("recorded_by", "attested_by", "withdrawn_by")
    for one in Signature.objects.filter(party__agreement=agreement).select_related(*people).order_by("id"):
        rows[one.party_id].append(one)
    there = {party.pk for party in parties_of(agreement)}
    every = [Standing(party, rows[party.pk]) for party in agreement.parties.select_related("organisation")]
    return [one for one in every if one.party.pk in there or one.has_signed]


def bound_parties(agreement: Agreement) -> list[AgreementParty]:
    """The same parties by themselves."""
    return [one.party for one in standings(agreement)]


def frozen_document(agreement: Agreement) -> Attachment | None:
    """The file that is signed; None before signing was opened."""
    return attachments_of(agreement, FROZEN).last()


def latest_file(agreement: Agreement) -> Attachment | None:
    """The file that who signs digitally next takes: the last handed in that counts, else as it was frozen."""
    counting = Signature.objects.filter(party__agreement=agreement, how=Signature.How.DIGITAL, state__in=COUNTING)
    last = counting.order_by("-id").first()
    signed = attachments_of(last, SIGNED).last() if last else None
    return signed or frozen_document(agreement)
