"""Exchanges: planned, changed, held, cancelled, and planned again."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Seat
from entreciudades.alliances.services.telling import held_present, reasoned
from entreciudades.core import trail
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.exchanges.caps import check_travellers, check_visits
from entreciudades.exchanges.models import Exchange, ExchangeGuest
from entreciudades.exchanges.services.minutes import ask_for_minute
from entreciudades.exchanges.services.telling import parties_of, tell_parties
from entreciudades.exchanges.states import EXCHANGE, ExchangeState
from entreciudades.notices.services import finish_tasks_about

#: What the others are told when it changes.
_TOLD = ("kind", "host_id", "starts", "ends", "place")


@transaction.atomic
def keep_exchange(
    exchange: Exchange,
    *,
    people: Mapping[Organisation, int],
    seat: Seat,
    by: User,
    links: Links | None = None,
    opened: Opened | None = None,
) -> Exchange:
    """Plan an exchange, or change it; `people` are the parties that come, each with how many of its people.

    The parties are told of a new one, and where kind, host, days or place change. Raises RowConflict where somebody
    else changed it meanwhile, and ValidationError naming the field at fault: where it was cancelled, where host or
    guests take no part in the alliance, where nobody comes, where the methodology allows fewer visits or travellers.
    """
    alliance = held_present(seat).alliance
    is_new = exchange.pk is None
    before = None if is_new else Exchange.objects.get(pk=exchange.pk)
    if before is not None and before.state == ExchangeState.CANCELLED:
        raise ValidationError(_("It was cancelled: plan it again first."))
    exchange.alliance = alliance
    _check_parties(exchange, before, people)
    check_visits(exchange)
    check_travellers(exchange, people)
    if is_new:
        exchange.planned_by = by
    if exchange.is_held:
        _check_held(exchange)
    verb = put_row(exchange, links, opened=opened)
    _put_guests(exchange, people)
    trail.record(f"exchange.{verb}", exchange, by=by, scope=seat.organisation_id, alliance=alliance.pk)
    if before is None or (before.is_planned and any(getattr(before, one) != getattr(exchange, one) for one in _TOLD)):
        _tell(exchange, "exchange.planned" if is_new else "exchange.changed", by=by)
    return exchange


@transaction.atomic
def hold_exchange(exchange: Exchange, *, seat: Seat, by: User) -> Exchange:
    """Say that it took place. Its host is asked for the minute where there is none yet.

    Raises MoveRefused, and ValidationError where it has no day yet, or one that has not come.
    """
    exchange = _held(exchange, seat)
    exchange.state = EXCHANGE.move(exchange.state, "hold")
    if exchange.ends is None:
        exchange.ends = exchange.starts
    _check_held(exchange)
    exchange.save(update_fields=["state", "ends"])
    trail.record("exchange.held", exchange, by=by, scope=seat.organisation_id, alliance=exchange.alliance_id)
    ask_for_minute(exchange, by=by)
    return exchange


@transaction.atomic
def cancel_exchange(exchange: Exchange, *, reason: str, seat: Seat, by: User) -> Exchange:
    """Cancel a planned one; all parties are told why. Raises MoveRefused; ValidationError without a reason."""
    exchange = _held(exchange, seat)
    exchange.state = EXCHANGE.move(exchange.state, "cancel")
    exchange.reason = reasoned(reason)
    exchange.full_clean()
    exchange.save(update_fields=["state", "reason"])
    trail.record("exchange.cancelled", exchange, by=by, scope=seat.organisation_id, alliance=exchange.alliance_id)
    finish_tasks_about(exchange, by=by)
    _tell(exchange, "exchange.cancelled", by=by, reason=exchange.reason)
    return exchange


@transaction.atomic
def plan_exchange_again(exchange: Exchange, *, seat: Seat, by: User) -> Exchange:
    """It was cancelled or said to have been held, and is planned after all; all parties are told.

    Raises MoveRefused; ValidationError where the methodology allows no further visit.
    """
    exchange = _held(exchange, seat)
    exchange.state = EXCHANGE.move(exchange.state, "plan-again")
    check_visits(exchange)
    exchange.reason = ""
    exchange.save(update_fields=["state", "reason"])
    trail.record("exchange.planned-again", exchange, by=by, scope=seat.organisation_id, alliance=exchange.alliance_id)
    finish_tasks_about(exchange, by=by)
    _tell(exchange, "exchange.changed", by=by)
    return exchange


def _held(exchange: Exchange, seat: Seat) -> Exchange:
    """The exchange as it stands, while its alliance is held."""
    return held_present(seat).alliance.exchanges.select_related("alliance", "host").get(pk=exchange.pk)


def _check_parties(exchange: Exchange, before: Exchange | None, people: Mapping[Organisation, int]) -> None:
    """Whoever is chosen takes part; whoever stood there already may have left since."""
    known = set(parties_of(exchange.alliance))
    if before is not None:
        known |= {before.host_id, *before.guests.values_list("organisation", flat=True)}
    if exchange.host_id not in known:
        raise ValidationError({"host": _("Choose a city that takes part in the alliance.")})
    if {one.pk for one in people} - known:
        raise ValidationError({"guests": _("Choose cities that take part in the alliance.")})
    if exchange.host_id in {one.pk for one in people}:
        raise ValidationError({"host": _("The city that receives does not travel: choose another, or nobody of it.")})
    if not people:
        raise ValidationError({"guests": _("Say which cities come, and how many people of each.")})


def _check_held(exchange: Exchange) -> None:
    if exchange.starts is None or exchange.ends is None:
        raise ValidationError({"starts": _("Say first on which days it was.")})
    if exchange.starts > timezone.localdate():
        raise ValidationError({"starts": _("This day has not come yet.")})


def _put_guests(exchange: Exchange, people: Mapping[Organisation, int]) -> None:
    """Those who come. Names that were given stay: a city comes with as many people as are named, or more."""
    rows = {one.organisation_id: one for one in exchange.guests.all()}
    for city, count in people.items():
        row = rows.pop(city.pk, None) or ExchangeGuest(exchange=exchange, organisation=city)
        row.people = count
        if row.pk and (named := row.travellers.count()) > count:
            said = {"named": named}
            raise ValidationError(
                {"guests": _("%(named)s people are named: take names off first, or say more.") % said}
            )
        put_row(row)
    for row in rows.values():
        if row.travellers.exists():
            raise ValidationError({"guests": _("Somebody of a city that no longer comes is named: take them off.")})
        row.delete()


def _tell(exchange: Exchange, kind: str, *, by: User, **facts: Any) -> None:
    said: dict[str, Any] = {"exchange": exchange.titles, "host": exchange.host.names, **facts}
    said["when"] = exchange.days or "—"
    tell_parties(exchange.alliance, exchange.pk, kind=kind, facts=said, page="exchange", by=by)
