"""Who comes to an exchange, by name."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Seat
from entreciudades.alliances.services.telling import held_present
from entreciudades.core import trail
from entreciudades.core.parts import Opened, put_row
from entreciudades.exchanges.caps import check_travellers
from entreciudades.exchanges.models import ExchangeGuest, Traveller


@transaction.atomic
def keep_traveller(traveller: Traveller, *, seat: Seat, by: User, opened: Opened | None = None) -> Traveller:
    """Name somebody who comes, or change what is said of them; of more people than were said, all come.

    Each party names its own people. Raises ValidationError where the methodology allows fewer, where the exchange was
    cancelled, and where neither a person nor a name is given, or both; RowConflict as `put_row`.
    """
    guest = _held(traveller.guest, seat)
    traveller.guest = guest
    verb = put_row(traveller, opened=opened)
    if (named := guest.travellers.count()) > guest.people:
        check_travellers(guest.exchange, {guest.organisation: named})
        guest.people = named
        guest.save(update_fields=["people"])
    trail.record(f"traveller.{verb}", traveller, by=by, scope=seat.organisation_id, exchange=guest.exchange_id)
    return traveller


@transaction.atomic
def remove_traveller(traveller: Traveller, *, seat: Seat, by: User) -> None:
    """Take a name off; how many people come stays as it is. Raises ValidationError as `keep_traveller`."""
    guest = _held(traveller.guest, seat)
    trail.record("traveller.removed", traveller, by=by, scope=seat.organisation_id, exchange=guest.exchange_id)
    traveller.delete()


def _held(guest: ExchangeGuest, seat: Seat) -> ExchangeGuest:
    """The guest as it stands, of the party that acts, while their alliance is held."""
    alliance = held_present(seat).alliance
    rows = ExchangeGuest.objects.select_related("exchange__alliance", "organisation")
    guest = rows.get(pk=guest.pk, exchange__alliance=alliance)
    if guest.organisation_id != seat.organisation_id:
        raise ValidationError(_("Each city names its own people."))
    if not (guest.exchange.is_planned or guest.exchange.is_held):
        raise ValidationError(_("This exchange was cancelled."))
    return guest
