"""What is kept of who travelled, and for how long; `processes.retention` runs it every day."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.exchanges.models import Traveller

KEEP: Final = dt.timedelta(days=2 * 365)
"""After an exchange was over, or was planned without a day."""


@transaction.atomic
def forget_old_travellers(today: dt.date) -> int:
    """Delete the names of who came to exchanges that were over longer ago than KEEP; return how many.

    How many they were stays with the city that came.
    """
    limit = today - KEEP
    undated = Q(guest__exchange__ends=None, guest__exchange__planned_at__date__lt=limit)
    return _forget(Traveller.objects.filter(Q(guest__exchange__ends__lt=limit) | undated), by=None)


@transaction.atomic
def forget_traveller(email: str, *, by: User | None) -> int:
    """Delete what is said of a person as a traveller; return how many times. That somebody came stays."""
    return _forget(Traveller.objects.filter(person__email__iexact=email.strip()), by=by)


def _forget(travellers: "QuerySet[Traveller]", *, by: User | None) -> int:
    rows = list(travellers.select_related("guest").select_for_update(of=("self",)))
    trail.record_each("traveller.forgotten", [(one, one.guest.organisation_id) for one in rows], by=by)
    Traveller.objects.filter(pk__in=[one.pk for one in rows]).delete()
    return len(rows)
