"""What every page of an office needs: the network, its tabs, whether this person may change anything."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import OFFICE
from entreciudades.web.desk.naming import name_of


def about_network(request: HttpRequest, network: Organisation, *, is_secretary: bool | None = None) -> dict[str, Any]:
    """The tabs of an office. An auditor reads: `is_secretary` is False and no page shows a button.

    A page that knows already whether this is the secretary says so, and spares the question.
    """
    here = str(request.resolver_match.url_name) if request.resolver_match else ""
    tabs = [
        (_("Monday"), "network", ("network", "programme-", "remind")),
        (_("Members"), "members", ("members", "member-", "organisation-", "coordinator-")),
        (_("Methodologies"), "methodologies", ("methodologies",)),
        (_("Good practices"), "practices", ("practices",)),
    ]
    return {
        "network": network,
        "network_name": name_of(network),
        "is_secretary": OFFICE.predicate(request.user, network) if is_secretary is None else is_secretary,
        "tabs": [
            {"title": title, "address": reverse(f"office:{name}", args=[network.slug]), "is_lit": here.startswith(lit)}
            for title, name, lit in tabs
        ],
    }
