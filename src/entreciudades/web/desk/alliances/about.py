"""From an address at a desk to a party's alliance, and what stands around its pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import TEAM
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.naming import title_of
from entreciudades.alliances.states import SeatState
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.programmes.pack import variants_of_alliances
from entreciudades.web.alliances.places import FOUNDING, Place
from entreciudades.web.desk import doors
from entreciudades.web.desk.naming import name_of
from entreciudades.web.exchanges.tabs import exchange_tabs
from entreciudades.web.tabs import Group, Tab, tabs_of


def alliance_tabs(request: HttpRequest, seat: Seat) -> list[Tab | Group]:
    """The tabs around an alliance at the desk of one of its parties; one that no methodology guides has one page."""
    keys = [seat.organisation.slug, seat.alliance.slug]

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"desk:{name}", args=keys), frozenset({name, *names}))

    tabs: list[Tab | Group] = [tab(_("Overview"), "alliance", "alliance-")]
    if seat.alliance.lives_here:
        of_stages = ("alliance-stage-", "alliance-advance", "alliance-back", "alliance-attest", "alliance-waive")
        tabs.append(tab(_("Stages"), "alliance-stages", "alliance-stage", *of_stages))
        tabs.append(tab(_("Parties"), "alliance-parties", "alliance-party", "alliance-party-", "alliance-leave"))
        tabs.append(tab(_("Agreements"), "alliance-agreements"))
        tabs += exchange_tabs(tab)
        if variants_of_alliances(seat.alliance.methodology):
            tabs.append(tab(_("Programme"), "alliance-programme", "alliance-programme-"))
        if seat.state != SeatState.INVITED:
            tabs.append(tab(_("Governance"), "alliance-governance", "alliance-governance-"))
    if seat.state == SeatState.PRESENT and seat.alliance.network_id:
        agenda = reverse("desk:alliance-agenda", args=[seat.alliance.slug])
        bids = reverse("desk:alliance-part-rows", args=[seat.alliance.slug, "bids"])
        tabs.append(Tab(_("Agenda map"), agenda, frozenset({"alliance-agenda"})))
        tabs.append(Tab(_("Joint fundraising"), bids, frozenset({"alliance-part-"})))
    return tabs_of(request, *tabs)


def about_alliance(request: HttpRequest, seat: Seat) -> dict[str, Any]:
    """The template around the pages of an alliance, and what that needs. `works`: whether this party takes part."""
    return {
        "base": "desk/alliances/base.html",
        "alliance": seat.alliance,
        "alliance_name": title_of(seat.alliance),
        "seat": seat,
        "organisation": seat.organisation,
        "owner_name": name_of(seat.organisation),
        "works": seat.state == SeatState.PRESENT,
        "tabs": alliance_tabs(request, seat),
    }


def seat_at(request: HttpRequest, slug: str, alliance: str, *, may: Rule[Organisation]) -> Seat:
    """The party that the organisation is in the alliance, with both; `may` says what one may do for the organisation.

    One that declined has no part in it: it finds its invitation alone, with `invited_at`.
    """
    seat = invited_at(request, slug, alliance, may=may)
    if seat.state == SeatState.DECLINED:
        raise NotFound("alliance", alliance)
    return seat


def working_seat_at(request: HttpRequest, slug: str, alliance: str, *, may: Rule[Organisation]) -> Seat:
    """The same for a page that changes something: only a party that takes part does; else NotAllowed."""
    seat = seat_at(request, slug, alliance, may=may)
    if seat.state != SeatState.PRESENT:
        raise NotAllowed(may.name, "alliance", alliance)
    return seat


def invited_at(request: HttpRequest, slug: str, alliance: str, *, may: Rule[Organisation]) -> Seat:
    """The party whatever it answered."""
    owner = doors.organisation(request, slug, may=may)
    rows = Alliance.objects.with_parties().select_related(*FOUNDING)
    found = rows.filter(slug=alliance).first()
    seat = next((one for one in found.seats.all() if one.organisation_id == owner.pk), None) if found else None
    if found is None or seat is None:
        raise NotFound("alliance", alliance)
    seat.alliance, seat.organisation = found, owner
    return seat


def desk_place(request: HttpRequest, slug: str, alliance: str, *, may: Rule[Organisation]) -> Place:
    """The alliance as a party sees it that takes part, is asked to, or has left."""
    seat = seat_at(request, slug, alliance, may=may)
    is_decider = may is TEAM or TEAM.predicate(request.user, seat.organisation)
    about = about_alliance(request, seat)
    return Place(request, "desk", seat.organisation, seat.alliance, seat, is_decider, about)
