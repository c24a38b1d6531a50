"""From stage to stage: through a gate that holds, by an exception, past an optional stage, back; what stays."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from tests.factories.lives import Living, pack_text, running

from entreciudades.alliances.errors import GateShut, StageMoved
from entreciudades.alliances.models import AllianceDecision, StageClosing, Waiver
from entreciudades.alliances.services import attestations, life, parties, stages
from entreciudades.core.errors import MoveRefused
from entreciudades.core.files import attachments_of
from entreciudades.core.models import Attachment
from entreciudades.methodologies.gates import GateReport
from entreciudades.notices.models import Notice
from entreciudades.processes.gates import advance_alliance, close_alliance, evaluate
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db


def open_at(report: GateReport) -> list[str]:
    return [one.requirement.key for one in report.open]


def with_theme(found: Living) -> None:
    found.alliance.themes.set(Term.objects.filter(pk="iuc:7"))


def in_work(found: Living) -> None:
    """Past the first stage and the optional one."""
    stages.skip(found.stage("visits"), reason="Sin presupuesto", by=found.by)
    advance_alliance(found.alliance, from_stage="start", by=found.by)


def test_a_gate_that_holds_lets_the_alliance_into_the_next_stage_and_all_are_told() -> None:
    found = running()
    entered = advance_alliance(found.alliance, from_stage="start", by=found.by)
    assert entered is not None
    assert (entered.key, found.states()) == (
        "visits",
        {"start": "passed", "visits": "under-way", "work": "ahead", "end": "ahead"},
    )
    decision = AllianceDecision.objects.get(verb="advance")
    assert (decision.stage, decision.details["next"], decision.details["found"]) == (
        "start",
        "visits",
        [{"requirement": "parties", "met": True, "found": 2, "needed": 2, "waived": False}],
    )
    told = Notice.objects.filter(kind="alliance.advanced")
    assert {one.user for one in told} == {found.secretary, found.coordinators[1]}
    assert {(one.facts["stage"]["es"], one.facts["next"]["es"]) for one in told} == {("Etapa start", "Etapa visits")}


def test_a_gate_that_is_shut_says_what_is_missing_and_nothing_moves() -> None:
    found = running()
    advance_alliance(found.alliance, from_stage="start", by=found.by)
    with pytest.raises(GateShut) as refused:
        advance_alliance(found.alliance, from_stage="visits", by=found.by)
    assert open_at(refused.value.report) == ["theme"]
    assert found.states()["visits"] == "under-way"
    with_theme(found)
    advance_alliance(found.alliance, from_stage="visits", by=found.by)
    assert found.states()["work"] == "under-way"


def test_whoever_saw_another_stage_is_told_where_it_stands() -> None:
    found = running()
    advance_alliance(found.alliance, from_stage="start", by=found.by)
    with pytest.raises(StageMoved) as refused:
        advance_alliance(found.alliance, from_stage="start", by=found.by)
    assert (refused.value.expected, refused.value.stands) == ("start", "visits")
    assert found.decisions().count("advance") == 1


def test_a_report_of_another_gate_opens_none() -> None:
    found = running()
    with pytest.raises(ValueError, match="report is of stage 'end'"):
        stages.advance(found.alliance, report=evaluate(found.alliance, "end"), from_stage="start", by=found.by)


def test_nothing_advances_while_it_is_suspended() -> None:
    found = running()
    life.suspend(found.alliance, reason="Elecciones", by=found.by)
    with pytest.raises(ValidationError):
        advance_alliance(found.alliance, from_stage="start", by=found.by)
    assert found.states()["start"] == "under-way"


def test_an_exception_lets_one_requirement_pass_and_stays_visible_after_it_is_withdrawn() -> None:
    found = running()
    in_work(found)
    with_theme(found)
    work = found.stage("work")
    for requirement in ("report", "useful"):
        stages.waive(work, requirement=requirement, reason=f"Sin {requirement}", by=found.by)
    assert [(one.requirement.key, one.met, one.waived) for one in evaluate(found.alliance).outcomes] == [
        ("theme", True, False),
        ("report", False, True),
        ("useful", False, True),
    ]
    with pytest.raises(ValidationError) as refused:
        stages.waive(work, requirement="report", reason="Otra vez", by=found.by)
    assert list(refused.value.message_dict) == ["requirement"]
    waiver = Waiver.objects.get(requirement="useful")
    stages.withdraw_waiver(waiver, by=found.secretary)
    with pytest.raises(GateShut) as shut:
        advance_alliance(found.alliance, from_stage="work", by=found.by)
    assert open_at(shut.value.report) == ["useful"]
    stages.waive(work, requirement="useful", reason="De nuevo", by=found.secretary)
    advance_alliance(found.alliance, from_stage="work", by=found.by)
    assert list(Waiver.objects.values_list("requirement", "reason", "withdrawn_by")) == [
        ("report", "Sin report", None),
        ("useful", "Sin useful", found.secretary.pk),
        ("useful", "De nuevo", None),
    ]
    assert [one["waived"] for one in AllianceDecision.objects.filter(verb="advance").last().details["found"]] == [
        False,
        True,
        True,
    ]
    with pytest.raises(ValidationError):  # the gate stands as it was
        stages.withdraw_waiver(Waiver.objects.get(reason="De nuevo"), by=found.by)
    assert Notice.objects.filter(kind="alliance.waived", user=found.coordinators[1]).count() == 3


@pytest.mark.parametrize(
    ("requirement", "reason", "at_fault"), [("report", " ", "reason"), ("parties", "Porque sí", "requirement")]
)
def test_no_exception_without_a_reason_or_for_what_is_not_asked(requirement: str, reason: str, at_fault: str) -> None:
    found = running()
    with pytest.raises(ValidationError) as refused:
        stages.waive(found.stage("work"), requirement=requirement, reason=reason, by=found.by)
    assert (list(refused.value.message_dict), Waiver.objects.count()) == ([at_fault], 0)


def test_an_optional_stage_is_left_out_before_or_while_it_is_under_way() -> None:
    found = running()
    with pytest.raises(ValidationError):
        stages.skip(found.stage("work"), reason="No hace falta", by=found.by)
    advance_alliance(found.alliance, from_stage="start", by=found.by)
    entered = stages.skip(found.stage("visits"), reason="Sin presupuesto", by=found.by)
    assert entered is not None
    assert (entered.key, found.states()["visits"]) == ("work", "skipped")
    with pytest.raises(MoveRefused):
        stages.skip(found.stage("visits"), reason="Otra vez", by=found.by)


def test_what_was_left_out_before_it_was_reached_is_taken_up_again() -> None:
    found = running()
    stages.skip(found.stage("visits"), reason="Sin presupuesto", by=found.by)
    stages.go_back(found.alliance, to="visits", reason="Hay presupuesto", by=found.by)
    assert found.states() == {"start": "under-way", "visits": "ahead", "work": "ahead", "end": "ahead"}
    assert AllianceDecision.objects.get(verb="take-up").reason == "Hay presupuesto"


def test_all_parties_give_their_word_where_the_methodology_asks_them(in_english: None) -> None:
    found = running(pack_text({"only": 'closes = "every-coordinator"\nrequires = ["parties"]'}), cities=3)
    stages.say_ready(found.stage("only"), seat=found.seat(0), by=found.by)
    stages.say_ready(found.stage("only"), seat=found.seat(0), by=found.by)
    parties.leave(found.seat(2), reason="Nuevo gobierno", on=None, by=found.coordinators[2])
    name = found.cities[1].names["es"]
    with pytest.raises(ValidationError) as refused:
        advance_alliance(found.alliance, from_stage="only", by=found.by)
    assert refused.value.messages == [f"The word of these parties is still missing: {name}."]
    with pytest.raises(ValidationError):
        stages.say_ready(found.stage("only"), seat=found.seat(2), by=found.coordinators[2])
    stages.say_ready(found.stage("only"), seat=found.seat(1), by=found.coordinators[1])
    assert advance_alliance(found.alliance, from_stage="only", by=found.by) is None
    assert (found.states(), StageClosing.objects.count(), found.decisions().count("say-ready")) == (
        {"only": "passed"},
        2,
        2,
    )


@time_machine.travel("2026-03-10T09:00:00Z", tick=False)
def test_going_back_keeps_history_and_asks_anew() -> None:
    found = running(on=dt.date(2026, 3, 10))
    in_work(found)
    stages.waive(found.stage("work"), requirement="report", reason="Sin informe", by=found.by)
    back = stages.go_back(found.alliance, to="start", reason="Falta una ciudad", by=found.by)
    assert (back.key, found.states()) == (
        "start",
        {"start": "under-way", "visits": "skipped", "work": "ahead", "end": "ahead"},
    )
    decision = AllianceDecision.objects.get(verb="go-back")
    day = "2026-03-10"
    assert (decision.reason, decision.details["before"]) == (
        "Falta una ciudad",
        [
            {"stage": "start", "state": "passed", "started_on": day, "ended_on": day},
            {"stage": "work", "state": "under-way", "started_on": day, "ended_on": ""},
        ],
    )
    assert [(row.started_on, row.ended_on) for row in (found.stage("start"), found.stage("work"))] == [
        (dt.date(2026, 3, 10), None),
        (None, None),
    ]
    assert Waiver.objects.count() == 1
    advance_alliance(found.alliance, from_stage="start", by=found.by)
    assert found.states()["work"] == "under-way"


@pytest.mark.parametrize(("to", "reason"), [("none", "Porque sí"), ("start", "")])
def test_nobody_goes_back_to_nowhere_or_without_a_reason(to: str, reason: str) -> None:
    found = running()
    in_work(found)
    with pytest.raises(ValidationError):
        stages.go_back(found.alliance, to=to, reason=reason, by=found.by)
    with pytest.raises(MoveRefused):
        stages.go_back(found.alliance, to="end", reason="Adelante", by=found.by)
    assert found.states()["work"] == "under-way"


def test_what_no_data_can_tell_is_attested_by_each_with_what_bears_it_out() -> None:
    found = running()
    in_work(found)
    with_theme(found)
    work = found.stage("work")
    good = {"requirement": "useful", "note": "Encuesta", "evidence": None}
    for fields, at_fault in [
        ({"seat": None}, "seat"),
        ({"seat": found.seat(0), "note": " "}, "note"),
        ({"seat": found.seat(0), "requirement": "theme"}, "requirement"),
    ]:
        with pytest.raises(ValidationError) as refused:
            attestations.attest(work, **(good | fields), by=found.by)
        assert list(refused.value.message_dict) == [at_fault]
    for place in (0, 1):
        attestations.attest(work, seat=found.seat(place), **good, by=found.coordinators[place])
    [_theme, _report, useful] = evaluate(found.alliance).outcomes
    assert (useful.met, useful.found, useful.needed, useful.lacking) == (True, 2, 2, ())
    with pytest.raises(ValidationError) as refused:
        attestations.attest(work, seat=found.seat(0), **good, by=found.by)
    assert list(refused.value.message_dict) == ["requirement"]
    attestations.withdraw(work.attestations.latest("pk"), by=found.coordinators[1])
    [_theme, _report, useful] = evaluate(found.alliance).outcomes
    assert (useful.met, useful.lacking) == (False, (found.seat(1).pk,))


def test_a_document_bears_an_attestation_out_where_the_methodology_asks_for_one() -> None:
    asked = {"seen": 'kind = "attested"\nby = "secretariat"\nevidence = "document"'}
    found = running(pack_text({"only": 'requires = ["seen"]'}, asked))
    paper = ContentFile(b"Lo vimos.\n", name="visto.txt")
    good = {"requirement": "seen", "seat": None, "note": "", "by": found.secretary}
    with pytest.raises(ValidationError) as refused:
        attestations.attest(found.stage("only"), **good, evidence=None)
    assert list(refused.value.message_dict) == ["evidence"]
    said = attestations.attest(found.stage("only"), **good, evidence=paper)
    assert [one.name for one in attachments_of(said, attestations.EVIDENCE)] == ["visto.txt"]
    assert evaluate(found.alliance).holds


def test_the_papers_of_a_stage_are_kept_with_it() -> None:
    found = running()
    work = found.stage("work")
    with pytest.raises(ValidationError):
        stages.keep_document(work, document="other", upload=ContentFile(b"x", name="x.txt"), by=found.by)
    paper = stages.keep_document(work, document="report", upload=ContentFile(b"Todo\n", name="x.txt"), by=found.by)
    assert open_at(evaluate(found.alliance, "work")) == ["theme", "useful"]
    stages.remove_paper(work, paper=paper, by=found.by)
    assert (open_at(evaluate(found.alliance, "work")), Attachment.objects.count()) == (["theme", "report", "useful"], 0)


def test_days_are_planned_until_a_stage_is_over() -> None:
    found = running()
    day = dt.date(2027, 1, 1)
    stages.plan(found.stage("visits"), starts=day, ends=day, by=found.by)
    assert (found.stage("visits").planned_start, found.stage("visits").planned_end) == (day, day)
    with pytest.raises(ValidationError) as refused:
        stages.plan(found.stage("visits"), starts=day, ends=day - dt.timedelta(days=1), by=found.by)
    assert list(refused.value.message_dict) == ["ends"]
    advance_alliance(found.alliance, from_stage="start", by=found.by)
    with pytest.raises(ValidationError):
        stages.plan(found.stage("start"), starts=day, ends=day, by=found.by)


def test_closing_with_open_gates_is_refused_with_the_list_unless_each_has_a_reason() -> None:
    found = running()
    in_work(found)
    with pytest.raises(GateShut) as refused:
        close_alliance(found.alliance, reason="Fin", by=found.by, reasons={"end": "Sin acto final"})
    assert [(one.stage, open_at(one)) for one in refused.value.reports] == [("work", ["theme", "report", "useful"])]
    assert found.alliance.decisions.filter(verb__in=("close", "leave-open")).count() == 0
    closed = close_alliance(
        found.alliance, reason="Fin", by=found.by, reasons={"end": "Sin acto final", "work": "Nadie informó"}
    )
    assert (closed.state, closed.closed_on is not None, str(closed.ends)) == ("closed", True, str(closed.closed_on))
    left = AllianceDecision.objects.filter(verb="leave-open").values_list("stage", "reason", "details")
    assert list(left) == [
        ("work", "Nadie informó", {"open": ["theme", "report", "useful"]}),
        ("end", "Sin acto final", {"open": []}),
    ]


def test_it_is_closed_after_its_last_stage_and_can_be_opened_again() -> None:
    found = running(pack_text({"only": 'requires = ["parties"]'}))
    assert advance_alliance(found.alliance, from_stage="only", by=found.by) is None
    closed = close_alliance(found.alliance, reason="Cumplida", by=found.by)
    assert closed.state == "closed"
    with pytest.raises(MoveRefused):
        close_alliance(found.alliance, reason="Otra vez", by=found.by)
    opened = life.reopen(found.alliance, reason="Queda una visita", by=found.by)
    assert (opened.state, opened.closed_on, opened.ends) == ("running", None, None)
    assert stages.go_back(found.alliance, to="only", reason="Queda una visita", by=found.by).state == "under-way"


def test_the_database_holds_one_stage_under_way() -> None:
    found = running()
    with pytest.raises(IntegrityError), transaction.atomic():
        found.alliance.stages.filter(key="work").update(state="under-way")
