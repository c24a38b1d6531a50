"""From an address to an application of that city, and what every page around it needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.calls.models import Application
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotFound
from entreciudades.core.refs import kind_of
from entreciudades.web.desk.naming import name_of
from entreciudades.web.tabs import Tab, tabs_of


def found(request: HttpRequest, slug: str, pk: int, *, may: Rule[Application]) -> Application:
    """The application of that city with its call, for whom the rule admits; else NotFound or NotAllowed."""
    rows = Application.objects.select_related("call__network", "call__methodology", "applicant")
    application = fetch(rows, pk, may=may, actor=request.user)
    if application.applicant.slug != slug:
        raise NotFound(kind_of(Application), pk)
    return application


def application_tabs(request: HttpRequest, application: Application) -> list[Any]:
    """The pages of an application; rooms that come after its submission add theirs here."""
    keys = [application.applicant.slug, application.pk]

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"desk:{name}", args=keys), frozenset({name, *names}))

    return tabs_of(request, tab(_("Overview"), "application"))


def about_application(request: HttpRequest, application: Application) -> dict[str, Any]:
    """The template around the pages of an application, and what that needs."""
    return {
        "base": "desk/applications/base.html",
        "application": application,
        "call": application.call,
        "call_name": name_of(application.call),
        "organisation": application.applicant,
        "owner_name": name_of(application.applicant),
        "tabs": application_tabs(request, application),
    }
