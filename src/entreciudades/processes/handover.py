"""Somebody leaves an organisation, and who goes on finds everything: tasks, drafts, requests, contacts, promises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors import team
from entreciudades.actors.models import Handover, Invitation, Organisation, Person, Promise
from entreciudades.calls.services.assessment import release_reviews
from entreciudades.contributions.models import Request
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.notices.models import Task
from entreciudades.notices.services import change_task, notify
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Activity, Programme


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody holds in an organisation, list by list."""

    tasks: tuple[Task, ...]
    requests: tuple[Request, ...]
    drafts: tuple[Text, ...]
    contacts: tuple[Person, ...]
    promises: tuple[Promise, ...]
    invitations: tuple[Invitation, ...]


def held_by(user: User, organisation: Organisation) -> Held:
    """What one page of a handover lists; as many questions whoever it is."""
    return Held(
        tasks=tuple(Task.objects.open().filter(organisation=organisation, owner=user).urgent_first()),
        requests=tuple(_unsettled(organisation, user)),
        drafts=tuple(drafts_of(user, organisation)),
        contacts=tuple(organisation.people.filter(kept_by=user)),
        promises=tuple(organisation.promises.filter(kept_by=user, is_kept=False)),
        invitations=tuple(organisation.invitations.open().filter(invited_by=user)),
    )


def drafts_of(user: User, organisation: Organisation) -> QuerySet[Text]:
    """Texts of the organisation that they wrote last, and that the public does not read so yet; the latest first."""
    programmes = Programme.objects.held_by(organisation)
    owned: tuple[tuple[type[models.Model], QuerySet[models.Model]], ...] = (
        (Organisation, Organisation.objects.filter(pk=organisation.pk)),
        (Programme, programmes),
        (Activity, Activity.objects.filter(programme__in=programmes)),
        (Practice, Practice.objects.filter(organisation=organisation)),
    )
    wanted = Q(pk__in=())
    for model, rows in owned:
        wanted |= Q(object_kind=kind_of(model), object_id__in=rows.order_by().values("pk"))
    unread = Q(published_body=None) | ~Q(body=models.F("published_body"))
    return Text.objects.filter(wanted & unread, updated_by=user).order_by("-updated_at", "pk")


@transaction.atomic
def hand_over(handover: Handover, *, by: User) -> Handover:
    """Somebody leaves: all that they held is the successor's and their roles end, in one act.

    Where the successor has been invited and not come yet, that happens when they accept. Raises ValidationError as
    `actors.team.ask_handover`, and where the invitation is over: nobody would ever come.
    """
    if handover.invitation:
        team.hold(handover.invitation)
    handover = team.ask_handover(handover, by=by)
    if handover.successor:
        hand_over_to(handover, successor=handover.successor, by=by)
    return handover


@transaction.atomic
def hand_over_to(handover: Handover, *, successor: User, by: User) -> None:
    """Move everything to whoever goes on, end the leaver's roles, and tell the successor."""
    moved = {name: move(handover, successor, by) for name, move in MOVES.items()}
    team.close_handover(handover, successor=successor, by=by, **moved)
    organisation = handover.organisation
    release_reviews(handover.leaver, organisation, by=by)  # the successor reviews nothing that was not given to them
    facts = {"name": handover.leaver.get_full_name(), "organisation": organisation.names}
    path = reverse("desk:handover", args=[organisation.slug, handover.pk])
    notify([successor], kind="handover.done", facts=facts, path=path, by=None, scope=organisation)


def _tasks(handover: Handover, successor: User, by: User) -> int:
    tasks = list(Task.objects.open().filter(organisation=handover.organisation, owner=handover.leaver))
    for task in tasks:
        change_task(task, owner=successor, due=task.due, by=by)
    return len(tasks)


def _unsettled(organisation: Organisation, user: User) -> QuerySet[Request]:
    """What they asked of others and nobody has answered, or no one has looked through."""
    return Request.objects.filter(organisation=organisation, asked_by=user, state__in=("asked", "answered"))


def _requests(handover: Handover, successor: User, _by: User) -> int:
    return _unsettled(handover.organisation, handover.leaver).update(asked_by=successor)


def _contacts(handover: Handover, successor: User, _by: User) -> int:
    return handover.organisation.people.filter(kept_by=handover.leaver).update(kept_by=successor)


def _promises(handover: Handover, successor: User, _by: User) -> int:
    return handover.organisation.promises.filter(kept_by=handover.leaver, is_kept=False).update(kept_by=successor)


def _invitations(handover: Handover, successor: User, _by: User) -> int:
    open_ones = handover.organisation.invitations.open().filter(invited_by=handover.leaver)
    return open_ones.update(invited_by=successor)


#: What moves -> how; each says how many rows it moved. Drafts stay where they are and are listed: texts have no owner.
MOVES: Final[dict[str, Callable[[Handover, User, User], int]]] = {
    "tasks": _tasks,
    "requests": _requests,
    "contacts": _contacts,
    "promises": _promises,
    "invitations": _invitations,
}
