"""What the services between admission and alliance share: the call held for as long as they act, cities told."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Call
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


def held(call: Call) -> Call:
    """The call as it stands, locked until the transaction ends: what concerns two cities happens one at a time."""
    locked = Call.objects.select_for_update(of=("self",)).select_related("network", "methodology")
    return locked.get(pk=call.pk)


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


def tell_office(call: Call, *, kind: str, facts: Mapping[str, Any], page: str, by: User | None) -> None:
    """Tell the secretariat of the call's network; the notice leads to a page of the call in the office."""
    network = call.network
    path = reverse(f"office:call-{page}", args=[network.slug, call.slug])
    notify(leaders_of(network), kind=kind, facts=facts, path=path, by=by, scope=network)
