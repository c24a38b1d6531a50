"""A position is put before many, endorsed by each in its own name, published with its list, and followed."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import (
    Addressee,
    Agreement,
    Article,
    Endorsement,
    Position,
    PositionRemark,
    Reply,
)
from entreciudades.alliances.states import AgreementState
from entreciudades.core import trail
from entreciudades.core.parts import Opened, put_row
from entreciudades.core.texts import publish_texts
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import finish_tasks_about, notify, open_task

#: States in which the words of a position are settled.
SETTLED: Final = (AgreementState.AGREED, AgreementState.SIGNING, AgreementState.SIGNED)
#: States in which they may still change.
OPEN: Final = (AgreementState.DRAFTING, AgreementState.TABLED)


@transaction.atomic
def open_consultation(position: Position, *, until: dt.date, by: User, scope: int) -> Position:
    """Put the draft before those who are invited, until that day; who is invited already is told.

    Raises ValidationError where the day is over, or the words are settled.
    """
    position = _held(position)
    if position.agreement.state not in OPEN:
        raise ValidationError(_("The text is settled: there is nothing to be consulted any more."))
    _check_day(until, "consult_until")
    position.consult_until = until
    position.save(update_fields=["consult_until"])
    trail.record("position.consulted", position, by=by, scope=scope)
    for one in position.endorsements.filter(state=Endorsement.State.INVITED).select_related("organisation"):
        _tell_of_consultation(one, until, by=by)
    return position


@transaction.atomic
def invite(position: Position, *, organisations: Iterable[Organisation], by: User, scope: int) -> int:
    """Invite organisations to remark and to endorse; those that were invited stay so. Return how many are new."""
    position = _held(position)
    drafters = set(position.agreement.parties.values_list("organisation", flat=True))
    known = set(position.endorsements.values_list("organisation", flat=True)) | drafters
    new = [
        Endorsement(position=position, organisation=one, invited_by=by) for one in organisations if one.pk not in known
    ]
    Endorsement.objects.bulk_create(new)
    if new:
        trail.record("position.invited", position, by=by, scope=scope, count=len(new))
    for one in new:
        if position.agreement.state in SETTLED:
            _ask_to_endorse(one, by=by)
        elif position.consult_until:
            _tell_of_consultation(one, position.consult_until, by=by)
    return len(new)


@transaction.atomic
def remark(
    position: Position, *, organisation: Organisation, body: str, by: User, article: Article | None = None
) -> PositionRemark:
    """Remark on the draft for an invited organisation. Raises ValidationError outside the consultation."""
    position = _held(position)
    if not position.endorsements.filter(organisation=organisation).exists():
        raise ValidationError(_("This organisation is not invited."))
    until = position.consult_until
    if position.agreement.state not in OPEN or until is None or until < timezone.localdate():
        raise ValidationError(_("The consultation is over; what you wrote is still in the form."))
    said = PositionRemark(position=position, organisation=organisation, body=body.strip(), article=article)
    said.written_by = by
    put_row(said)
    trail.record("position.remarked", said, by=by, scope=organisation.pk)
    for party in _drafters(position):
        facts = {"organisation": organisation.names, "title": position.agreement.titles}
        _notify(party, position, "position.remarked", facts, by)
    return said


@transaction.atomic
def answer_remark(said: PositionRemark, *, answer: str, by: User, scope: int) -> PositionRemark:
    """Say what became of a remark."""
    said = PositionRemark.objects.select_for_update(of=("self",)).select_related("position__agreement").get(pk=said.pk)
    if not answer.strip():
        raise ValidationError({"answer": _("Say what became of it.")})
    said.answer, said.answered_by, said.answered_at = answer.strip(), by, timezone.now()
    said.full_clean()
    said.save(update_fields=["answer", "answered_by", "answered_at"])
    trail.record("position.remark-answered", said, by=by, scope=scope)
    facts = {"title": said.position.agreement.titles}
    _notify(said.organisation, said.position, "position.remark-answered", facts, by)
    return said


@transaction.atomic
def open_endorsement(position: Position, *, until: dt.date | None, by: User, scope: int) -> int:
    """Ask everybody who is invited and has not answered to endorse the settled text; return how many were asked.

    Raises ValidationError while its drafters have not agreed on the text, or where the day is over.
    """
    position = _held(position)
    if position.agreement.state not in SETTLED:
        raise ValidationError(_("First its drafters agree on the text; until then there is nothing to endorse."))
    if until is not None:
        _check_day(until, "endorse_until")
    position.endorse_until = until
    position.save(update_fields=["endorse_until"])
    waiting = list(position.endorsements.filter(state=Endorsement.State.INVITED).select_related("organisation"))
    for one in waiting:
        one.position = position
        _ask_to_endorse(one, by=by)
    trail.record("position.endorsement-opened", position, by=by, scope=scope, count=len(waiting))
    return len(waiting)


@transaction.atomic
def endorse(
    endorsement: Endorsement, *, name: str, office: str, by: User, council_act: str = "", said: str = ""
) -> Endorsement:
    """Endorse a position in an organisation's own name.

    Raises ValidationError while the text is not settled, once the day is over, and where nobody is named.
    """
    endorsement = _held_endorsement(endorsement)
    position = endorsement.position
    if position.agreement.state not in SETTLED:
        raise ValidationError(_("First its drafters agree on the text; until then there is nothing to endorse."))
    if position.endorse_until and position.endorse_until < timezone.localdate():
        raise ValidationError(_("The term in which one could endorse is over."))
    endorsement.name, endorsement.office = name.strip(), office.strip()
    endorsement.council_act, endorsement.said = council_act.strip(), said.strip()
    _answer(endorsement, Endorsement.State.ENDORSED, by)
    facts = {"organisation": endorsement.organisation.names, "title": position.agreement.titles}
    for party in _drafters(position):
        _notify(party, position, "position.endorsed", facts, by)
    return endorsement


@transaction.atomic
def decline(endorsement: Endorsement, *, by: User, said: str = "") -> Endorsement:
    """Say that an organisation does not endorse it; no reason is asked. What it endorsed it withdraws."""
    endorsement = _held_endorsement(endorsement)
    has = endorsement.state == Endorsement.State.ENDORSED
    endorsement.said = said.strip()
    state = Endorsement.State.WITHDRAWN if has else Endorsement.State.DECLINED
    _answer(endorsement, state, by)
    if has:
        facts = {"organisation": endorsement.organisation.names, "title": endorsement.position.agreement.titles}
        for party in _drafters(endorsement.position):
            _notify(party, endorsement.position, "position.withdrawn", facts, by)
    return endorsement


@transaction.atomic
def publish(position: Position, *, by: User, scope: int) -> Position:
    """Let everybody read it with who endorses it. Raises ValidationError while its text is not settled."""
    position = _held(position)
    if position.agreement.state not in SETTLED:
        raise ValidationError(_("First its drafters agree on the text."))
    if position.published_at is None:
        position.published_at = timezone.now()
        position.save(update_fields=["published_at"])
        Agreement.objects.filter(pk=position.agreement_id).update(published=True)
        publish_texts(*position.agreement.articles.all())
        trail.record("position.published", position, by=by, scope=scope)
    return position


@transaction.atomic
def keep_addressee(addressee: Addressee, *, by: User, scope: int, opened: Opened | None = None) -> Addressee:
    """Keep whom a position addresses, and since when they have it. Raises ValidationError, RowConflict."""
    verb = put_row(addressee, opened=opened)
    trail.record(f"addressee.{verb}", addressee, by=by, scope=scope)
    return addressee


@transaction.atomic
def record_reply(reply: Reply, *, by: User, scope: int) -> Reply:
    """Keep what came back. Raises ValidationError, also where it came before the position was sent."""
    sent = reply.addressee.sent_on
    if sent is None:
        raise ValidationError(_("Say first on which day it was sent to them."))
    if reply.received_on and reply.received_on < sent:
        raise ValidationError({"received_on": _("This is before it was sent.")})
    put_row(reply)
    trail.record("reply.added", reply, by=by, scope=scope)
    return reply


def page_of(position: Position, organisation: Organisation) -> str:
    """The address of a position at the desk of an organisation."""
    return reverse("desk:position", args=[organisation.slug, position.pk])


def _held(position: Position) -> Position:
    """The position as it stands; its text is held too, so that nobody opens it again meanwhile."""
    rows = Position.objects.select_for_update(of=("self", "agreement"), no_key=True)
    return rows.select_related("agreement__network").get(pk=position.pk)


def _held_endorsement(endorsement: Endorsement) -> Endorsement:
    """The endorsement as it stands; its text is held too, so that nobody opens it again meanwhile."""
    locked = Endorsement.objects.select_for_update(of=("self", "position__agreement"), no_key=True)
    return locked.select_related("position__agreement", "organisation").get(pk=endorsement.pk)


def _check_day(day: dt.date, field: str) -> None:
    if day < timezone.localdate():
        raise ValidationError({field: _("This day is over.")})


def _answer(endorsement: Endorsement, state: str, by: User) -> None:
    endorsement.state, endorsement.answered_by, endorsement.answered_at = state, by, timezone.now()
    put_row(endorsement)
    trail.record(f"endorsement.{state}", endorsement, by=by, scope=endorsement.organisation_id)
    finish_tasks_about(endorsement, by=by)


def _drafters(position: Position) -> list[Organisation]:
    return list(Organisation.objects.filter(agreement_parties__agreement=position.agreement_id))


def _ask_to_endorse(endorsement: Endorsement, *, by: User) -> None:
    position, organisation = endorsement.position, endorsement.organisation
    open_task(
        organisation,
        kind="position.endorse",
        facts={"title": position.agreement.titles},
        about=endorsement,
        path=page_of(position, organisation),
        due=position.endorse_until,
        by=by,
    )


def _tell_of_consultation(endorsement: Endorsement, until: dt.date, *, by: User) -> None:
    position = endorsement.position
    facts = {"title": position.agreement.titles, "until": until}
    _notify(endorsement.organisation, position, "position.consulted", facts, by)


def _notify(organisation: Organisation, position: Position, kind: str, facts: dict[str, object], by: User) -> None:
    path = page_of(position, organisation)
    notify(leaders_of(organisation), kind=kind, facts=facts, path=path, by=by, scope=organisation)
