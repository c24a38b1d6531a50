"""What follows from the answers to a proposed pair: an alliance, or the rest solved again for the secretariat."""

from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Application, Call, Pair
from entreciudades.calls.services.pairs import AGAIN, answer_pair, lapse_pair
from entreciudades.calls.states import CallState, PairState
from entreciudades.core.worker import attempt
from entreciudades.notices.services import open_task
from entreciudades.processes.founding import found_alliance
from entreciudades.processes.pairing import ask_pairing


@transaction.atomic
def answer(pair: Pair, *, application: Application, accepts: bool, reason: str, by: User) -> Alliance | None:
    """One of the two cities accepts or declines; return the alliance once both have accepted.

    A decline has the rest solved again, with the accepted pairs fixed and this one forbidden: what comes of it the
    secretariat looks at and proposes. Raises as `calls.services.pairs.answer_pair`.
    """
    pair = answer_pair(pair, application=application, accepts=accepts, reason=reason, by=by)
    if pair.state == PairState.ACCEPTED:
        return found_alliance(pair, by=by)
    if pair.state == PairState.DECLINED:
        _solve_again(pair.call)
    return None


def lapse_pairs() -> int:
    """End the pairs whose term has passed without both answers, and have the rest solved again; return how many."""
    overdue = Pair.objects.overdue(timezone.now()).select_related("call")
    return sum(attempt(partial(_lapse, pair)) or 0 for pair in overdue)


@transaction.atomic
def _lapse(pair: Pair) -> bool:
    has_lapsed = lapse_pair(pair)
    if has_lapsed:
        _solve_again(pair.call)
    return has_lapsed


def _solve_again(call: Call) -> None:
    """Ask for a run, which nobody of the cities did, and give the secretariat the task to look at it.

    A call that has finished meanwhile, or was cancelled, seeks nobody any more.
    """
    if call.state != CallState.PAIRING:
        return
    network = call.network
    with override(call.source_language):
        note = _("After a pair was declined or lapsed")
    ask_pairing(call, by=None, note=note)
    path = reverse("office:call-pairing", args=[network.slug, call.slug])
    open_task(network, kind=AGAIN, facts={"call": call.titles}, about=call, path=path, by=None)
