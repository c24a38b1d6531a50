"""An alliance goes from stage to stage: through a gate, past an optional stage, or back; exceptions by a reason."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.errors import GateShut, StageMoved
from entreciudades.alliances.models import Alliance, AllianceStage, Seat, StageClosing, Waiver
from entreciudades.alliances.pack import part_of, stage_of
from entreciudades.alliances.services.telling import decide, held_alive, held_open, reasoned, taking_part, tell
from entreciudades.alliances.states import STAGE, SeatState, StageState
from entreciudades.core.files import add_document, remove_document
from entreciudades.core.labels import label
from entreciudades.core.models import Attachment
from entreciudades.core.parts import put_row
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.gates import GateReport, Outcome
from entreciudades.notices.services import finish_tasks_about

#: What the papers of a stage hang on it for, before the key of the document.
PAPER = "document:"


@transaction.atomic
def advance(alliance: Alliance, *, report: GateReport, from_stage: str, by: User) -> AllianceStage | None:
    """Close the stage under way, whose gate holds by `report`, and enter the next; return that, None after the last.

    Pages call `processes.gates.advance_alliance`, which evaluates the gate on the alliance as it is held. Raises
    StageMoved where another stage is under way than the person saw, GateShut, ValidationError where the methodology
    asks for the word of all parties and some have not given it, and where the alliance is not under way. The decision
    keeps what was found at the gate.
    """
    alliance = held_alive(alliance, at_work=True)
    row = under_way(alliance)
    if row is None or row.key != from_stage:
        raise StageMoved(expected=from_stage, stands=row.key if row else "")
    if (report.alliance, report.stage) != (alliance.pk, row.key):
        raise ValueError(f"the report is of stage {report.stage!r} of alliance {report.alliance}")
    if not report.holds:
        raise GateShut(report)
    _check_all_ready(row)
    today = timezone.localdate()
    _move(row, "pass", ended_on=today)
    entered = enter_next(alliance, after=row.position, on=today)
    decide(
        alliance,
        "advance",
        by=by,
        stage=row.key,
        next=entered.key if entered else "",
        methodology=alliance.methodology_id,
        found=[_kept(one) for one in report.outcomes],
    )
    facts = {"stage": dict(stage_of(row).title)}
    if entered is not None:
        tell(alliance, kind="alliance.advanced", facts=facts | {"next": dict(stage_of(entered).title)}, by=by)
    else:
        tell(alliance, kind="alliance.last-stage", facts=facts, by=by)
    return entered


@transaction.atomic
def say_ready(stage: AllianceStage, *, seat: Seat, by: User) -> StageClosing:
    """A party gives its word that the stage under way may close, where all are asked; twice changes nothing.

    Raises ValidationError where the methodology does not ask it, the stage is not under way or the party takes no part.
    """
    alliance = held_alive(stage.alliance, at_work=True)
    row = _of(alliance, stage)
    if row.state != StageState.UNDER_WAY or stage_of(row).closes != "every-coordinator":
        raise ValidationError(_("No word is asked for on this stage."))
    if seat.alliance_id != alliance.pk or not alliance.seats.filter(pk=seat.pk, state=SeatState.PRESENT).exists():
        raise ValidationError(_("Only parties that take part in the alliance do this."))
    word, made = StageClosing.objects.get_or_create(stage=row, seat=seat, defaults={"given_by": by})
    if made:
        decide(alliance, "say-ready", by=by, scope=seat.organisation_id, stage=row.key, party=seat.organisation_id)
    return word


@transaction.atomic
def skip(stage: AllianceStage, *, reason: str, by: User) -> AllianceStage | None:
    """Leave out an optional stage; where it was under way the next is entered. Return the stage under way then.

    Raises MoveRefused where it is passed, ValidationError where it is not optional or on "reason".
    """
    alliance = held_alive(stage.alliance, at_work=True)
    row = _of(alliance, stage)
    was_under_way = row.state == StageState.UNDER_WAY
    STAGE.move(row.state, "skip")
    if not stage_of(row).optional:
        raise ValidationError(_("The methodology does not let this stage be left out."))
    reason = reasoned(reason)
    _move(row, "skip", started_on=None)
    entered = (
        enter_next(alliance, after=row.position, on=timezone.localdate()) if was_under_way else under_way(alliance)
    )
    decide(alliance, "skip", by=by, stage=row.key, reason=reason, next=entered.key if entered else "")
    tell(alliance, kind="alliance.skipped", facts={"stage": dict(stage_of(row).title), "reason": reason}, by=by)
    return entered


@transaction.atomic
def go_back(alliance: Alliance, *, to: str, reason: str, by: User) -> AllianceStage:
    """Return to a stage that was passed or left out; those after it lie ahead again, those left out stay so.

    One that was left out before it was reached is taken up again: it lies ahead, and the alliance stays where it is.
    What was kept, attested and excepted in them stays; their words to close are asked for anew. Their days go into the
    decision. Raises MoveRefused where the stage was not passed, ValidationError on "to" or "reason".
    """
    alliance = held_alive(alliance, at_work=True)
    rows = list(alliance.stages.all())
    back = next((row for row in rows if row.key == to), None)
    if back is None or back.lived_by_id is not None:
        raise ValidationError({"to": _("The alliance has no such stage.")})
    STAGE.move(back.state, "return")
    reason = reasoned(reason)
    standing = next((row for row in rows if row.state == StageState.UNDER_WAY), None)
    if standing is not None and standing.position < back.position:
        _move(back, "put-back")
        decide(alliance, "take-up", by=by, stage=to, reason=reason)
        return back
    after = [
        row
        for row in rows
        if row.position > back.position
        and row.lived_by_id is None
        and row.state in (StageState.PASSED, StageState.UNDER_WAY)
    ]
    were = [_days_of(row) for row in (back, *after)]
    for row in after:
        _move(row, "put-back", started_on=None, ended_on=None)
    _move(back, "return", started_on=back.started_on or timezone.localdate(), ended_on=None)
    StageClosing.objects.filter(stage__in=(back, *after)).delete()
    decide(alliance, "go-back", by=by, stage=to, reason=reason, before=were)
    tell(alliance, kind="alliance.gone-back", facts={"stage": dict(stage_of(back).title), "reason": reason}, by=by)
    return back


@transaction.atomic
def plan(stage: AllianceStage, *, starts: dt.date | None, ends: dt.date | None, by: User) -> AllianceStage:
    """Plan the days of a stage that is not over. Raises ValidationError on "ends", or where it is over."""
    row = held_open(stage)
    if starts and ends and ends < starts:
        raise ValidationError({"ends": _("This is before the beginning.")})
    before = [_iso(row.planned_start), _iso(row.planned_end)]
    row.planned_start, row.planned_end = starts, ends
    put_row(row)
    decide(row.alliance, "plan", by=by, stage=row.key, before=before, after=[_iso(starts), _iso(ends)])
    return row


@transaction.atomic
def waive(stage: AllianceStage, *, requirement: str, reason: str, by: User) -> Waiver:
    """Let a requirement of a stage pass although it is not met; the exception stays visible, and all are told.

    Raises ValidationError on "requirement" where the gate does not ask it or an exception stands, on "reason", and
    where the stage is over.
    """
    row = held_open(stage)
    alliance = row.alliance
    if requirement not in stage_of(row).requires:
        raise ValidationError({"requirement": _("The gate of this stage does not ask for it.")})
    if row.waivers.filter(requirement=requirement, withdrawn_at=None).exists():
        raise ValidationError({"requirement": _("An exception was made already.")})
    waiver = Waiver(stage=row, requirement=requirement, reason=reasoned(reason), granted_by=by)
    put_row(waiver)
    decide(alliance, "waive", by=by, stage=row.key, reason=reason, requirement=requirement)
    facts = {
        "stage": dict(stage_of(row).title),
        "requirement": dict(part_of(alliance).requirement(requirement).says),
        "reason": waiver.reason,
    }
    tell(alliance, kind="alliance.waived", facts=facts, by=by)
    return waiver


@transaction.atomic
def withdraw_waiver(waiver: Waiver, *, by: User) -> Waiver:
    """Take an exception back; that it was made stays visible. Raises ValidationError where the stage is over."""
    row = held_open(waiver.stage)
    waiver = row.waivers.get(pk=waiver.pk)
    if waiver.withdrawn_at is None:
        waiver.withdrawn_at, waiver.withdrawn_by = timezone.now(), by
        put_row(waiver)
        decide(row.alliance, "withdraw-waiver", by=by, stage=row.key, requirement=waiver.requirement)
    return waiver


def keep_document(
    stage: AllianceStage, *, document: str, upload: File[bytes], by: User, scope: int | None = None
) -> Attachment:
    """Keep a paper of a stage. Raises FileRefused, and ValidationError where the stage has no such document.

    The file is examined before the alliance is held.
    """
    alliance = stage.alliance
    if document not in {one.key for one in stage_of(stage).documents}:
        raise ValidationError({"document": _("This stage keeps no such document.")})
    scope = alliance.network_id if scope is None else scope
    return add_document(stage, upload, purpose=f"{PAPER}{document}", by=by, scope=scope)


def remove_paper(stage: AllianceStage, *, paper: Attachment, by: User, scope: int | None = None) -> None:
    """Take a paper off a stage that is not over. Raises ValidationError where it is, or where it is none of its own."""
    if (paper.object_kind, paper.object_id) != (kind_of(stage), stage.pk):
        raise ValidationError(_("This paper hangs elsewhere."))
    if stage.state == StageState.PASSED:
        raise ValidationError(_("This stage is over: its papers stay."))
    remove_document(stage, paper, by=by, scope=stage.alliance.network_id if scope is None else scope)


def under_way(alliance: Alliance) -> AllianceStage | None:
    """The stage in which an alliance stands; None before the first and after the last."""
    row = alliance.stages.filter(state=StageState.UNDER_WAY).first()
    if row is not None:
        row.alliance = alliance
    return row


def enter_next(alliance: Alliance, *, after: int, on: dt.date) -> AllianceStage | None:
    """Enter the first stage ahead behind a position; None where none lies ahead."""
    row = alliance.stages.filter(state=StageState.AHEAD, position__gt=after).order_by("position").first()
    if row is not None:
        row.alliance = alliance
        _move(row, "enter", started_on=on)
    return row


def _of(alliance: Alliance, stage: AllianceStage) -> AllianceStage:
    """A stage as it stands, of the alliance that is held."""
    row = alliance.stages.get(pk=stage.pk)
    row.alliance = alliance
    return row


def _move(row: AllianceStage, verb: str, **days: dt.date | None) -> None:
    row.state = STAGE.move(row.state, verb)
    for name, day in days.items():
        setattr(row, name, day)
    row.save(update_fields=["state", *days])
    finish_tasks_about(row, by=None)


def _check_all_ready(row: AllianceStage) -> None:
    if stage_of(row).closes != "every-coordinator":
        return
    ready = set(row.closings.values_list("seat", flat=True))
    missing = [label(seat.organisation.names).text for seat in taking_part(row.alliance) if seat.pk not in ready]
    if missing:
        said = _("The word of these parties is still missing: %(names)s.")
        raise ValidationError(said % {"names": ", ".join(missing)})


def _kept(outcome: Outcome) -> dict[str, object]:
    return {
        "requirement": outcome.requirement.key,
        "met": outcome.met,
        "found": outcome.found,
        "needed": outcome.needed,
        "waived": outcome.waived,
    }


def _days_of(row: AllianceStage) -> dict[str, str]:
    return {"stage": row.key, "state": row.state, "started_on": _iso(row.started_on), "ended_on": _iso(row.ended_on)}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
