"""What is kept of people for a time and then forgotten; `processes.retention` runs it every day."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from entreciudades.accounts.models import User
from entreciudades.actors.models import Absence, Handover, Invitation, Person, Promise
from entreciudades.actors.querysets import InvitationQuerySet
from entreciudades.actors.services import anonymise_people
from entreciudades.actors.team import withdraw_invitation
from entreciudades.core import trail
from entreciudades.core.dates import PartialDate
from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of

KEEP: Final = dt.timedelta(days=365)
"""After a mandate, an absence, an invitation or a handover has ended, or a promise was kept."""


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
    # A handover that waits for one of them would wait for ever.
    for waiting in Invitation.objects.open().filter(expires_at__date__lt=limit):
        withdraw_invitation(waiting, by=None)
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
    Invitation.objects.bulk_update(rows, ["email", "name"])
    trail.record_each("invitation.anonymised", [(row, row.organisation_id) for row in rows], by=by)
    return len(rows)


def forget_past_absences(today: dt.date) -> int:
    """Delete absences that ended longer ago than KEEP; return how many."""
    return Absence.objects.filter(ends__lt=today - KEEP).delete()[0]


@transaction.atomic
def forget_handover_notes(today: dt.date) -> int:
    """Empty what a successor should know, of handovers done longer ago than KEEP; return how many."""
    done = Handover.objects.filter(done_at__date__lt=today - KEEP).exclude(note="")
    trail.record_each("handover.note_forgotten", [(row, row.organisation_id) for row in done], by=None)
    return done.update(note="")


@transaction.atomic
def forget_kept_promises(today: dt.date) -> int:
    """Empty to whom something was promised that was kept, and that nobody touched for KEEP; return how many."""
    events = AuditEvent.objects.filter(object_kind=kind_of(Promise), object_id=OuterRef("pk"))
    late = events.filter(at__date__gte=today - KEEP)
    kept = Promise.objects.filter(Exists(events), ~Exists(late), is_kept=True).exclude(to_whom="")
    found = list(kept)
    trail.record_each("promise.anonymised", [(row, row.organisation_id) for row in found], by=None)
    return Promise.objects.filter(pk__in=[row.pk for row in found]).update(to_whom="")
