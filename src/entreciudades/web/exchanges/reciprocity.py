"""What each party gave and received: recorded by one side, confirmed by the other, told once all agree."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entreciudades.core.errors import NotFound
from entreciudades.exchanges.models import Giving
from entreciudades.exchanges.services import givings as services
from entreciudades.processes.reciprocity import Reciprocity, reciprocity_of
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.exchanges.doors import asked, done, form_page, giving_at, page, seat_of
from entreciudades.web.exchanges.forms import GivingForm, RemarkForm

PAGE = "alliance-reciprocity"


def show(place: Place) -> HttpResponse:
    """By party, in words first; by direction; what waits for the other side; who has agreed that everybody reads it."""
    found = reciprocity_of(place.alliance)
    works = place.seat is not None and place.works
    said = {
        "found": found,
        "open": [(one, _acts(place, one) if works else {}) for one in found.open],
        "mine": [(one, place.at("alliance-giving-change", one.pk)) for one in _mine(place, found) if works],
        "add": place.at("alliance-giving-add") if works else "",
        "has_agreed": place.owner not in found.missing,
        "agree": place.at("alliance-reciprocity-agree") if works and place.decides else "",
    }
    return page(place, "exchanges/reciprocity.html", said)


def _mine(place: Place, found: Reciprocity) -> list[Giving]:
    rows = {one.pk: one for account in found.accounts for one in account.gave}
    return [one for one in rows.values() if one.recorded_for_id == place.owner.pk]


def _acts(place: Place, one: Giving) -> dict[str, str]:
    """What one's own side may do with what is not confirmed."""
    if one.answers == place.owner.pk:
        return {
            "confirm": place.at("alliance-giving-act", one.pk, "confirm"),
            "remark": place.at("alliance-giving-remark", one.pk),
        }
    if one.recorded_for_id == place.owner.pk:
        return {
            "change": place.at("alliance-giving-change", one.pk),
            "remove": place.at("alliance-giving-act", one.pk, "remove"),
        }
    return {}


def add(place: Place) -> HttpResponse:
    """Record what was given or received; of an exchange, where the address names one."""
    seat_of(place)
    exchange = place.request.GET.get("exchange", "")
    initial = {"giver": place.owner.pk, "exchange": exchange if exchange.isdecimal() else None}
    return _form(place, Giving(alliance=place.alliance), _("Record what was given"), initial)


def change(place: Place, pk: int) -> HttpResponse:
    """Correct what one's own city recorded; the other side confirms it anew."""
    one = giving_at(place, pk)
    if one.recorded_for_id != seat_of(place).organisation_id:
        raise NotFound("giving", pk)
    return _form(place, one, _("Correct what was given"), {})


def _form(place: Place, one: Giving, title: str, initial: dict[str, Any]) -> HttpResponse:
    data = place.request.POST if place.request.method == "POST" else None
    form: Any = GivingForm(data, instance=one, owner=place.alliance, initial=initial)
    if data is not None and form.is_valid():
        what = {"links": form.links, "seat": seat_of(place)}
        if kept(form, services.keep_giving, **what, by=place.by):
            messages.success(place.request, _("Recorded. The other side is asked to confirm it."))
            return redirect(place.at(PAGE))
    said = {"form": form, "title": title, "back": place.at(PAGE)}
    return page(place, "layouts/form.html", said, status=form.status)


def act(place: Place, pk: int, verb: str) -> HttpResponse:
    """Confirm it, or take away what one recorded oneself."""
    seat = seat_of(place)
    one = giving_at(place, pk)
    acts: dict[str, Any] = {"confirm": services.confirm_giving, "remove": services.remove_giving}
    if verb not in acts:
        raise NotFound("act", verb)
    words = {"confirm": _("Confirmed. Thank you."), "remove": _("Taken away.")}
    return done(place, lambda: acts[verb](one, seat=seat, by=place.by), words[verb], place.at(PAGE))


def remark(place: Place, pk: int) -> HttpResponse:
    """Say that one sees it otherwise."""
    seat = seat_of(place)
    one = giving_at(place, pk)
    form = RemarkForm(place.request.POST if place.request.method == "POST" else None)
    if asked(
        place, form, lambda: services.remark_on_giving(one, remark=form.cleaned_data["remark"], seat=seat, by=place.by)
    ):
        messages.success(place.request, _("Noted. Whoever recorded it reads your remark."))
        return redirect(place.at(PAGE))
    title = _("Remark on what was recorded")
    return form_page(place, form, title=title, submit=_("Send"), back=place.at(PAGE))


def agree(place: Place) -> HttpResponse:
    """Say whether everybody may read it: whoever decides for a party."""
    seat = seat_of(place)
    agrees = place.request.POST.get("agrees") == "yes"
    act = services.agree_to_tell if agrees else services.disagree_to_tell
    words = (
        _("Noted. Everybody reads it once all parties agree.")
        if agrees
        else _("Noted: nobody but the parties and their network reads it.")
    )
    return done(place, lambda: act(seat, by=place.by), words, place.at(PAGE))
