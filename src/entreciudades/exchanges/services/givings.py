"""What one city gave another: recorded by a side, confirmed or remarked on by the other, published once all agree."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.services.telling import held_present, taking_part
from entreciudades.core import trail
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.exchanges.models import Giving, ReciprocityConsent
from entreciudades.exchanges.services.telling import parties_of, tell_parties
from entreciudades.exchanges.states import GIVING

PAGE: Final = "reciprocity"


@transaction.atomic
def keep_giving(
    giving: Giving, *, seat: Seat, by: User, links: Links | None = None, opened: Opened | None = None
) -> Giving:
    """Record what was given or received by the city of `seat`, or correct it; the other side is asked to confirm it.

    What was confirmed or remarked on is to be confirmed anew. Raises RowConflict, and ValidationError naming the field
    at fault: where giver, receiver or supporters take no part in the alliance, where the city is neither giver nor
    receiver, where the exchange is another alliance's.
    """
    alliance = held_present(seat).alliance
    giving.alliance, giving.recorded_for = alliance, seat.organisation
    known, chosen = set(parties_of(alliance)), {one.pk for one in (links or {}).get("supporters", ())}
    for name, found in (("giver", giving.giver_id), ("receiver", giving.receiver_id)):
        if found not in known:
            raise ValidationError({name: _("Choose a city that takes part in the alliance.")})
    if chosen - known or chosen & {giving.giver_id, giving.receiver_id}:
        raise ValidationError({"supporters": _("Choose parties that neither gave nor received.")})
    if seat.organisation_id not in (giving.giver_id, giving.receiver_id):
        raise ValidationError({"giver": _("Each city records what it gave and what it received itself.")})
    if giving.exchange is not None and giving.exchange.alliance_id != alliance.pk:
        raise ValidationError({"exchange": _("This exchange belongs to another alliance.")})
    giving.state = GIVING.move(giving.state, "correct")
    giving.recorded_by, giving.recorded_at = by, timezone.now()
    giving.answered_by, giving.answered_at, giving.remark = None, None, ""
    verb = put_row(giving, links, opened=opened)
    trail.record(f"giving.{verb}", giving, by=by, scope=seat.organisation_id, alliance=alliance.pk)
    _tell(giving, "giving.recorded", seat, by=by)
    return giving


@transaction.atomic
def confirm_giving(giving: Giving, *, seat: Seat, by: User) -> Giving:
    """The other side says so, too. Raises MoveRefused; ValidationError where `seat` is not the other side."""
    giving = _held(giving, seat)
    giving.state = GIVING.move(giving.state, "confirm")
    giving.remark = ""
    return _answered(giving, "confirmed", seat, by=by)


@transaction.atomic
def remark_on_giving(giving: Giving, *, remark: str, seat: Seat, by: User) -> Giving:
    """The other side sees it otherwise, and says how. Raises as `confirm_giving`; ValidationError without a remark."""
    giving = _held(giving, seat)
    if not remark.strip():
        raise ValidationError({"remark": _("Say how you see it.")})
    giving.state = GIVING.move(giving.state, "remark")
    giving.remark = remark.strip()
    return _answered(giving, "remarked", seat, by=by)


@transaction.atomic
def remove_giving(giving: Giving, *, seat: Seat, by: User) -> None:
    """Take away what one recorded oneself and the other side has not confirmed; else ValidationError."""
    giving = _locked(giving, seat)
    if giving.recorded_for_id != seat.organisation_id or giving.is_confirmed:
        raise ValidationError(_("Whoever recorded it takes it away, as long as it is not confirmed."))
    trail.record("giving.removed", giving, by=by, scope=seat.organisation_id, alliance=giving.alliance_id)
    giving.delete()


@transaction.atomic
def agree_to_tell(seat: Seat, *, by: User) -> None:
    """A party agrees that everybody reads what was given and received in the alliance."""
    seat = held_present(seat)
    ReciprocityConsent.objects.get_or_create(seat=seat, defaults={"given_by": by})
    trail.record("reciprocity.agreed", seat.alliance, by=by, scope=seat.organisation_id)


@transaction.atomic
def disagree_to_tell(seat: Seat, *, by: User) -> None:
    """A party agrees no longer: nobody but the parties and their network reads it."""
    seat = held_present(seat)
    ReciprocityConsent.objects.filter(seat=seat).delete()
    trail.record("reciprocity.disagreed", seat.alliance, by=by, scope=seat.organisation_id)


def agreed_to_tell(alliance: Alliance) -> set[int]:
    """The keys of the seats that agreed."""
    return set(ReciprocityConsent.objects.filter(seat__alliance=alliance).values_list("seat", flat=True))


def is_told(alliance: Alliance) -> bool:
    """Whether every party that takes part agreed that everybody reads it."""
    present = {seat.pk for seat in taking_part(alliance)}
    return bool(present) and present <= agreed_to_tell(alliance)


def _answered(giving: Giving, verb: str, seat: Seat, *, by: User) -> Giving:
    giving.answered_by, giving.answered_at = by, timezone.now()
    giving.full_clean()
    giving.save(update_fields=["state", "remark", "answered_by", "answered_at"])
    trail.record(f"giving.{verb}", giving, by=by, scope=seat.organisation_id, alliance=giving.alliance_id)
    _tell(giving, f"giving.{verb}", seat, by=by)
    return giving


def _tell(giving: Giving, kind: str, seat: Seat, *, by: User) -> None:
    """Tell the side that does not act."""
    other = giving.receiver_id if giving.giver_id == seat.organisation_id else giving.giver_id
    said: dict[str, Any] = {"organisation": seat.organisation.names, "words": giving.words}
    tell_parties(giving.alliance, kind=kind, facts=said, page=PAGE, by=by, only=[other])


def _locked(giving: Giving, seat: Seat) -> Giving:
    rows = held_present(seat).alliance.givings.select_related("alliance", "giver", "receiver")
    return rows.get(pk=giving.pk)


def _held(giving: Giving, seat: Seat) -> Giving:
    giving = _locked(giving, seat)
    if giving.answers != seat.organisation_id:
        raise ValidationError(_("The other side answers: the one that did not record it."))
    return giving
