"""Agreements that come to their end, or renew themselves, are told half a year, three months and a month ahead."""

import datetime as dt
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.services.agreement_telling import page_at
from entreciudades.alliances.signatures import bound_parties
from entreciudades.alliances.validity import ALIVE, Deadline, deadline_of
from entreciudades.core.refs import kind_of
from entreciudades.core.worker import attempt
from entreciudades.notices.models import Notice, Task
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify, open_task

#: Days ahead of which each is told, once.
AHEAD: Final = (30, 90, 180)


def tell_of_ends(today: dt.date | None = None) -> int:
    """Tell the parties of each agreement by when they have to decide; return how many were told.

    First by a task, which is told when it is opened; then, as long as nobody has done it, by a notice at each step. One
    that fails keeps no other from being told.
    """
    today = today or timezone.localdate()
    rows = Agreement.objects.filter(state__in=ALIVE).exclude(ends=None)
    told = 0
    for agreement in rows:
        deadline = deadline_of(agreement)
        if deadline is None:
            continue
        left = (deadline.day - today).days
        step = next((days for days in AHEAD if 0 <= left <= days), None)
        if step is not None:
            for party in bound_parties(agreement):
                told += attempt(partial(_tell, agreement, party.organisation, deadline, step)) or 0
    return told


@transaction.atomic
def _tell(agreement: Agreement, city: Organisation, deadline: Deadline, step: int) -> int:
    Organisation.objects.select_for_update(no_key=True).get(pk=city.pk)  # so that two workers do not tell it twice
    kind = "agreement.renews" if deadline.renews else "agreement.ends"
    notice = "agreement.near-notice" if deadline.renews else "agreement.near-end"
    of_day = f"{kind_of(agreement)}:{agreement.pk}:{deadline.day}"
    mark = f"{of_day}:{step}"  # a date that is moved is told anew
    tasks = Task.objects.filter(organisation=city, kind=kind, facts__of=of_day)
    is_open = tasks.filter(done_at=None).exists()
    if Notice.objects.filter(scope=city, facts__mark=mark).exists() or tasks.filter(facts__mark=mark).exists():
        return 0
    if tasks.exists() and not is_open:
        return 0  # they have decided
    facts = {"agreement": agreement.titles, "date": deadline.day}
    path = page_at(city, "validity", agreement)
    if is_open:
        return notify(leaders_of(city), kind=notice, facts=facts | {"mark": mark}, path=path, by=None, scope=city)
    marked = facts | {"mark": mark, "of": of_day}
    open_task(city, kind=kind, facts=marked, about=agreement, path=path, due=deadline.day, by=None)
    return len(leaders_of(city))
