"""What was done in each step of a search is written down, in order; who seeks says what weighs how much."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Call, StepRecord
from entreciudades.calls.services.call import change_draft
from entreciudades.calls.services.telling import held
from entreciudades.calls.states import CallState
from entreciudades.calls.steps import Step, candidates_at, later_than, steps_of
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.parts import Opened, put_row
from entreciudades.methodologies.call_pack import CallStep

#: Purpose of the attachments of a record.
DOCUMENT = "document"
_TAKES_APPLICATIONS = (CallState.DRAFT, CallState.OPEN)
_OVER = (CallState.FINISHED, CallState.CANCELLED)


@transaction.atomic
def record_step(
    call: Call,
    key: str,
    *,
    done_on: dt.date,
    note: str,
    applications: Collection[Application] = (),
    by: User,
    opened: Opened | None = None,
) -> StepRecord:
    """Write down a step, or correct what was written. Raises KeyError for an unknown one, RowConflict.

    Raises ValidationError: in the future; without words; before the steps that come first; a list, visit or decision
    before the deadline, without applications, or with one that did not stay before; a decision for more than one;
    taking out who is named later; after the call is over.
    """
    call = held(call)
    steps = steps_of(call)
    here = {one.step.key: one for one in steps}[key]
    _check_turn(call, steps, here)
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This day has not come yet: write down what was done.")})
    if not note.strip():
        raise ValidationError({"note": _("Say what came of it: the others rely on it.")})
    if here.names_applications:
        _check_applications(call, here.step, applications)
    record = here.record or StepRecord(call=call, step=key)
    record.done_on, record.note = done_on, note
    record.recorded_by, record.recorded_at = by, timezone.now()
    named = list(applications) if here.names_applications else []
    verb = put_row(record, {"applications": named}, opened=opened)
    trail.record(f"step.{verb}", record, by=by, scope=call.network_id, step=key, call=call.pk)
    return record


@transaction.atomic
def weigh_criteria(
    call: Call, weights: Mapping[str, Decimal], *, by: User | None, opened: Opened | None = None
) -> Call:
    """Say how much each criterion weighs, while the call is in preparation. Raises ValidationError, RowConflict.

    Afterwards it changes by a decision with its reason (`decisions.change_call`), of which every candidate is told.
    """
    if not any(weights.values()):
        raise ValidationError(_("At least one criterion weighs something."))
    call.parameters = call.parameters | {f"criteria/{key}": str(weight) for key, weight in weights.items()}
    return change_draft(call, by=by, opened=opened)


def _check_turn(call: Call, steps: Sequence[Step], here: Step) -> None:
    if call.state in _OVER:
        raise ValidationError(_("The call is over: its steps stand as they were written."))
    first = next(one for one in steps if one.record is None or one is here)
    if first is not here:
        said = _("“%(step)s” comes first: write down what came of it.")
        raise ValidationError(said % {"step": label(first.step.title).text})


def _check_applications(call: Call, step: CallStep, applications: Collection[Application]) -> None:
    if call.state in _TAKES_APPLICATIONS:
        raise ValidationError(_("Applications may still arrive: wait until the deadline is over."))
    if not applications:
        raise ValidationError({"applications": _("Name at least one.")})
    if step.record == "decision" and len(applications) > 1:
        raise ValidationError({"applications": _("The decision is for one of them.")})
    named = {one.pk: one for one in applications}
    stay = set(candidates_at(call, step).filter(pk__in=named).values_list("pk", flat=True))
    if gone := [one for pk, one in named.items() if pk not in stay]:
        said = _("%(city)s did not stay in the list before.") % {"city": label(gone[0].applicant.names).text}
        raise ValidationError({"applications": said})
    later = later_than(call, step) if step.record == "list" else frozenset()
    if missing := later - set(named):
        city = Application.objects.select_related("applicant").get(pk=min(missing)).applicant
        said = _("%(city)s is named in a later step: change that one first.") % {"city": label(city.names).text}
        raise ValidationError({"applications": said})
