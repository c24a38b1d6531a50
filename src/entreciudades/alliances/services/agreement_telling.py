"""What the services of signing and validity share: days as agreements keep them, their parties and network told."""

import datetime as dt
from typing import Any

from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.signatures import bound_parties
from entreciudades.core.dates import PartialDate
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


def page_at(city: Organisation, name: str, agreement: Agreement) -> str:
    """The address of one of its pages at the desk of a party."""
    return reverse(f"desk:agreement-{name}", args=[city.slug, agreement.pk])


def partial(day: dt.date) -> PartialDate:
    """A day as dates of agreements are kept."""
    return PartialDate.parse(day.isoformat())


def tell_parties(agreement: Agreement, *, kind: str, page: str, by: User | None, **facts: Any) -> int:
    """Tell those who answer for the parties, and the secretariat in whose register it lies; return how many people."""
    told = {"agreement": agreement.titles} | facts
    cities = [party.organisation for party in bound_parties(agreement)]
    count = sum(_tell(city, kind, told, page_at(city, page, agreement), by) for city in cities)
    network = agreement.network
    if network is not None and network not in cities:
        count += _tell(network, kind, told, reverse("office:agreement", args=[network.slug, agreement.pk]), by)
    return count


def _tell(scope: Organisation, kind: str, facts: dict[str, Any], path: str, by: User | None) -> int:
    return notify(leaders_of(scope), kind=kind, facts=facts, path=path, by=by, scope=scope)
