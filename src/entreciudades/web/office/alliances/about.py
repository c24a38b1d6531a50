"""From an address of an office to an alliance of its network, and what stands around its pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import OFFICE
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.naming import title_of
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotFound
from entreciudades.programmes.pack import variants_of_alliances
from entreciudades.web.alliances.places import FOUNDING, Place
from entreciudades.web.desk import doors
from entreciudades.web.desk.naming import name_of
from entreciudades.web.exchanges.tabs import exchange_tabs
from entreciudades.web.tabs import Group, Tab, tabs_of


def alliance_tabs(request: HttpRequest, network: Organisation, alliance: Alliance) -> list[Tab | Group]:
    """The tabs around an alliance in the office of its network."""

    def tab(title: str, name: str, *names: str) -> Tab:
        address = reverse(f"office:{name}", args=[network.slug, alliance.slug])
        return Tab(title, address, frozenset({name, *names}))

    tabs: list[Tab | Group] = [tab(_("Overview"), "alliance", "alliance-")]
    if alliance.lives_here:
        of_stages = ("alliance-stage-", "alliance-back", "alliance-attest", "alliance-waive")
        tabs.append(tab(_("Stages"), "alliance-stages", "alliance-stage", *of_stages))
        tabs.append(tab(_("Parties"), "alliance-parties"))
    if alliance.lives_here:
        tabs += exchange_tabs(tab)
        if variants_of_alliances(alliance.methodology):
            tabs.append(tab(_("Programme"), "alliance-programme", "alliance-programme-"))
        tabs.append(tab(_("Governance"), "alliance-governance", "alliance-governance-"))
    return tabs_of(request, *tabs)


def about_alliance(request: HttpRequest, network: Organisation, alliance: Alliance) -> dict[str, Any]:
    """The template around the pages of an alliance, and what that needs. An auditor reads."""
    return {
        "base": "office/alliances/base.html",
        "alliance": alliance,
        "alliance_name": title_of(alliance),
        "network": network,
        "network_name": name_of(network),
        "tabs": alliance_tabs(request, network, alliance),
    }


def office_place(request: HttpRequest, slug: str, alliance: str, *, may: Rule[Organisation]) -> Place:
    """The alliance of that slug of the network, as the office sees it; else NotFound or NotAllowed."""
    network = doors.organisation(request, slug, may=may)
    rows = Alliance.objects.with_parties().select_related(*FOUNDING)
    found = rows.filter(network=network, slug=alliance).first()
    if found is None:
        raise NotFound("alliance", alliance)
    is_secretary = may is OFFICE or OFFICE.predicate(request.user, network)
    about = about_alliance(request, network, found) | {"is_secretary": is_secretary}
    return Place(request, "office", network, found, None, is_secretary, about)
