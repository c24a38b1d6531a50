"""What every page of an office needs: the network, its tabs, whether this person may change anything."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import OFFICE
from entreciudades.web.desk.naming import name_of
from entreciudades.web.tabs import Group, Tab, tabs_of


def about_network(request: HttpRequest, network: Organisation, *, is_secretary: bool | None = None) -> dict[str, Any]:
    """The tabs of an office. An auditor reads: `is_secretary` is False and no page shows a button.

    A page that knows already whether this is the secretary says so, and spares the question.
    """
    if is_secretary is None:
        is_secretary = OFFICE.predicate(request.user, network)

    def tab(title: str, name: str, *names: str, space: str = "office") -> Tab:
        return Tab(title, reverse(f"{space}:{name}", args=[network.slug]), frozenset({name, *names}))

    members = (
        tab(_("Members"), "members", "member-", "organisation-add", "coordinator-"),
        tab(_("Elections and mandates"), "calendar"),
        tab(_("Bodies"), "bodies", "governance-"),
        tab(_("Fees"), "fees"),
    )
    people = [tab(_("Second factor"), "second-factor")]
    papers = [tab(_("Translations"), "translations", "translation-", "working-languages", "glossary", "glossary-")]
    if is_secretary:
        people.insert(0, tab(_("Team"), "team", "team-", "handover", "handover-", "brief", space="desk"))
        papers.append(tab(_("Bring in"), "imports", "import", "import-"))
    methods = (tab(_("Methodologies"), "methodologies"), tab(_("Good practices"), "practices"))
    monday = tab(_("What is stuck"), "network", "programme-add", "remind")
    tabs = (
        Group(_("Monday"), (monday, tab(_("Who has not answered"), "unanswered"))),
        tab(_("Calls"), "calls", "call-add"),
        tab(_("Alliances"), "alliances"),
        Group(
            _("Agreements"),
            (
                tab(_("Register"), "agreements", "agreement"),
                tab(_("Approvals by country"), "approval-rules", "approval-rule", "approval-rule-"),
            ),
        ),
        Group(_("Members"), members),
        Group(_("People"), tuple(people)),
        Group(_("Methods"), methods),
        Group(_("Papers"), tuple(papers)),
    )
    return {
        "base": "office/base.html",
        "network": network,
        "network_name": name_of(network),
        "is_secretary": is_secretary,
        "tabs": tabs_of(request, *tabs),
    }
