"""What stands around the pages of an agreement at the desk of one of its parties."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.web.desk.naming import name_of
from entreciudades.web.tabs import Group, Tab, tabs_of


def agreement_tabs(request: HttpRequest, owner: Organisation, agreement: Agreement) -> list[Tab | Group]:
    """The tabs around an agreement; one that a register tells was not approved and signed here."""

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"desk:{name}", args=[owner.slug, agreement.pk]), frozenset({name, *names}))

    tabs: list[Tab | Group] = [tab(_("Text"), "agreement", "agreement-", "article", "article-", "wording-")]
    if agreement.is_negotiated:
        tabs += [
            tab(_("Versions"), "agreement-versions"),
            tab(_("Approvals"), "agreement-approvals", "agreement-approval", "agreement-approval-"),
            tab(_("Signatures"), "agreement-signatures", "agreement-sign", "agreement-sign-", "agreement-signature-"),
            tab(_("Act of signing"), "agreement-ceremony", "agreement-ceremony-"),
        ]
    tabs.append(tab(_("Validity"), "agreement-validity", "agreement-validity-"))
    return tabs_of(request, *tabs)


def about_agreement(request: HttpRequest, owner: Organisation, agreement: Agreement) -> dict[str, Any]:
    """The template around the pages of an agreement, and what that needs."""
    return {
        "base": "desk/agreements/base.html",
        "organisation": owner,
        "owner_name": name_of(owner),
        "agreement": agreement,
        "agreement_name": name_of(agreement),
        "tabs": agreement_tabs(request, owner, agreement),
    }
