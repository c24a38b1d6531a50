"""What the secretariat does with pairing runs; the worker does the work (`calls.jobs`)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.models import Call, PairingRun
from entreciudades.calls.pairing_rules import rules_as_kept
from entreciudades.calls.services.telling import held
from entreciudades.calls.states import CALL, RUN, CallState, RunState
from entreciudades.core import trail
from entreciudades.matching.problem import Rules


@transaction.atomic
def ask_for_run(call: Call, *, rules: Rules, note: str, by: User | None) -> PairingRun:
    """Ask the worker to pair the admitted cities by these rules; the first run says that the call is being paired.

    The same asked for again while it waits is the same run. Raises MoveRefused before the admission is decided, and
    ValidationError where no weight is above 0.
    """
    call = held(call)
    if call.state != CallState.PAIRING:
        call.state = CALL.move(call.state, "pair")
        call.save(update_fields=["state"])
    if not any(weight > 0 for weight in rules.weights.values()):
        raise ValidationError(_("At least one weight must be above 0."))
    kept = rules_as_kept(rules)
    for waiting in call.runs.filter(state=RunState.WAITING):
        if waiting.rules == kept:
            return waiting
    last = call.runs.aggregate(last=Max("number"))["last"] or 0
    run = PairingRun.objects.create(call=call, number=last + 1, note=note.strip(), rules=kept, started_by=by)
    trail.record("pairing.asked", run, by=by, scope=call.network_id, call=call.pk, number=run.number)
    return run


@transaction.atomic
def stop_run(run: PairingRun, *, by: User) -> PairingRun:
    """Stop a run that waits or is under way; results that there are stay. Raises MoveRefused where it has ended."""
    run = PairingRun.objects.select_for_update(of=("self",)).select_related("call").get(pk=run.pk)
    run.state = RUN.move(run.state, "interrupt")
    run.ended_at, run.beat_at, run.fault = timezone.now(), None, {"code": "stopped"}
    run.save(update_fields=["state", "ended_at", "beat_at", "fault"])
    trail.record("pairing.stopped", run, by=by, scope=run.call.network_id, call=run.call_id, number=run.number)
    return run
