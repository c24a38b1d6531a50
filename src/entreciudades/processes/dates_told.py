"""Elections that come near and mandates that end are told, once at each step, to those who prepare for them."""

from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from entreciudades.actors.models import Organisation, Person
from entreciudades.actors.upcoming import AHEAD, Coming, coming_to
from entreciudades.core.refs import kind_of
from entreciudades.core.worker import attempt
from entreciudades.notices.models import Notice
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


def tell_of_dates() -> int:
    """Tell secretariats of what comes to their members, and cities of their own; return how many were told.

    Once within half a year, once within three months, once within a month of the last day on which it may be. One that
    fails keeps no other from being told.
    """
    told = 0
    for network in Organisation.objects.networks().filter(memberships__role="secretary").distinct():
        path = reverse("office:calendar", args=[network.slug])
        told += attempt(partial(_tell, network, coming_to(*Organisation.objects.members_of(network)), path)) or 0
    for city in Organisation.objects.exclude(form="network").filter(memberships__role="coordinator").distinct():
        told += attempt(partial(_tell, city, coming_to(city), reverse("desk:organisation", args=[city.slug]))) or 0
    return told


@transaction.atomic
def _tell(scope: Organisation, rows: list[Coming], path: str) -> int:
    Organisation.objects.select_for_update(no_key=True).get(pk=scope.pk)  # so that two workers do not tell it twice
    today, told = timezone.localdate(), 0
    for one in rows:
        step = next((days for days in AHEAD if one.days(today) <= days), None)
        if step is None:
            continue
        kind = "election.near" if one.is_election else "mandate.ends"
        # A date that is moved is told anew.
        mark = f"{kind_of(one.row)}:{one.row.pk}:{one.date}:{step}"
        if Notice.objects.filter(scope=scope, kind=kind, facts__mark=mark).exists():
            continue
        name = one.row.name if isinstance(one.row, Person) else ""
        facts = {"organisation": one.organisation.names, "name": name, "date": _said(one), "mark": mark}
        told += notify(leaders_of(scope), kind=kind, facts=facts, path=path, by=None, scope=scope)
    return told


def _said(one: Coming) -> dict[str, str]:
    return {language: one.date.format(language) for language in ("es", "pt", "en")}
