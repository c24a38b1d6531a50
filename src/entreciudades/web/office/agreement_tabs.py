"""What stands around the pages of an agreement in an office."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.web.desk.naming import name_of
from entreciudades.web.tabs import Tab, tabs_of


def about_agreement(request: HttpRequest, network: Organisation, agreement: Agreement) -> dict[str, Any]:
    """The template around the pages of an agreement, and what that needs."""

    def tab(title: str, name: str, *names: str) -> Tab:
        address = reverse(f"office:{name}", args=[network.slug, agreement.pk])
        return Tab(title, address, frozenset({name, *names}))

    tabs = [tab(_("Text"), "agreement")]
    if agreement.is_negotiated:
        tabs += [
            tab(_("Approvals"), "agreement-approvals", "agreement-approval"),
            tab(_("Signatures"), "agreement-signatures", "agreement-sign", "agreement-sign-", "agreement-signature-"),
            tab(_("Act of signing"), "agreement-ceremony", "agreement-ceremony-"),
        ]
    tabs.append(tab(_("Validity"), "agreement-validity", "agreement-validity-"))
    return {
        "base": "office/agreements/base.html",
        "network": network,
        "network_name": name_of(network),
        "agreement": agreement,
        "agreement_name": name_of(agreement),
        "tabs": tabs_of(request, *tabs),
    }
