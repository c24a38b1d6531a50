"""A published call is extended, changed, cancelled, finished: with a reason that stays, and every applicant is told."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.indexing import index_call
from entreciudades.calls.models import Application, Call, CallDecision
from entreciudades.calls.services.call import CHANGEABLE, SETTLED, check_call
from entreciudades.calls.services.telling import clock_of, held, tell_teams
from entreciudades.calls.states import CALL, ApplicationState, CallState
from entreciudades.core import trail
from entreciudades.core.models import Text
from entreciudades.core.parts import Opened, put_row
from entreciudades.core.texts import publish_texts

_OVER = (CallState.DRAFT, CallState.FINISHED, CallState.CANCELLED)


@transaction.atomic
def extend_call(call: Call, *, closes_at: dt.datetime, reason: str, by: User) -> Call:
    """Give a later deadline (*prórroga*), also after the former one: the call is open again. Applicants are told.

    Raises MoveRefused once it is decided; ValidationError on "closes_at" where that is not later than the deadline
    and than now, on "reason" without one.
    """
    call = held(call)
    state = CALL.move(call.state, "extend")
    if closes_at <= max(call.closes_at, timezone.now()):
        raise ValidationError({"closes_at": _("The new deadline must be later than the present one, and than now.")})
    former, call.state, call.closes_at = call.closes_at, state, closes_at
    call.save(update_fields=["state", "closes_at"])
    dates = {"closes_at": former.isoformat()}, {"closes_at": closes_at.isoformat()}
    _decide(call, "extend", reason, *dates, by=by)
    _tell(call, "call.extended", by=by, reason=reason, deadline=clock_of(call, closes_at))
    return call


@transaction.atomic
def change_call(call: Call, *, reason: str, by: User, opened: Opened | None = None) -> Call:
    """Store what was changed in a published call, each field with what it said before. Applicants are told.

    Raises ValidationError, also on what is settled and where the call is over; RowConflict. Nothing changed: nothing
    happens.
    """
    stands = held(call)
    if stands.state in _OVER:
        raise ValidationError(_("This call is not public, or it is over: it is changed no more."))
    settled = [name for name in SETTLED if getattr(call, name) != getattr(stands, name)]
    if settled:
        raise ValidationError(dict.fromkeys(settled, _("Cities have read this; it stays as it was published.")))
    changed = [name for name in CHANGEABLE if getattr(call, name) != getattr(stands, name)]
    if not changed:
        return stands
    check_call(call)
    call.state, call.decided_at = stands.state, stands.decided_at
    put_row(call, opened=opened)
    before, after = ({name: getattr(one, name) for name in changed} for one in (stands, call))
    _decide(call, "change", reason, before, after, by=by)
    _tell(call, "call.changed", by=by, reason=reason)
    return call


@transaction.atomic
def change_texts(call: Call, *, reason: str, by: User) -> Call:
    """Show the public the texts of a published call as they stand now, and keep what they said. Applicants are told.

    Raises ValidationError where none is newer than what is public.
    """
    call = held(call)
    newer = [] if call.state in _OVER else list(newer_texts(call))
    if not newer:
        raise ValidationError(_("Readers see all texts as they stand."))
    before = {f"{text.section}/{text.language}": text.published_body or "" for text in newer}
    after = {f"{text.section}/{text.language}": text.body for text in newer}
    publish_texts(call)
    _decide(call, "texts", reason, before, after, by=by)
    _tell(call, "call.changed", by=by, reason=reason)
    return call


@transaction.atomic
def cancel_call(call: Call, *, reason: str, by: User) -> Call:
    """End a published call without result. Applicants are told. Raises MoveRefused, ValidationError on "reason"."""
    return _end(call, "cancel", "call.cancelled", reason=reason, by=by)


@transaction.atomic
def finish_call(call: Call, *, reason: str, by: User) -> Call:
    """End a call that was decided; `reason` says what came of it. Raises MoveRefused, ValidationError on "reason"."""
    return _end(call, "finish", "call.finished", reason=reason, by=by)


def newer_texts(call: Call) -> QuerySet[Text]:
    """The texts of a call that readers do not see as they stand."""
    return Text.objects.of(call).newer_than_public().exclude(body="", published_body=None)


def _end(call: Call, verb: str, kind: str, *, reason: str, by: User) -> Call:
    call = held(call)
    former, call.state = call.state, CALL.move(call.state, verb)
    call.save(update_fields=["state"])
    _decide(call, verb, reason, {"state": former}, {"state": str(call.state)}, by=by)
    _tell(call, kind, by=by, reason=reason)
    return call


def _decide(
    call: Call, verb: str, reason: str, before: Mapping[str, Any], after: Mapping[str, Any], *, by: User
) -> None:
    decision = CallDecision(
        call=call, verb=verb, reason=reason.strip(), before=dict(before), after=dict(after), made_by=by
    )
    put_row(decision)
    trail.record(f"call.{verb}", call, by=by, scope=call.network_id, decision=decision.pk, fields=list(after))
    index_call(call)


def _tell(call: Call, kind: str, *, by: User, **facts: Any) -> None:
    applications = Application.objects.filter(call=call).exclude(state=ApplicationState.WITHDRAWN)
    tell_teams(applications, kind=kind, facts=facts | {"call": call.titles}, by=by)
