"""What the worker does with pairing runs.

The pairs are sought outside a transaction, with progress that everybody sees; one short write keeps the result. A
worker that dies leaves a run without signs of life, which is marked interrupted after `ABANDONED`; the results that
there are stay as they were.
"""

import datetime as dt
import logging
import time
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.urls import reverse
from django.utils import timezone, translation

from entreciudades.calls.cities import problem_of
from entreciudades.calls.models import PairingRun
from entreciudades.calls.pairing_rules import rules_of_run
from entreciudades.calls.results import Solved, solved
from entreciudades.calls.states import RUN, RunState
from entreciudades.matching.errors import Infeasible
from entreciudades.notices.services import notify

log = logging.getLogger(__name__)

ABANDONED: Final = dt.timedelta(minutes=2)
"""After so long without a sign the worker that had a run is taken for dead."""
LONG: Final = dt.timedelta(seconds=10)
"""From the asking on, in the queue too: whoever asked has perhaps gone on to something else, and is told."""
SIGN_EVERY: Final = 1.0
"""Seconds between signs of life."""


class Stopped(Exception):
    """Somebody stopped the run."""


class Changed(Exception):
    """A city of a required pair is no longer admitted."""


def next_run() -> bool:
    """Mark the runs whose worker has died; do the one that waits longest. Return whether there was one."""
    for abandoned in PairingRun.objects.filter(state=RunState.RUNNING, beat_at__lt=timezone.now() - ABANDONED):
        _end(abandoned, "interrupt", fault={"code": "worker-died"})
    run = _claimed()
    if run is None:
        return False
    try:
        found = _sought(run)
    except Stopped:
        return True
    except Changed:
        _end(run, "fail", fault={"code": "changed"})
    except Infeasible as error:
        _end(run, "fail", fault={"code": "infeasible", "conflicts": [_kept(one) for one in error.conflicts]})
    except (OperationalError, InterfaceError):
        raise  # the database is away: it gives no sign any more, and is marked
    except Exception:
        log.exception("pairing run %s: ended by an error of ours", run.pk)
        _end(run, "fail", fault={"code": "error"})
    else:
        _end(run, "end", found=found)
    return True


def _sought(run: PairingRun) -> Solved:
    problem = problem_of(run.call, rules_of_run(run.rules))
    if not {city for pair in problem.rules.require for city in pair} <= {city.id for city in problem.cities}:
        raise Changed
    return solved(problem, progress=_Signs(run))


def _claimed() -> PairingRun | None:
    """The run that waits longest, for this worker alone."""
    waiting = PairingRun.objects.filter(state=RunState.WAITING).order_by("pk").first()
    if waiting is None:
        return None
    state = RUN.move(waiting.state, "start")
    mine = PairingRun.objects.filter(pk=waiting.pk, state=waiting.state).update(state=state, beat_at=timezone.now())
    rows = PairingRun.objects.select_related("call__methodology", "call__network", "started_by")
    return rows.get(pk=waiting.pk) if mine else None


class _Signs:
    """Shows how far a run is; raises Stopped where somebody has stopped it meanwhile."""

    def __init__(self, run: PairingRun) -> None:
        self.run = run
        self.last = 0.0

    def __call__(self, step: str, share: float) -> None:
        if time.monotonic() - self.last < SIGN_EVERY:
            return
        signs = {"progress": step, "done": round(100 * share), "beat_at": timezone.now()}
        if not PairingRun.objects.filter(pk=self.run.pk, state=RunState.RUNNING).update(**signs):
            raise Stopped
        self.last = time.monotonic()


def _end(run: PairingRun, verb: str, *, fault: dict[str, Any] | None = None, found: Solved | None = None) -> None:
    """Keep what came of it, unless somebody else has ended it meanwhile; tell who asked, if that is long ago."""
    now = timezone.now()
    ended: dict[str, Any] = {"state": RUN.move(run.state, verb), "ended_at": now, "beat_at": None, "fault": fault or {}}
    if found is not None:
        ended |= {
            "result": found.result,
            "alternatives": found.alternatives,
            "input_digest": found.input_digest,
            "digest": found.digest,
        }
    mine = PairingRun.objects.filter(pk=run.pk, state=run.state).update(**ended)
    if mine and run.started_by is not None and now - run.made_at >= LONG:
        _tell(run, RunState(ended["state"]))


def _tell(run: PairingRun, state: RunState) -> None:
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = str(state.label)
    call = run.call
    facts = {"call": call.titles, "number": run.number, "state": words}
    path = reverse("office:call-pairing-run", args=[call.network.slug, call.slug, run.number])
    people = [run.started_by] if run.started_by else []
    notify(people, kind="pairing.ended", facts=facts, path=path, by=None, scope=call.network)


def _kept(conflict: Any) -> dict[str, Any]:
    return {
        "require": [list(pair) for pair in conflict.require],
        "limit": conflict.limit,
        "subject": conflict.subject,
        "most": conflict.most,
    }
