"""The act at which an agreement is signed is prepared: where and when, its points, who signs for whom and when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Agreement, AgreementParty, Ceremony
from entreciudades.alliances.services.between_parties import held
from entreciudades.alliances.states import AgreementState
from entreciudades.core import trail

#: States in which there is an act to prepare.
BEFORE = (AgreementState.DRAFTING, AgreementState.TABLED, AgreementState.AGREED, AgreementState.SIGNING)


@dataclass(frozen=True, slots=True)
class Signs:
    """Who signs for a party: their name, office, how protocol calls them, and as which number."""

    signed_by: str = ""
    signed_as: str = ""
    protocol_title: str = ""
    signs_as_number: int | None = None


@transaction.atomic
def prepare(
    agreement: Agreement,
    *,
    place: str,
    held_on: dt.date | None,
    begins: dt.time | None,
    agenda: str,
    signing: Mapping[AgreementParty, Signs],
    by: User,
    scope: int | None,
) -> Ceremony:
    """Keep the act and who signs at it.

    Raises ValidationError once all have signed, and where two sign as one number.
    """
    agreement = held(agreement)
    if agreement.state not in BEFORE:
        raise ValidationError(_("All have signed: there is no act to prepare any more."))
    numbers = [one.signs_as_number for one in signing.values() if one.signs_as_number is not None]
    if twice := sorted(number for number in set(numbers) if numbers.count(number) > 1):
        raise ValidationError(_("Two parties sign as number %(number)s: say who is first.") % {"number": twice[0]})
    ceremony = Ceremony.objects.filter(agreement=agreement).first() or Ceremony(agreement=agreement)
    ceremony.place, ceremony.held_on, ceremony.begins = place.strip(), held_on, begins
    ceremony.agenda = agenda.strip()
    ceremony.full_clean()
    ceremony.save()
    for party, signs in signing.items():
        for name, value in asdict(signs).items():
            setattr(party, name, value)
        party.full_clean()
        party.save(update_fields=list(asdict(signs)))
    trail.record("ceremony.prepared", ceremony, by=by, scope=scope)
    return ceremony
