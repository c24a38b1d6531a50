"""Pairs: proposed by the secretariat out of a run, accepted or declined by both cities within a term."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.errors import NotChangeable, TooLate
from entreciudades.calls.models import Application, Call, Pair, PairAnswer, PairingRun
from entreciudades.calls.reasons import few_in_words, learnt_by
from entreciudades.calls.results import ToPropose, to_propose
from entreciudades.calls.services.short_lists import SAY
from entreciudades.calls.services.telling import held, page_of, tell_cities
from entreciudades.calls.states import PAIR, CallState, PairState, RunState
from entreciudades.calls.terms import terms_of
from entreciudades.calls.timetable import Cities
from entreciudades.calls.window import is_in_time
from entreciudades.core import trail
from entreciudades.core.moments import on_the_clock
from entreciudades.notices.models import Task
from entreciudades.notices.services import finish_task, finish_tasks_about, open_task

#: Kind of the task of a city that is to answer, and of the secretariat once the rest has been solved again.
ANSWER, AGAIN = "pair.answer", "pairing.again"


@transaction.atomic
def propose_pairs(run: PairingRun, *, by: User) -> list[Pair]:
    """Propose the pairs of a run, with what the secretariat put in their place, to their cities; return the new ones.

    A pair that was proposed before and is in the run stays as it stands; one that is not is replaced, and its cities
    are told. Raises ValidationError where the call is not being paired, the run has no result or was proposed, leaves
    out an accepted pair, or has one that was declined or lapsed since it was asked for, or a city admitted no more.
    """
    call = held(run.call)
    run = PairingRun.objects.select_for_update().get(pk=run.pk)
    if call.state != CallState.PAIRING:
        raise ValidationError(_("The call is not being paired."))
    if run.state != RunState.DONE:
        raise ValidationError(_("This run has no result to propose."))
    if run.proposed_at is not None:
        raise ValidationError(_("The pairs of this run were proposed already."))
    run.call = call
    wanted = _by_cities(call, to_propose(run))
    standing = {(pair.a_id, pair.b_id): pair for pair in call.pairs.standing().with_cities()}
    _check_up_to_date(call, run, set(wanted), standing.values())
    for cities, pair in standing.items():
        if cities not in wanted:
            _replace(pair, by=by)
    run.proposed_at = timezone.now()
    run.save(update_fields=["proposed_at"])
    made = [_propose(run, cities, one, by=by) for cities, one in wanted.items() if cities not in standing]
    finish_tasks_about(call, kind=AGAIN, by=by)
    for application in call.applications.admitted().filter(preferences=None):
        finish_tasks_about(application, kind=SAY, by=by)
    trail.record("pairs.proposed", run, by=by, scope=call.network_id, call=call.pk, pairs=len(made))
    return made


@transaction.atomic
def answer_pair(pair: Pair, *, application: Application, accepts: bool, reason: str, by: User) -> Pair:
    """Keep the answer of one of the two cities; return the pair as it stands then.

    Once both accept it is accepted; one that declines ends it. An answer stays. Raises TooLate to the second after the
    term, MoveRefused where the pair is no longer proposed, NotChangeable where the call was cancelled, and
    ValidationError where the city has answered, or on "reason" where it declines without one.
    """
    moment = timezone.now()
    call = held(pair.call)
    pair = call.pairs.with_cities().get(pk=pair.pk)
    pair.call = call
    verb = "accept" if accepts else "decline"
    PAIR.move(pair.state, verb)
    if call.state == CallState.CANCELLED:
        raise NotChangeable("cancelled")
    if not is_in_time(moment, pair.due_at):
        raise TooLate(pair.due_at, moment)
    if pair.answers.filter(application=application).exists():
        raise ValidationError(_("Your city has answered already; the answer stays."))
    if not accepts and not reason.strip():
        raise ValidationError({"reason": _("Say why: only the secretariat reads it.")})
    answer = PairAnswer(
        pair=pair, application=application, accepts=accepts, reason=reason.strip(), given_by=by, given_at=moment
    )
    answer.full_clean()
    answer.save()
    trail.record(f"pair.{verb}", pair, by=by, scope=call.network_id, application=application.pk)
    for task in Task.objects.open().about(pair).filter(organisation=application.applicant_id):
        finish_task(task, by=by)
    if not accepts:
        _settle(pair, "decline", by=by)
        other = pair.b if pair.a_id == application.pk else pair.a
        _tell(pair, [other], kind="pair.declined", by=by)
    elif pair.answers.filter(accepts=True).count() == 2:  # noqa: PLR2004 - both
        _settle(pair, "accept", by=by)
    return pair


@transaction.atomic
def lapse_pair(pair: Pair) -> bool:
    """End a pair whose term has passed without both answers, and tell its cities; return whether it was so."""
    call = held(pair.call)
    found = call.pairs.overdue(timezone.now()).with_cities().filter(pk=pair.pk).first()
    if found is None:
        return False
    found.call = call
    _settle(found, "lapse", by=None)
    _tell(found, [found.a, found.b], kind="pair.lapsed", by=None)
    return True


def due_after(call: Call, days: int) -> dt.datetime:
    """The last minute of the day so many days from today, on the clock of the call."""
    day = timezone.localdate(timezone=ZoneInfo(call.zone)) + dt.timedelta(days=days)
    return on_the_clock(dt.datetime.combine(day, dt.time(23, 59)), call.zone)


def _check_up_to_date(call: Call, run: PairingRun, wanted: set[Cities], standing: Iterable[Pair]) -> None:
    accepted = {(pair.a_id, pair.b_id) for pair in standing if pair.state == PairState.ACCEPTED}
    ended = call.pairs.filter(state__in=(PairState.DECLINED, PairState.LAPSED), settled_at__gt=run.made_at)
    if accepted - wanted or wanted & set(ended.values_list("a", "b")):
        raise ValidationError(_("Cities have answered since this run was asked for: ask for a new one."))


def _by_cities(call: Call, proposals: Iterable[ToPropose]) -> dict[Cities, ToPropose]:
    """By the keys of the applications, the lesser first; `a` of each is the first of them."""
    keys = dict(call.applications.admitted().values_list("applicant__slug", "pk"))
    found = {}
    for one in proposals:
        if one.a not in keys or one.b not in keys:
            raise ValidationError(_("A city of this run is not admitted any more: ask for a new one."))
        if keys[one.a] > keys[one.b]:
            one = replace(one, a=one.b, b=one.a, a_learns=one.b_learns, b_learns=one.a_learns)  # noqa: PLW2901
        found[keys[one.a], keys[one.b]] = one
    return found


def _propose(run: PairingRun, cities: Cities, proposal: ToPropose, *, by: User) -> Pair:
    call = run.call
    pairing = terms_of(call).pairing
    made = Pair.objects.create(
        call=call,
        run=run,
        a_id=cities[0],
        b_id=cities[1],
        score=proposal.score,
        parts=dict(proposal.parts),
        a_learns=list(proposal.a_learns),
        b_learns=list(proposal.b_learns),
        override=proposal.override,
        due_at=due_after(call, pairing.accept_days if pairing else 0),
    )
    pair = call.pairs.with_cities().get(pk=made.pk)
    details = {"call": call.pk, "against_the_run": bool(pair.override)}
    trail.record("pair.proposed", pair, by=by, scope=call.network_id, **details)
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        learns, shares = learnt_by(one, pair)
        facts = {
            "call": call.titles,
            "other": other.applicant.names,
            "learns": few_in_words(learns),
            "shares": few_in_words(shares),
        }
        due = timezone.localdate(pair.due_at, timezone=ZoneInfo(call.zone))
        path = page_of(one, "pairs")
        open_task(one.applicant, kind=ANSWER, facts=facts, about=pair, path=path, due=due, by=by)
    return pair


def _replace(pair: Pair, *, by: User) -> None:
    _settle(pair, "replace", by=by)
    _tell(pair, [pair.a, pair.b], kind="pair.replaced", by=by)


def _settle(pair: Pair, verb: str, *, by: User | None) -> None:
    pair.state = PAIR.move(pair.state, verb)
    pair.settled_at = timezone.now()
    pair.save(update_fields=["state", "settled_at"])
    finish_tasks_about(pair, by=by)
    trail.record(f"pair.{pair.state}", pair, by=by, scope=pair.call.network_id)


def _tell(pair: Pair, sides: Iterable[Application], *, kind: str, by: User | None) -> None:
    for one in sides:
        other = pair.b if one.pk == pair.a_id else pair.a
        facts = {"call": pair.call.titles, "other": other.applicant.names}
        tell_cities([one], kind=kind, facts=facts, page="pairs", by=by)
