"""The calls of a network: the list, and what stands around the pages of each of them."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entreciudades.actors.rules import FOLLOW, OFFICE
from entreciudades.calls.models import Call
from entreciudades.calls.states import CallState
from entreciudades.calls.terms import terms_of
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.naming import name_of
from entreciudades.web.office.about import about_network
from entreciudades.web.public.lists import page_of
from entreciudades.web.tabs import Group, Tab, tabs_of


def call_tabs(request: HttpRequest, call: Call) -> list[Tab | Group]:
    """The tabs around a call in its office."""

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"office:{name}", args=[call.network.slug, call.slug]), frozenset({name, *names}))

    tabs: list[Tab | Group] = [tab(_("Call"), "call", "call-")]
    if call.is_public:
        tabs.append(
            tab(_("Applications"), "call-applications", "call-applications-", "call-application", "call-application-")
        )
    if terms_of(call).assessment is not None:
        tabs.append(tab(_("Reviewers"), "call-reviewers", "call-reviewers-"))
    tabs.append(tab(_("Admission"), "call-admission", "call-admission-"))
    if terms_of(call).pairing is not None:
        timetable = tab(_("Timetable"), "call-meetings", "call-meetings-", "call-meeting", "call-meeting-")
        tabs.append(Group(_("Meetings"), (timetable, tab(_("Short lists"), "call-short-lists", "call-short-lists-"))))
        tabs.append(tab(_("Pairing"), "call-pairing", "call-pairing-"))
        tabs.append(tab(_("Pairs"), "call-pairs"))
    if terms_of(call).steps:
        tabs.append(tab(_("Steps"), "call-steps"))
    return tabs_of(request, *tabs)


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
    """Those in preparation, those under way with what arrived, those that are over."""
    network = doors.organisation(request, slug, may=FOLLOW)
    rows = Call.objects.filter(network=network).select_related("holder")
    over = (CallState.FINISHED, CallState.CANCELLED)
    arrived, begun = (Q(applications__state=state) for state in ("submitted", "draft"))
    counted = rows.annotate(arrived=Count("applications", filter=arrived), begun=Count("applications", filter=begun))
    page = {
        "drafts": rows.filter(state=CallState.DRAFT),
        "under_way": counted.exclude(state__in=(CallState.DRAFT, *over)).order_by("closes_at", "slug"),
        "page": page_of(request, counted.filter(state__in=over).order_by("-closes_at", "slug")),
        "now": timezone.now(),
    }
    return render(request, "office/calls/list.html", about_network(request, network) | page)
