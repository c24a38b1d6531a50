"""Gates: what a methodology asks before a stage may close, evaluated from the data.

`EVALUATORS` is the one table from kind of requirement to evaluator; all of them read the same `Facts`, which ask each
thing once however many requirements there are. A test holds that every declared kind has its evaluator.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.alliances.errors import StageMoved
from entreciudades.alliances.models import Alliance, AllianceStage
from entreciudades.alliances.pack import form_of, part_of
from entreciudades.alliances.services.life import BEHIND, close
from entreciudades.alliances.services.stages import advance, under_way
from entreciudades.alliances.services.telling import held, held_alive
from entreciudades.alliances.states import StageState
from entreciudades.methodologies.alliance_pack import Requirement, Stage
from entreciudades.methodologies.gates import GateReport, Outcome
from entreciudades.processes.gate_facts import Facts


@dataclass(frozen=True, slots=True)
class Found:
    """How much was found of what is needed, and the parties (ids of seats) that lack it."""

    found: int
    needed: int
    lacking: tuple[int, ...] = ()


Evaluator = Callable[[Facts, Requirement, int], Found]
"""From the facts, a requirement and the row of the stage that asks for it (0 before the alliance has begun)."""


def evaluate(alliance: Alliance, stage_key: str | None = None) -> GateReport:
    """What the gate of a stage finds now; without a key, of the stage under way, else of the first.

    Raises KeyError where the form of the methodology has no such stage, LookupError where the alliance lives by none.
    """
    facts, form = Facts(alliance), form_of(alliance)
    if stage_key is None:
        standing = (row.key for row in facts.stages.values() if row.state == StageState.UNDER_WAY)
        stage_key = next(standing, form.stages[0].key)
    return _report(facts, form.stage(stage_key))


def evaluate_all(alliance: Alliance) -> tuple[GateReport, ...]:
    """What the gates of all stages find now, in order; as many questions as for one."""
    facts = Facts(alliance)
    return tuple(_report(facts, stage) for stage in form_of(alliance).stages)


@transaction.atomic
def advance_alliance(alliance: Alliance, *, from_stage: str, by: User) -> AllianceStage | None:
    """Close the stage that the person saw under way, where its gate holds; return the next, None after the last.

    Of two at once the second finds that the alliance has moved: raises StageMoved; GateShut with what is missing;
    ValidationError where words of parties are missing or the alliance is not under way.
    """
    alliance = held_alive(alliance, at_work=True)
    row = under_way(alliance)
    if row is None or row.key != from_stage:
        raise StageMoved(expected=from_stage, stands=row.key if row else "")
    return advance(alliance, report=evaluate(alliance, from_stage), from_stage=from_stage, by=by)


@transaction.atomic
def close_alliance(alliance: Alliance, *, reason: str, by: User, reasons: Mapping[str, str] | None = None) -> Alliance:
    """Close an alliance; `reasons` say by the key of a stage that it has not left behind why it closes all the same.

    Raises GateShut with the gates of the stages that have no reason, MoveRefused, ValidationError on "reason".
    """
    alliance = held(alliance)
    left = set(alliance.stages.exclude(state__in=BEHIND).values_list("key", flat=True))
    reports = [one for one in evaluate_all(alliance) if one.stage in left] if left else []
    return close(alliance, reason=reason, by=by, reports=reports, reasons=reasons)


def _report(facts: Facts, stage: Stage) -> GateReport:
    asked = part_of(facts.alliance).required_by(stage)
    return GateReport(facts.alliance.pk, stage.key, tuple(_outcome(facts, one, stage.key) for one in asked))


def _outcome(facts: Facts, requirement: Requirement, stage: str) -> Outcome:
    row = facts.stages.get(stage)
    key = row.pk if row else 0
    one = EVALUATORS[requirement.kind](facts, requirement, key)
    met = one.found >= one.needed
    waived = not met and (key, requirement.key) in facts.marks.waived
    return Outcome(requirement, met, one.found, one.needed, one.lacking, waived)


def _counting(what: str) -> Evaluator:
    """One that merely counts."""

    def evaluator(facts: Facts, requirement: Requirement, _stage: int) -> Found:
        return Found(facts.counts[what], requirement.at_least)

    return evaluator


def _of_parties(facts: Facts, meets: Callable[[int], bool]) -> Found:
    """Every party that takes part has to meet it; where there is none yet, nobody does."""
    lacking = tuple(seat.pk for seat in facts.seats if not meets(seat.pk))
    return Found(len(facts.seats) - len(lacking), max(1, len(facts.seats)), lacking)


def _of_seats(facts: Facts, requirement: Requirement, counted: Callable[[int], int]) -> Found:
    """So many of each party, or of all of them together."""
    if requirement.per_seat:
        return _of_parties(facts, lambda seat: counted(seat) >= requirement.at_least)
    return Found(sum(counted(seat.pk) for seat in facts.seats), requirement.at_least)


def _parties_joined(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    return Found(len(facts.seats), requirement.at_least)


def _person_assigned(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    return _of_seats(facts, requirement, lambda seat: facts.people[requirement.key_of, seat])


def _plan_alignment(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    return _of_seats(facts, requirement, lambda seat: facts.plans[seat])


def _actors_mobilised(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    return _of_seats(facts, requirement, lambda seat: facts.actors[seat])


def _agreement_agreed(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    agreed = {one.agreement for one in facts.parties if one.kind in requirement.kinds and one.agreed}
    return Found(len(agreed), 1)


def _agreement_signed(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    of_kind = [one for one in facts.parties if one.kind in requirement.kinds]
    if not requirement.per_seat:
        return Found(len({one.agreement for one in of_kind if one.signed_by_all}), 1)
    signed = {one.organisation for one in of_kind if one.signed}
    city_of = {seat.pk: seat.organisation_id for seat in facts.seats}
    return _of_parties(facts, lambda seat: city_of[seat] in signed)


def _programme_drafted(facts: Facts, _requirement: Requirement, _stage: int) -> Found:
    progress = facts.progress
    return Found(progress.done, progress.required) if progress else Found(0, 1)


def _programme_adopted(facts: Facts, _requirement: Requirement, _stage: int) -> Found:
    return _of_parties(facts, lambda seat: seat in facts.adopters)


def _exchanges_held(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    held = [who for kind, who in facts.exchanges.values() if not requirement.kinds or kind in requirement.kinds]
    if not requirement.per_seat:
        return Found(len(held), requirement.at_least)
    city_of = {seat.pk: seat.organisation_id for seat in facts.seats}
    return _of_parties(facts, lambda seat: sum(city_of[seat] in who for who in held) >= requirement.at_least)


def _body_met(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    met = sum(
        many
        for what, many in facts.counts.items()
        if what.startswith("body:") and (not requirement.kinds or what.removeprefix("body:") in requirement.kinds)
    )
    return Found(met, requirement.at_least)


def _document_kept(facts: Facts, requirement: Requirement, _stage: int) -> Found:
    return Found(int(requirement.key_of in facts.marks.papers), 1)


def _attested(facts: Facts, requirement: Requirement, stage: int) -> Found:
    if requirement.by == "every-coordinator":
        return _of_parties(facts, lambda seat: (stage, requirement.key, seat) in facts.marks.attested)
    return Found(int((stage, requirement.key, 0) in facts.marks.attested), 1)


#: Kind of requirement -> its evaluator, for every kind of `methodologies.vocabulary.REQUIREMENTS`.
EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "parties-joined": _parties_joined,
    "themes-chosen": _counting("themes"),
    "person-assigned": _person_assigned,
    "plan-alignment": _plan_alignment,
    "actors-mobilised": _actors_mobilised,
    "agreement-agreed": _agreement_agreed,
    "agreement-signed": _agreement_signed,
    "programme-drafted": _programme_drafted,
    "programme-adopted": _programme_adopted,
    "exchanges-held": _exchanges_held,
    "products-validated": _counting("products"),
    "body-met": _body_met,
    "position-consulted": _counting("consulted"),
    "position-endorsed": _counting("endorsed"),
    "position-published": _counting("published"),
    "position-sent": _counting("sent"),
    "agenda-mapped": _counting("points"),
    "document-kept": _document_kept,
    "attested": _attested,
}
