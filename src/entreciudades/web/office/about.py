"""What every page of an office needs: the network, its tabs, whether this person may change anything."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import OFFICE
from entreciudades.web.desk.about import tabs_of
from entreciudades.web.desk.naming import name_of


def about_network(request: HttpRequest, network: Organisation, *, is_secretary: bool | None = None) -> dict[str, Any]:
    """The tabs of an office. An auditor reads: `is_secretary` is False and no page shows a button.

    A page that knows already whether this is the secretary says so, and spares the question.
    """

    def at(name: str) -> str:
        return reverse(f"office:{name}", args=[network.slug])

    tabs = [
        (_("Monday"), at("network"), {"network", "programme-add", "remind"}),
        (_("Members"), at("members"), {"members", "member-", "organisation-add", "coordinator-"}),
        (_("Elections and mandates"), at("calendar"), {"calendar"}),
        (_("Bodies"), at("bodies"), {"bodies"}),
        (_("Fees"), at("fees"), {"fees"}),
        (_("Second factor"), at("second-factor"), {"second-factor"}),
        (_("Translations"), at("translations"), {"translations", "translation-", "working-languages", "glossary-"}),
        (_("Methodologies"), at("methodologies"), {"methodologies"}),
        (_("Good practices"), at("practices"), {"practices"}),
    ]
    if is_secretary is None:
        is_secretary = OFFICE.predicate(request.user, network)
    if is_secretary:
        team = {"team", "team-", "handover", "handover-", "brief"}
        tabs.append((_("Bring in"), at("imports"), {"imports", "import", "import-"}))
        tabs.insert(2, (_("Team"), reverse("desk:team", args=[network.slug]), team))
    return {
        "base": "office/base.html",
        "network": network,
        "network_name": name_of(network),
        "is_secretary": is_secretary,
        "tabs": tabs_of(request, tabs),
    }
