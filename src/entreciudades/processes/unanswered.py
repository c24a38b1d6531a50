"""Who has not answered a network's secretariat: invitations, memberships, requests and reminders, the oldest first."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max
from django.utils import timezone

from entreciudades.actors.models import Invitation, NetworkMember, Organisation
from entreciudades.contributions.models import Request
from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of
from entreciudades.programmes.models import Programme


class Asked(StrEnum):
    """What was asked."""

    INVITATION = "invitation"
    MEMBERSHIP = "membership"
    REQUEST = "request"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something asked and not answered: of which organisation, of whom by name, about what, since when, until when."""

    asked: Asked
    organisation: Organisation
    whom: str
    about: Invitation | NetworkMember | Request | Programme
    since: dt.datetime | None
    until: dt.date | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""
        return self.until is not None and self.until < timezone.localdate()


def unanswered(network: Organisation, last_changes: Mapping[int, dt.datetime | None]) -> list[Unanswered]:
    """What a network waits for; `last_changes` says when its programmes were last written at.

    Of member cities only what the secretariat itself asked: what a city asks of others is the city's. Four questions.
    """
    found = [
        *_invitations(network), *_memberships(network), *_requests(network), *_reminders(network, last_changes)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.since is not None, one.since or timezone.now()))


def _invitations(network: Organisation) -> Iterable[Unanswered]:
    cared = Organisation.objects.in_care_of(network).values("pk")
    rows = Invitation.objects.open().filter(organisation__in=[network.pk]) | Invitation.objects.open().filter(
        organisation__in=cared, role="coordinator"
    )
    for row in rows.select_related("organisation"):
        yield Unanswered(Asked.INVITATION, row.organisation, row.name, row, row.sent_at, row.expires_at.date())


def _memberships(network: Organisation) -> Iterable[Unanswered]:
    has_answered_for_it = Organisation.objects.without_coordinator().values("pk")
    rows = NetworkMember.objects.pending().filter(network=network).exclude(organisation__in=has_answered_for_it)
    for row in rows.select_related("organisation"):
        yield Unanswered(Asked.MEMBERSHIP, row.organisation, "", row, None)


def _requests(network: Organisation) -> Iterable[Unanswered]:
    for row in Request.objects.waiting().filter(organisation=network):
        yield Unanswered(Asked.REQUEST, network, row.to_name, row, row.reminded_at or row.created_at, row.due)


def _reminders(network: Organisation, last_changes: Mapping[int, dt.datetime | None]) -> Iterable[Unanswered]:
    """Programmes of which nothing was written since they were last reminded."""
    told = AuditEvent.objects.filter(verb="programme.reminded", object_kind=kind_of(Programme), scope=network.pk)
    latest = dict(told.order_by().values_list("object_id").annotate(at=Max("at")))
    still = [pk for pk, at in latest.items() if pk in last_changes and (last_changes[pk] or at) <= at]
    for row in Programme.objects.filter(pk__in=still).select_related("holder"):
        yield Unanswered(Asked.REMINDER, row.holder, "", row, latest[row.pk])
