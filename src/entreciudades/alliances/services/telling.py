"""What the services of an alliance's life share: the alliance held while they act, decisions kept, parties told."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, AllianceDecision, AllianceStage, Seat
from entreciudades.alliances.naming import title_of
from entreciudades.alliances.states import AllianceState, SeatState, StageState
from entreciudades.core import trail
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify

#: While it is so, parties come and go and what belongs to the alliance is written.
ALIVE = frozenset({AllianceState.PROPOSED, AllianceState.CONSTITUTED, AllianceState.RUNNING, AllianceState.SUSPENDED})


def held(alliance: Alliance) -> Alliance:
    """The alliance as it stands, locked until the transaction ends: its life takes one step at a time."""
    locked = Alliance.objects.select_for_update(of=("self",), no_key=True).select_related("network", "methodology")
    return locked.get(pk=alliance.pk)


def held_alive(alliance: Alliance, *, at_work: bool = False) -> Alliance:
    """The same, of one that is proposed, constituted, under way or suspended; `at_work`: under way.

    Raises ValidationError at any other time.
    """
    alliance = held(alliance)
    if alliance.state not in ALIVE:
        raise ValidationError(_("The alliance is not alive: this can no longer be done, or not yet."))
    if at_work and not alliance.is_at_work:
        raise ValidationError(_("This is done while the alliance is under way."))
    return alliance


def held_seat(seat: Seat) -> Seat:
    """A party as it stands, with its alliance, which is alive and held. Raises ValidationError as `held_alive`."""
    alliance = held_alive(seat.alliance)
    found = alliance.seats.select_related("organisation").get(pk=seat.pk)
    found.alliance = alliance
    return found


def held_present(seat: Seat) -> Seat:
    """The same, of a party that takes part; else ValidationError."""
    seat = held_seat(seat)
    if seat.state != SeatState.PRESENT:
        raise ValidationError(_("Only parties that take part in the alliance do this."))
    return seat


def held_open(stage: AllianceStage) -> AllianceStage:
    """A stage that is under way or ahead, of an alliance that is alive and held; else ValidationError."""
    alliance = held_alive(stage.alliance)
    found = alliance.stages.get(pk=stage.pk)
    if found.state not in (StageState.AHEAD, StageState.UNDER_WAY):
        raise ValidationError(_("This stage is over: it stands as it was."))
    found.alliance = alliance
    return found


def decide(
    alliance: Alliance,
    verb: str,
    *,
    by: User | None,
    scope: int | None = None,
    stage: str = "",
    reason: str = "",
    **details: Any,
) -> AllianceDecision:
    """Keep what was decided, and its event in the trail of `scope`: by default, of the network."""
    decision = AllianceDecision(
        alliance=alliance, verb=verb, stage=stage, reason=reason.strip(), details=details, made_by=by
    )
    decision.full_clean(exclude=["details"])  # which may be empty
    decision.save()
    scope = alliance.network_id if scope is None else scope
    trail.record("alliance.decided", alliance, by=by, scope=scope, decision=verb, number=decision.pk, stage=stage)
    return decision


def reasoned(reason: str) -> str:
    """The reason that somebody gave; ValidationError on "reason" where there is none."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: all parties read it.")})
    return reason.strip()


def day_of(on: dt.date | None, *, field: str = "on", after: dt.date | None = None) -> dt.date:
    """The day on which something happened, today unless it is said. Raises ValidationError on `field`.

    Nothing happens in the future, and not before `after`.
    """
    today = timezone.localdate()
    on = on or today
    if on > today:
        raise ValidationError({field: _("This day has not come yet.")})
    if after is not None and on < after:
        raise ValidationError({field: _("This is before %(date)s, when it began.") % {"date": after.isoformat()}})
    return on


def taking_part(alliance: Alliance) -> list[Seat]:
    """The parties that take part, in order, with their organisations."""
    return list(alliance.seats.filter(state=SeatState.PRESENT).select_related("organisation"))


def named(alliance: Alliance) -> dict[str, str]:
    """What the alliance is called, by language, as notices tell it."""
    return {language: title_of(alliance, language) for language, _name in settings.CONTENT_LANGUAGES}


def page_of(alliance: Alliance, organisation: Organisation) -> str:
    """The address of the alliance at the desk of a party."""
    return reverse("desk:alliance", args=[organisation.slug, alliance.slug])


def office_page_of(alliance: Alliance) -> str:
    """Its address in the office of its network; ValueError without one."""
    if alliance.network is None:
        raise ValueError(f"{alliance} is of no network")
    return reverse("office:alliance", args=[alliance.network.slug, alliance.slug])


def tell(
    alliance: Alliance,
    *,
    kind: str,
    by: User | None,
    facts: Mapping[str, Any] | None = None,
    seats: Iterable[Seat] | None = None,
) -> None:
    """Tell those who answer for the parties that take part, or for `seats`, and the secretariat of the network."""
    facts = {"alliance": named(alliance)} | dict(facts or {})
    network = alliance.network
    cities = [seat.organisation for seat in (taking_part(alliance) if seats is None else seats)]
    for city in cities:
        if city != network:
            notify(leaders_of(city), kind=kind, facts=facts, path=page_of(alliance, city), by=by, scope=city)
    if network is not None:
        path = office_page_of(alliance)
        notify(leaders_of(network), kind=kind, facts=facts, path=path, by=by, scope=network)
