"""The secretariat asks a city to mend its application, within a term of its own (*subsanación*)."""

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, MendRequest
from entreciudades.calls.services.telling import held
from entreciudades.calls.states import ApplicationState, CallState
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import DOCUMENT, PARTS, TEXT, hold, is_in_time
from entreciudades.core import trail
from entreciudades.core.models import AuditEvent
from entreciudades.core.parts import put_row
from entreciudades.core.refs import kind_of
from entreciudades.core.worker import attempt
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import finish_tasks_about, notify, open_task

MEND: Final = "application.mend"
"""The task of the city."""
LAPSED: Final = "application.mend_lapsed"


def items_of(application: Application) -> tuple[str, ...]:
    """Everything that a city may be asked to mend, in the order of the application."""
    terms = terms_of(application.call)
    left_out = {"budget"} if terms.grant is None else set()
    left_out |= set() if terms.group else {"group"}
    return (
        *(one for one in PARTS if one not in left_out),
        *(f"{TEXT}{one.key}" for one in terms.questions),
        *(f"{DOCUMENT}{one.key}" for one in terms.documents),
    )


@transaction.atomic
def ask_to_mend(
    application: Application, *, asks: str, items: Collection[str], due_at: dt.datetime, by: User
) -> MendRequest:
    """Open these items of an application to its city until a moment; the city has it as a task.

    Raises ValidationError: before the deadline, when the city may change all anyway, once the call is decided, for an
    application that has not arrived, while another request is open, for a term that is over or an unknown item.
    """
    held(application.call)  # so that its admission is not published meanwhile
    hold(application)
    call, now = application.call, timezone.now()
    if application.state != ApplicationState.SUBMITTED:
        raise ValidationError(_("This application is not submitted."))
    if call.state not in {CallState.OPEN, CallState.UNDER_REVIEW}:
        raise ValidationError(_("The call is decided: nothing can be mended any more."))
    if call.state == CallState.OPEN and is_in_time(now, call.closes_at):
        raise ValidationError(_("The deadline is not over yet: until then the city may change everything."))
    if due_at <= now:
        raise ValidationError({"due_at": _("This is over already.")})
    if application.mend_requests.open_at(now).exists():
        raise ValidationError(_("The city is mending its application already."))
    known = items_of(application)
    if not items or not set(items) <= set(known):
        raise ValidationError({"items": _("Choose what may be changed.")})
    chosen = [one for one in known if one in items]
    request = MendRequest(application=application, asks=asks.strip(), items=chosen, due_at=due_at, asked_by=by)
    put_row(request)
    trail.record("application.mend_asked", application, by=by, scope=call.network_id, request=request.pk, items=chosen)
    city = application.applicant
    open_task(
        city,
        kind=MEND,
        facts={"call": call.titles},
        path=reverse("desk:application", args=[city.slug, application.pk]),
        about=request,
        due=due_at.astimezone(ZoneInfo(call.zone)).date(),
        by=by,
    )
    return request


def lapse_requests(now: dt.datetime | None = None) -> int:
    """End the tasks of requests whose term is over without an answer, and tell both sides, once; return how many."""
    moment = now or timezone.now()
    rows = _overdue(moment).select_related("application__call__network", "application__applicant")
    return sum(attempt(partial(_lapse, request, moment)) or 0 for request in rows)


def _overdue(moment: dt.datetime) -> QuerySet[MendRequest]:
    """Those that nobody answered and of which nobody was told so."""
    told = AuditEvent.objects.filter(verb=LAPSED, object_kind=kind_of(MendRequest)).values("object_id")
    rows = MendRequest.objects.lapsed_at(moment)
    return rows.exclude(application__state=ApplicationState.WITHDRAWN).exclude(pk__in=told)


@transaction.atomic
def _lapse(request: MendRequest, moment: dt.datetime) -> bool:
    hold(request.application)
    if not _overdue(moment).filter(pk=request.pk).exists():
        return False
    call, city = request.application.call, request.application.applicant
    trail.record(LAPSED, request, by=None, scope=call.network_id)
    finish_tasks_about(request, by=None)
    facts = {"organisation": city.names, "call": call.titles}
    office = reverse("office:call-application", args=[call.network.slug, call.slug, request.application_id])
    desk = reverse("desk:application", args=[city.slug, request.application_id])
    for organisation, path in ((call.network, office), (city, desk)):
        people = leaders_of(organisation)
        notify(people, kind="application.mend-lapsed", facts=facts, path=path, by=None, scope=organisation)
    return True
