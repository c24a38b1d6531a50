"""Exchanges: their list, their page; planned, changed, held, cancelled."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.core.errors import NotFound
from entreciudades.core.files import attachments_of
from entreciudades.core.models import Text
from entreciudades.core.texts import body_in
from entreciudades.exchanges.caps import caps_of
from entreciudades.exchanges.models import Exchange
from entreciudades.exchanges.models.exchange import MINUTE
from entreciudades.exchanges.services.exchanges import (
    cancel_exchange,
    hold_exchange,
    keep_exchange,
    plan_exchange_again,
)
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.naming import name_of
from entreciudades.web.exchanges.doors import asked, done, exchange_at, form_page, page, seat_of
from entreciudades.web.exchanges.forms import ExchangeForm
from entreciudades.web.exchanges.wording import reader, stage_title
from entreciudades.web.files import address_of


def listing(place: Place) -> HttpResponse:
    """What is planned, what was held, what was cancelled; how many visits there may be."""
    rows = list(Exchange.objects.of(place.alliance).with_parties().with_minute())
    caps = caps_of(place.alliance)
    visits = [one for one in rows if one.kind == Exchange.Kind.VISIT and not one.is_cancelled]
    today = timezone.localdate()
    said = {
        "groups": [
            (_("Planned"), [_card(place, one) for one in reversed(rows) if one.is_planned]),
            (_("Held"), [_card(place, one) for one in rows if one.is_held]),
            (_("Cancelled"), [_card(place, one) for one in rows if one.is_cancelled]),
        ],
        "exchanges": rows,
        "caps": caps,
        "visits": len(visits),
        "today": today,
        "add": place.at("alliance-exchange-add") if place.seat and place.works else "",
    }
    return page(place, "exchanges/list.html", said)


def _card(place: Place, exchange: Exchange) -> dict[str, Any]:
    return {
        "row": exchange,
        "address": place.at("alliance-exchange", exchange.pk),
        "is_over": exchange.is_planned and _is_over(exchange),
    }


def _is_over(exchange: Exchange) -> bool:
    last = exchange.ends or exchange.starts
    return last is not None and last < timezone.localdate()


def show(place: Place, pk: int) -> HttpResponse:
    """One exchange: who comes, what it is for, its minute, what came of it."""
    one = exchange_at(place, pk)
    works = place.seat is not None and place.works
    guests = list(one.guests.all())
    mine = next((guest for guest in guests if place.seat and guest.organisation_id == place.seat.organisation_id), None)
    texts = Text.objects.of(one).filter(section=MINUTE)
    began = one.starts is not None and one.starts <= timezone.localdate()
    said = {
        "exchange": one,
        "guests": guests,
        "stage": stage_title(place.alliance, one.stage),
        "minute": body_in(texts, MINUTE, reader()),
        "documents": [(file, address_of(file)) for file in attachments_of(one, MINUTE)],
        "products": [(row, place.at("alliance-product", row.pk)) for row in one.products.all()],
        "givings": one.givings.select_related("giver", "receiver"),
        "lacks_minute": (one.is_held or _is_over(one)) and not one.has_minute,
        "began": began,
        "to": _addresses(place, one, mine=mine is not None) if works else {},
    }
    return page(place, "exchanges/exchange.html", said)


def _addresses(place: Place, one: Exchange, *, mine: bool) -> dict[str, str]:
    """Where the page leads whoever works for a party."""
    language = place.owner.source_language
    to = {
        "minute": place.at("exchange-minute-edit", one.pk, language),
        "documents": place.at("alliance-exchange-minute", one.pk),
        "product": f"{place.at('alliance-product-add')}?exchange={one.pk}",
        "giving": f"{place.at('alliance-giving-add')}?exchange={one.pk}",
    }
    if not one.is_cancelled:
        to["change"] = place.at("alliance-exchange-change", one.pk)
        if mine:
            to["people"] = place.at("alliance-exchange-people", one.pk)
    if one.is_planned:
        to["hold"] = place.at("alliance-exchange-act", one.pk, "hold")
        to["cancel"] = place.at("alliance-exchange-cancel", one.pk)
    else:
        to["again"] = place.at("alliance-exchange-act", one.pk, "plan-again")
    return to


def add(place: Place) -> HttpResponse:
    """Plan an exchange."""
    seat_of(place)
    return _form(place, Exchange(alliance=place.alliance), _("Plan an exchange"), place.at("alliance-exchanges"))


def change(place: Place, pk: int) -> HttpResponse:
    """Change one, also after it was held."""
    seat_of(place)
    one = exchange_at(place, pk, acts=True)
    return _form(place, one, _("Change: %(name)s") % {"name": name_of(one)}, place.at("alliance-exchange", pk))


def _form(place: Place, one: Exchange, title: str, back: str) -> HttpResponse:
    is_sent = place.request.method == "POST"
    form: Any = ExchangeForm(place.request.POST if is_sent else None, instance=one, owner=place.alliance)
    if is_sent and form.is_valid():
        what = {"people": form.people, "links": form.links, "seat": seat_of(place)}
        if kept(form, keep_exchange, **what, by=place.by):
            messages.success(place.request, _("Saved. The other parties are told."))
            return redirect(place.at("alliance-exchange", form.instance.pk))
    return page(place, "layouts/form.html", {"form": form, "title": title, "back": back}, status=form.status)


def act(place: Place, pk: int, verb: str) -> HttpResponse:
    """Say that it was held, or that it is planned after all."""
    seat = seat_of(place)
    one = exchange_at(place, pk, acts=True)
    acts = {"hold": hold_exchange, "plan-again": plan_exchange_again}
    if verb not in acts:
        raise NotFound("act", verb)
    words = {"hold": _("Noted: it was held."), "plan-again": _("It is planned again. The other parties are told.")}
    return done(place, lambda: acts[verb](one, seat=seat, by=place.by), words[verb], place.at("alliance-exchange", pk))


def cancel(place: Place, pk: int) -> HttpResponse:
    """Ask why, then cancel it."""
    seat = seat_of(place)
    one = exchange_at(place, pk, acts=True)
    back = place.at("alliance-exchange", pk)
    form = ReasonForm(place.request.POST if place.request.method == "POST" else None)
    if asked(place, form, lambda: cancel_exchange(one, reason=form.cleaned_data["reason"], seat=seat, by=place.by)):
        messages.success(place.request, _("It is cancelled. The other parties are told why."))
        return redirect(back)
    title = _("Cancel: %(name)s") % {"name": name_of(one)}
    return form_page(place, form, title=title, submit=_("Cancel the exchange"), back=back)
