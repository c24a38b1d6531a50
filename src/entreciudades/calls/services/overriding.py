"""The secretariat proposes another partner than the run found: with a reason, one city at a time, until it proposes."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.cities import problem_of
from entreciudades.calls.models import PairingRun
from entreciudades.calls.pairing_rules import rules_of_run
from entreciudades.calls.results import parts_shown, score_shown, to_propose
from entreciudades.core import trail
from entreciudades.core.errors import NotFound
from entreciudades.matching import Problem, rank


@transaction.atomic
def override_pair(run: PairingRun, *, a: str, instead_of: str, b: str, reason: str, by: User) -> PairingRun:
    """Propose `a` with `b` instead of `instead_of`, all by short address.

    Where `b` has as many pairs as it takes already, that of least affinity falls away. Raises NotFound where the run
    does not pair `a` with `instead_of`; ValidationError on "reason" without one, on "b" where it is no other city with
    which `a` could go, and where the run was proposed already.
    """
    run = _held(run)
    pairs = to_propose(run)
    if not any({pair.a, pair.b} == {a, instead_of} for pair in pairs):
        raise NotFound("pair", f"{a}, {instead_of}")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: whoever reads this later must understand it.")})
    problem = problem_of(run.call, replace(rules_of_run(run.rules), require=(), forbid=(), min_score=0))
    cities = {city.id: city for city in problem.cities}
    if any({pair.a, pair.b} == {a, b} for pair in pairs) or not (found := _affinity(problem, a, b)):
        raise ValidationError({"b": _("Choose another admitted city, with which it could go.")})
    of_b = sorted((pair for pair in pairs if b in (pair.a, pair.b)), key=lambda pair: pair.score or 0)
    displaced = [[pair.a, pair.b] for pair in of_b[: max(0, len(of_b) + 1 - cities[b].capacity)]]
    run.overrides = [
        *run.overrides,
        found | {"instead_of": instead_of, "displaced": displaced, "reason": reason.strip()},
    ]
    run.save(update_fields=["overrides"])
    trail.record("pairing.overridden", run, by=by, scope=run.call.network_id, number=run.number, a=a, b=b)
    return run


@transaction.atomic
def follow_run(run: PairingRun, *, by: User) -> PairingRun:
    """Propose what the run found after all, without any override. Raises ValidationError once it was proposed."""
    run = _held(run)
    run.overrides = []
    run.save(update_fields=["overrides"])
    trail.record("pairing.followed", run, by=by, scope=run.call.network_id, number=run.number)
    return run


def _held(run: PairingRun) -> PairingRun:
    rows = PairingRun.objects.select_for_update(of=("self",)).select_related("call__methodology")
    run = rows.get(pk=run.pk)
    if run.proposed_at is not None:
        raise ValidationError(_("These pairs were proposed already."))
    return run


def _affinity(problem: Problem, a: str, b: str) -> dict[str, Any] | None:
    """The pair as it is kept; None where these two cannot go together."""
    if b not in {city.id for city in problem.cities}:
        return None
    for pair in rank(problem, a, limit=1, among=[b]):
        parts, unknown = parts_shown(pair)
        return {
            "a": pair.a,
            "b": pair.b,
            "score": score_shown(pair, problem.rules.weights),
            "parts": parts,
            "unknown": unknown,
            "a_learns": list(pair.a_learns),
            "b_learns": list(pair.b_learns),
        }
    return None
