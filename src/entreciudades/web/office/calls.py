"""The calls of a network: the list, and what stands around the pages of each of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entreciudades.actors.rules import FOLLOW, OFFICE
from entreciudades.calls.models import Call
from entreciudades.calls.rules import FOLLOW as FOLLOW_CALL
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.naming import name_of
from entreciudades.web.office.about import about_network
from entreciudades.web.tabs import Group, Tab, tabs_of


def call_tabs(request: HttpRequest, call: Call) -> list[Tab | Group]:
    """The tabs around a call in its office."""

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"office:{name}", args=[call.network.slug, call.slug]), frozenset({name, *names}))

    return tabs_of(request, tab(_("Call"), "call"))


def about_call(request: HttpRequest, call: Call) -> dict[str, Any]:
    """What every page of a call needs. An auditor reads: `is_secretary` is False and no page shows a button."""
    return {
        "base": "office/calls/base.html",
        "call": call,
        "call_name": name_of(call),
        "network": call.network,
        "network_name": name_of(call.network),
        "is_secretary": OFFICE.predicate(request.user, call.network),
        "tabs": call_tabs(request, call),
    }


@may(FOLLOW)
@require_safe
def calls(request: HttpRequest, slug: str) -> HttpResponse:
    """Those in preparation, those under way, those that are over."""
    network = doors.organisation(request, slug, may=FOLLOW)
    rows = Call.objects.filter(network=network)
    return render(request, "office/calls/list.html", about_network(request, network) | {"calls": rows})


@may(FOLLOW_CALL)
@require_safe
def call(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Where it stands, what can be done next, what was decided."""
    found = doors.call(request, slug, call, may=FOLLOW_CALL)
    return render(request, "office/calls/call.html", about_call(request, found))
