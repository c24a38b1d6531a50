"""Rows that hang on an alliance are kept and removed: points of its agenda map, calls of others, joint bids."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Alliance, FundingCall, JointBid
from entreciudades.alliances.states import SeatState
from entreciudades.core import trail
from entreciudades.core.parts import Links, Opened, owner_of, put_row

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def keep_part(row: Row, *, by: User | None, links: Links | None = None, opened: Opened | None = None) -> Row:
    """Add or change a row that hangs on an alliance; `links` gives the rows of its many-to-many fields.

    Raises ValidationError naming each field at fault, also where an organisation is no party or a call of others
    belongs to another alliance; RowConflict and RowGone as `put_row`. Nothing is stored then.
    """
    alliance = owner_of(row, Alliance)
    if isinstance(row, FundingCall) and alliance.network is not None:
        row.network = alliance.network
    _check_same_alliance(row, alliance)
    verb = put_row(row, links, opened=opened)
    trail.record(f"{row._meta.model_name}.{verb}", row, by=by, scope=alliance.network_id, alliance=alliance.pk)
    return row


@transaction.atomic
def remove_part(row: models.Model, *, by: User | None) -> None:
    """Take a row away from its alliance. Raises ProtectedError while another row rests on it."""
    alliance = owner_of(row, Alliance)
    trail.record(f"{row._meta.model_name}.removed", row, by=by, scope=alliance.network_id, alliance=alliance.pk)
    row.delete()


def _check_same_alliance(row: models.Model, alliance: Alliance) -> None:
    errors = {}
    for name in ("organisation", "lead"):
        key = getattr(row, f"{name}_id", None)
        if key is not None and not alliance.seats.filter(organisation=key, state=SeatState.PRESENT).exists():
            errors[name] = _("It takes no part in the alliance.")
    if isinstance(row, JointBid) and row.call_id and not _may_use(row.call, alliance):
        errors["call"] = _("It belongs to another alliance.")
    if errors:
        raise ValidationError(errors)


def _may_use(call: FundingCall, alliance: Alliance) -> bool:
    return call.network_id == alliance.network_id and call.alliance_id in (None, alliance.pk)
