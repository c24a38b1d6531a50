"""Parties come and go: invited, they accept or decline, and leave; who works for each, and with which plans it fits."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, Person, Plan
from entreciudades.alliances.indexing import index_alliance
from entreciudades.alliances.models import AgreementParty, Alliance, Seat, SeatAlignment, SeatPerson
from entreciudades.alliances.pack import part_of
from entreciudades.alliances.services.negotiation import AGREE
from entreciudades.alliances.services.recording import PARTIES
from entreciudades.alliances.services.signing import SIGN, conclude_of
from entreciudades.alliances.services.telling import (
    day_of,
    decide,
    held_alive,
    held_present,
    held_seat,
    named,
    page_of,
    reasoned,
    tell,
)
from entreciudades.alliances.states import SEAT, SeatState
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.parts import put_row
from entreciudades.notices.services import finish_tasks_about, open_task

#: Kind of the task of an organisation that is to answer an invitation.
ANSWER = "alliance.answer"


def seat_parties(alliance: Alliance, parties: Sequence[Organisation], *, proposer: Organisation, by: User) -> None:
    """Give an alliance that is being proposed its parties: the proposer and those that do already take part.

    The others are invited. Raises ValidationError on "parties".
    """
    there = set(alliance.seats.values_list("organisation", flat=True))
    _check_parties(alliance, there | {one.pk for one in parties}, parties, field="parties")
    for organisation in parties:
        if organisation.pk in there:
            continue
        there.add(organisation.pk)
        if organisation == proposer:
            today = timezone.localdate()
            _seat(alliance, organisation, state=SeatState.PRESENT, joined_on=today, answered_by=by)
        else:
            _ask(_seat(alliance, organisation, state=SeatState.INVITED), by=by)


@transaction.atomic
def invite(alliance: Alliance, *, organisation: Organisation, by: User) -> Seat:
    """Invite an organisation into an alliance, also one that declined or left; it is asked to answer.

    Raises ValidationError on "organisation" where there is no room for another party, it is of a kind for which the
    methodology is not made, or it is invited or takes part already.
    """
    alliance = held_alive(alliance)
    seat = alliance.seats.filter(organisation=organisation).select_related("organisation").first()
    if seat is not None and seat.state in (SeatState.INVITED, SeatState.PRESENT):
        raise ValidationError({"organisation": _("It is invited, or takes part, already.")})
    counted = alliance.seats.filter(state__in=(SeatState.INVITED, SeatState.PRESENT))
    parties = {*counted.values_list("organisation", flat=True), organisation.pk}
    _check_parties(alliance, parties, [organisation], field="organisation")
    if seat is None:
        seat = _seat(alliance, organisation, state=SeatState.INVITED)
    else:
        seat.state, seat.left_on, seat.left_because = SEAT.move(seat.state, "invite"), None, ""
        seat.answered_by = None
        put_row(seat)
    seat.alliance = alliance
    decide(alliance, "invite", by=by, party=organisation.pk)
    _ask(seat, by=by)
    return seat


@transaction.atomic
def accept(seat: Seat, *, by: User) -> Seat:
    """An organisation joins the alliance; the others and the secretariat are told. Raises MoveRefused."""
    seat = held_seat(seat)
    seat.state = SEAT.move(seat.state, "accept")
    seat.answered_by, seat.joined_on = by, timezone.localdate()
    _answered(seat, "accept", kind="alliance.joined", by=by)
    return seat


@transaction.atomic
def decline(seat: Seat, *, reason: str, by: User) -> Seat:
    """An organisation does not join. Raises MoveRefused, ValidationError on "reason"."""
    seat = held_seat(seat)
    seat.state = SEAT.move(seat.state, "decline")
    seat.answered_by = by
    _answered(seat, "decline", kind="alliance.declined", by=by, reason=reasoned(reason))
    return seat


@transaction.atomic
def leave(seat: Seat, *, reason: str, on: dt.date | None, by: User) -> Seat:
    """A party leaves; what it signed, wrote and did is kept.

    Raises MoveRefused, and ValidationError on "reason" or "on": a day that has not come, or before it joined.
    """
    seat = held_seat(seat)
    seat.state = SEAT.move(seat.state, "leave")
    seat.left_on = day_of(on, after=seat.joined_on)
    seat.left_because = reasoned(reason)
    _answered(seat, "leave", kind="alliance.left", by=by, reason=seat.left_because)
    for party in AgreementParty.objects.filter(agreement__alliance=seat.alliance, organisation=seat.organisation):
        for kind in (AGREE, SIGN):
            finish_tasks_about(party, kind=kind, by=by)
    conclude_of(seat.alliance, by=by)
    return seat


@transaction.atomic
def assign_person(seat: Seat, *, person: Person, role: str, by: User) -> SeatPerson:
    """Somebody works on the alliance for a party, in a role of the methodology.

    Raises ValidationError on "role" where it has none such, on "person" of another organisation, and for who has the
    role already.
    """
    seat = held_present(seat)
    if role not in {one.key for one in part_of(seat.alliance).roles}:
        raise ValidationError({"role": _("The methodology has no such role.")})
    assigned = SeatPerson(seat=seat, person=person, role=role)
    put_row(assigned)
    trail.record("seat.person_assigned", seat, by=by, scope=seat.organisation_id, role=role, person=person.pk)
    return assigned


@transaction.atomic
def remove_person(assigned: SeatPerson, *, by: User) -> None:
    """Somebody no longer has this role for a party."""
    seat = held_present(assigned.seat)
    trail.record("seat.person_removed", seat, by=by, scope=seat.organisation_id, role=assigned.role)
    assigned.delete()


@transaction.atomic
def align(seat: Seat, *, plan: Plan, statements: Mapping[str, str], by: User) -> SeatAlignment:
    """Say how the alliance fits a plan of a party; said before, it is said anew.

    Raises ValidationError on "plan" where it is another organisation's.
    """
    seat = held_present(seat)
    if plan.organisation_id != seat.organisation_id:
        raise ValidationError({"plan": _("This is a plan of another organisation.")})
    aligned = seat.alignments.filter(plan=plan).first() or SeatAlignment(seat=seat, plan=plan)
    aligned.statements = dict(statements)
    put_row(aligned)
    trail.record("seat.aligned", seat, by=by, scope=seat.organisation_id, plan=plan.pk)
    return aligned


@transaction.atomic
def remove_alignment(aligned: SeatAlignment, *, by: User) -> None:
    """The alliance is no longer said to fit a plan."""
    seat = held_present(aligned.seat)
    trail.record("seat.alignment_removed", seat, by=by, scope=seat.organisation_id, plan=aligned.plan_id)
    aligned.delete()


def _seat(
    alliance: Alliance,
    organisation: Organisation,
    *,
    state: SeatState,
    joined_on: dt.date | None = None,
    answered_by: User | None = None,
) -> Seat:
    last = alliance.seats.aggregate(last=Max("position"))["last"] or 0
    seat = Seat(
        alliance=alliance,
        organisation=organisation,
        position=last + 1,
        state=state,
        joined_on=joined_on,
        answered_by=answered_by,
    )
    put_row(seat)
    return seat


def _ask(seat: Seat, *, by: User) -> None:
    facts = {"alliance": named(seat.alliance)}
    path = page_of(seat.alliance, seat.organisation)
    open_task(seat.organisation, kind=ANSWER, facts=facts, about=seat, path=path, by=by)


def _answered(seat: Seat, verb: str, *, kind: str, by: User, reason: str = "") -> None:
    """Keep what a party answered, tell the others."""
    put_row(seat)
    finish_tasks_about(seat, by=by)
    alliance, city = seat.alliance, seat.organisation
    decide(alliance, verb, by=by, scope=city.pk, reason=reason, party=city.pk)
    facts = {"organisation": city.names} | ({"reason": reason} if reason else {})
    tell(alliance, kind=kind, facts=facts, by=by)
    index_alliance(alliance)


def _check_parties(alliance: Alliance, keys: Collection[int], new: Sequence[Organisation], *, field: str) -> None:
    """Refuse fewer parties than go together, more than the methodology allows, and kinds that it does not know."""
    seats = part_of(alliance).seats
    if len(keys) < PARTIES:
        raise ValidationError({field: _("At least two organisations go together.")})
    if seats.max is not None and len(keys) > seats.max:
        said = ngettext(
            "The methodology is made for %(count)d party at most.",
            "The methodology is made for %(count)d parties at most.",
            seats.max,
        )
        raise ValidationError({field: said % {"count": seats.max}})
    for one in new:
        if seats.kinds and one.kind_id.partition(":")[2] not in seats.kinds:
            said = _("The methodology is not made for organisations of this kind: %(name)s.")
            raise ValidationError({field: said % {"name": label(one.names).text}})
