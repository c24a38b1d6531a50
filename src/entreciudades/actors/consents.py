"""What happens to the consent of a person to be contacted by other cities."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Consent, Person
from entreciudades.core import trail
from entreciudades.core.links import revoke_links
from entreciudades.core.parts import put_row

#: What a link is for by which a person answers for themselves.
CONSENT: Final = "consent"
#: What a link is for by which they take it back and no more: whoever gets an answer finds it there, in what is quoted.
REFUSAL: Final = "consent.refusal"


@transaction.atomic
def give_consent(
    person: Person, *, how: str, given_on: dt.date | None = None, note: str = "", by: User | None
) -> Consent:
    """Keep that a person agreed: when, how, who wrote it down.

    Raises ValidationError where one stands already, the day has not come, or the person cannot be reached.
    """
    consent = Consent(person=person, how=how, note=note, recorded_by=by, given_on=given_on or timezone.localdate())
    if consent.given_on > timezone.localdate():
        raise ValidationError({"given_on": _("This day has not come yet.")})
    if not person.email:
        raise ValidationError(_("Enter their e-mail address first: without it nobody can write to them."))
    if person.consents.standing().exists():
        raise ValidationError(_("They have agreed already."))
    put_row(consent)
    trail.record("consent.given", consent, by=by, scope=person.organisation_id, how=str(how), person=person.pk)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, *, by: User | None) -> None:
    """Keep that a person took their consent back, today; where none stands, nothing changes."""
    for consent in person.consents.standing().select_for_update():
        consent.withdrawn_on = timezone.localdate()
        consent.withdrawal_recorded_by = by
        consent.save(update_fields=["withdrawn_on", "withdrawal_recorded_by"])
        trail.record("consent.withdrawn", consent, by=by, scope=person.organisation_id, person=person.pk)


def end_consents_of_former(people: Iterable[Person], *, by: User | None) -> None:
    """End consent and links where another address is about to be stored: who agreed is not who is written to then."""
    now = {person.pk: person for person in people}
    stored = Person.objects.filter(pk__in=now).exclude(email="").only("email")
    for former in stored:
        if former.email.lower() != now[former.pk].email.lower():
            withdraw_consent(now[former.pk], by=by)
            revoke_answers(former)


def revoke_answers(person: Person) -> None:
    """Take back the links by which a person answers for themselves."""
    for purpose in (CONSENT, REFUSAL):
        revoke_links(purpose, person)
