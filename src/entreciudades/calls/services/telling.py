"""What the services of a call share: the call held for as long as they act, cities told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.calls.models import Application, Call
from entreciudades.calls.states import CallState
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


def held(call: Call) -> Call:
    """The call as it stands, locked until the transaction ends: what concerns two cities happens one at a time.

    Meanwhile cities go on writing: a row that points to the call waits for nobody (`no_key`).
    """
    locked = Call.objects.select_for_update(of=("self",), no_key=True).select_related("network", "methodology")
    return locked.get(pk=call.pk)


def held_between(call: Call) -> Call:
    """The same, for what is done between admission and pairs. Raises ValidationError at any other time."""
    call = held(call)
    if call.state not in {CallState.DECIDED, CallState.PAIRING}:
        raise ValidationError(_("This is done once the admission is decided, and until the call has finished."))
    return call


def clock_of(call: Call, moment: dt.datetime) -> dt.datetime:
    """A moment on the clock of the call, as notices tell it."""
    return moment.astimezone(ZoneInfo(call.zone))


def page_of(application: Application, page: str) -> str:
    """The address of a page of an application on the desk of its city."""
    return reverse(f"desk:application-{page}", args=[application.applicant.slug, application.pk])


def tell_cities(
    applications: Iterable[Application], *, kind: str, facts: Mapping[str, Any], page: str, by: User | None
) -> None:
    """Tell those who answer for each of these cities what happened; the notice leads to a page of its application."""
    for one in applications:
        path = page_of(one, page)
        notify(leaders_of(one.applicant), kind=kind, facts=facts, path=path, by=by, scope=one.applicant)


def tell_teams(applications: QuerySet[Application], *, kind: str, facts: Mapping[str, Any], by: User | None) -> None:
    """Tell whoever works for a city that applies, or that belongs to its group; each city of its own application."""
    cities: dict[int, int] = {}
    rows = applications.order_by("pk").values_list("pk", "applicant", "members__organisation", "members__refused_at")
    for pk, applicant, member, refused in rows:
        cities[applicant] = pk
        if member and refused is None:
            cities.setdefault(member, pk)
    people: dict[int, list[User]] = defaultdict(list)
    roles = Membership.objects.filter(organisation__in=cities, role__in=(Role.COORDINATOR, Role.COLLEAGUE))
    for role in roles.select_related("user"):
        people[role.organisation_id].append(role.user)
    for city in Organisation.objects.filter(pk__in=people):
        path = reverse("desk:application", args=[city.slug, cities[city.pk]])
        notify(people[city.pk], kind=kind, facts=facts, path=path, by=by, scope=city)


def tell_office(call: Call, *, kind: str, facts: Mapping[str, Any], page: str, by: User | None) -> None:
    """Tell the secretariat of the call's network; the notice leads to a page of the call in the office."""
    network = call.network
    path = reverse(f"office:call-{page}", args=[network.slug, call.slug])
    notify(leaders_of(network), kind=kind, facts=facts, path=path, by=by, scope=network)
