"""What is kept of people for a time and then forgotten; `processes.retention` runs it every day."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q

from entreciudades.accounts.models import User
from entreciudades.actors.models import Absence, Invitation, Person
from entreciudades.actors.querysets import InvitationQuerySet
from entreciudades.actors.services import anonymise_people
from entreciudades.actors.team import withdraw_invitation
from entreciudades.core import trail
from entreciudades.core.dates import PartialDate

KEEP: Final = dt.timedelta(days=365)
"""After a mandate, an absence or an invitation has ended."""


@transaction.atomic
def forget_former_people(today: dt.date) -> int:
    """Take the personal data from people whose mandate ended longer ago than KEEP; return how many."""
    limit = PartialDate.parse((today - KEEP).isoformat())
    ended = Person.objects.filter(ends__isnull=False).exclude(name="").only("ends")
    former = [person.pk for person in ended.iterator() if person.ends and person.ends.is_over_before(limit)]
    return anonymise_people(Person.objects.filter(pk__in=former), by=None)


@transaction.atomic
def forget_ended_invitations(today: dt.date) -> int:
    """Take name and address from invitations that ended longer ago than KEEP; return how many. That they were stays."""
    limit = today - KEEP
    ended = Q(accepted_at__date__lt=limit) | Q(withdrawn_at__date__lt=limit) | Q(expires_at__date__lt=limit)
    return _forget(Invitation.objects.filter(ended).exclude(email=""), by=None)


@transaction.atomic
def forget_invited(email: str, *, by: User | None) -> int:
    """Take name and address from the invitations to a person; one that waits is withdrawn. Return how many."""
    for waiting in Invitation.objects.open().filter(email=email):
        withdraw_invitation(waiting, by=by)
    return _forget(Invitation.objects.filter(email=email), by=by)


def _forget(invitations: InvitationQuerySet, *, by: User | None) -> int:
    rows = list(invitations.select_for_update())
    for row in rows:
        row.email = row.name = ""
        row.withdrawn_at = row.withdrawn_at or (None if row.accepted_at else row.expires_at)
    Invitation.objects.bulk_update(rows, ["email", "name", "withdrawn_at"])
    trail.record_each("invitation.anonymised", [(row, row.organisation_id) for row in rows], by=by)
    return len(rows)


def forget_past_absences(today: dt.date) -> int:
    """Delete absences that ended longer ago than KEEP; return how many."""
    return Absence.objects.filter(ends__lt=today - KEEP).delete()[0]
