"""Pairing runs: asked for, done by the worker, stopped, interrupted; the former result stands."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.factories.actors import UserFactory
from tests.factories.pairing import done, world

from entreciudades.accounts.models import User
from entreciudades.calls import jobs
from entreciudades.calls.jobs import ABANDONED, next_run
from entreciudades.calls.models import Application, Call, PairingRun
from entreciudades.calls.results import result_of
from entreciudades.calls.services.pairing import stop_run
from entreciudades.calls.services.pins import fix_pair
from entreciudades.core.errors import MoveRefused
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Notice
from entreciudades.processes.pairing import ask_pairing
from entreciudades.processes.work import do_jobs

pytestmark = pytest.mark.django_db

BEST = [("dunkhaven", "sarapur", 325_000), ("portosole", "rivertown", 262_500), ("vallehondo", "santa-bruma", 700_000)]


@pytest.fixture
def rows() -> dict[str, Application]:
    return world()[1]


@pytest.fixture
def call(rows: dict[str, Application]) -> Call:
    return rows["vallehondo"].call


@pytest.fixture
def by() -> User:
    return UserFactory()


def as_they_are() -> list[dict[str, object]]:
    return list(PairingRun.objects.order_by("number").values("number", "state", "fault", "result", "beat_at"))


def test_the_worker_pairs_the_admitted_cities(call: Call, by: User) -> None:
    run = ask_pairing(call, by=by, note="  Primera  ")
    assert (run.number, run.note, run.state) == (1, "Primera", "waiting")
    call.refresh_from_db()
    assert call.state == "pairing"
    assert do_jobs() is True
    run.refresh_from_db()
    found = result_of(run)
    assert [(pair.a, pair.b, pair.score) for pair in found.pairs] == BEST
    assert (found.total, found.gap, found.left_out) == (1_287_500, 0, ())
    assert (run.state, run.fault, run.beat_at) == ("done", {}, None)
    assert run.result["digest"] == {"input": run.input_digest, "result": run.digest, "version": "0.1.0"}
    assert run.alternatives["sarapur"] == [["dunkhaven", 325_000]]
    assert next_run() is False


def test_the_same_admissions_and_rules_give_the_same_result(call: Call) -> None:
    first, second = done(call, note="una"), done(call, note="otra")
    assert (first.digest, first.input_digest, first.result) == (second.digest, second.input_digest, second.result)


def test_it_is_the_same_run_while_it_waits(call: Call) -> None:
    one = ask_pairing(call, by=None)
    assert ask_pairing(call, by=None) == one
    other = ask_pairing(call, by=None, changes={"min_score": 0.5})
    assert (other.number, other.rules["min_score"]) == (2, 0.5)


@pytest.mark.parametrize("state", ["open", "under-review", "finished", "cancelled"])
def test_cities_are_paired_once_the_admission_is_decided(call: Call, state: str) -> None:
    Call.objects.filter(pk=call.pk).update(state=state)
    with pytest.raises(MoveRefused):
        ask_pairing(call, by=None)
    assert PairingRun.objects.count() == 0


def test_some_weight_is_above_nothing(call: Call) -> None:
    with pytest.raises(ValidationError):
        ask_pairing(call, by=None, changes={"weights": {"scale": 0.0}})
    call.refresh_from_db()
    assert call.state == "decided"


def test_rules_that_contradict_each_other_are_kept_by_name(call: Call, rows: dict[str, Application], by: User) -> None:
    former = done(call)
    for other in ("sarapur", "rivertown"):
        fix_pair(call, kind="require", a=rows["vallehondo"], b=rows[other], reason="Así se acordó.", by=by)
    run = done(call)
    assert (run.state, run.result) == ("failed", None)
    conflict = {
        "require": [["rivertown", "vallehondo"], ["sarapur", "vallehondo"]],
        "limit": "capacity",
        "subject": "vallehondo",
        "most": 1,
    }
    assert run.fault == {"code": "infeasible", "conflicts": [conflict]}
    former.refresh_from_db()
    assert [(pair.a, pair.b, pair.score) for pair in result_of(former).pairs] == BEST


def test_an_error_of_ours_ends_the_run_and_no_other(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_problem: object, **_options: object) -> None:
        raise RuntimeError("a fault of ours")

    done(call)
    before = as_they_are()
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "solved", broken)
        failed = done(call, note="otra")
    assert (failed.state, failed.fault) == ("failed", {"code": "error"})
    assert as_they_are()[:1] == before
    assert done(call, note="y otra").state == "done"


def test_a_city_that_is_withdrawn_while_it_waits(call: Call, rows: dict[str, Application], by: User) -> None:
    fix_pair(call, kind="require", a=rows["vallehondo"], b=rows["sarapur"], reason="Así se acordó.", by=by)
    run = ask_pairing(call, by=None)
    Application.objects.filter(pk=rows["sarapur"].pk).update(state="withdrawn")
    next_run()
    run.refresh_from_db()
    assert (run.state, run.fault) == ("failed", {"code": "changed"})


def test_a_run_that_waits_is_stopped(call: Call, by: User) -> None:
    run = stop_run(ask_pairing(call, by=by), by=by)
    assert (run.state, run.fault) == ("interrupted", {"code": "stopped"})
    assert next_run() is False
    with pytest.raises(MoveRefused):
        stop_run(run, by=by)
    assert AuditEvent.objects.filter(verb="pairing.stopped", object_id=run.pk).count() == 1


def test_a_run_under_way_is_stopped_and_the_former_result_stands(
    call: Call, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(call)
    before = as_they_are()
    run = ask_pairing(call, by=by, note="larga")
    solved = jobs.solved

    def slow(problem: object, *, progress: object) -> object:
        progress("round 1", 0.4)
        run.refresh_from_db()
        assert (run.state, run.progress, run.done) == ("running", "round 1", 40)
        stop_run(run, by=by)
        return solved(problem, progress=progress)

    monkeypatch.setattr(jobs, "solved", slow)
    monkeypatch.setattr(jobs, "SIGN_EVERY", 0.0)
    assert next_run() is True
    run.refresh_from_db()
    assert (run.state, run.result, run.fault) == ("interrupted", None, {"code": "stopped"})
    assert as_they_are()[:1] == before


def test_a_worker_that_is_killed_leaves_a_run_that_is_marked(
    call: Call, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_problem: object, **_options: object) -> None:
        raise KeyboardInterrupt  # as a kill, it leaves no time to write anything

    done(call)
    before = as_they_are()
    run = ask_pairing(call, by=by, note="larga")
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "solved", killed)
        with pytest.raises(KeyboardInterrupt):
            next_run()
    run.refresh_from_db()
    assert run.state == "running"
    assert next_run() is False  # its worker is not taken for dead yet
    run.refresh_from_db()
    assert run.state == "running"
    with time_machine.travel(timezone.now() + ABANDONED + dt.timedelta(seconds=1)):
        assert next_run() is False
    run.refresh_from_db()
    assert (run.state, run.fault, run.result) == ("interrupted", {"code": "worker-died"}, None)
    assert as_they_are()[:1] == before
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [(by, "pairing.ended")]


def test_whoever_waited_long_is_told(call: Call, by: User) -> None:
    ask_pairing(call, by=by)
    next_run()
    assert Notice.objects.count() == 0  # they were looking on
    ask_pairing(call, by=by)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=11)):
        next_run()
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.scope) == (by, "pairing.ended", call.network)
    assert notice.path == f"/office/{call.network.slug}/calls/{call.slug}/pairing/runs/2/"
