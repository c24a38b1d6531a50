"""Who travels, by name: each party names its own people."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entreciudades.core.errors import NotFound
from entreciudades.exchanges.models import Exchange, ExchangeGuest, Traveller
from entreciudades.exchanges.services.travellers import keep_traveller, remove_traveller
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.exchanges.doors import done, exchange_at, page, seat_of
from entreciudades.web.exchanges.forms import TravellerForm


def people(place: Place, pk: int) -> HttpResponse:
    """Who comes from one's city; a POST names one more."""
    seat = seat_of(place)
    one = exchange_at(place, pk, acts=True)
    guest = _guest(place, one)
    is_sent = place.request.method == "POST"
    form: Any = TravellerForm(place.request.POST if is_sent else None, instance=Traveller(guest=guest), owner=guest)
    if is_sent and form.is_valid() and kept(form, keep_traveller, seat=seat, by=place.by):
        messages.success(place.request, _("Named. The parties and their network read it."))
        return redirect(place.request.path)
    said = {
        "exchange": one,
        "guest": guest,
        "form": form,
        "people": [
            (row, place.at("alliance-exchange-person-remove", pk, row.pk))
            for row in guest.travellers.select_related("person")
        ],
        "back": place.at("alliance-exchange", pk),
    }
    return page(place, "exchanges/people.html", said, status=form.status)


def remove(place: Place, pk: int, person: int) -> HttpResponse:
    """Take a name off."""
    seat = seat_of(place)
    guest = _guest(place, exchange_at(place, pk, acts=True))
    row = guest.travellers.filter(pk=person).first()
    if row is None:
        raise NotFound("traveller", person)
    back = place.at("alliance-exchange-people", pk)
    return done(place, lambda: remove_traveller(row, seat=seat, by=place.by), _("The name was taken off."), back)


def _guest(place: Place, exchange: Exchange) -> ExchangeGuest:
    """The guest that one's own city is; NotFound where it does not come."""
    found = next((one for one in exchange.guests.all() if one.organisation_id == place.owner.pk), None)
    if found is None:
        raise NotFound("guest", exchange.pk)
    return found
