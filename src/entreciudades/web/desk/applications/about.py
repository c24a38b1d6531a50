"""From an address to an application of that city, and what every page around it needs."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.calls.errors import NotChangeable, TooLate
from entreciudades.calls.models import Application, Call
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import Window, window_at
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.core.moments import moment_in_words
from entreciudades.core.refs import kind_of
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.partners.tabs import partner_tabs
from entreciudades.web.tabs import Tab, tabs_of

REFUSED: Final = (TooLate, NotChangeable)
"""What every act on an application may be answered."""


def found(request: HttpRequest, slug: str, pk: int, *, may: Rule[Application]) -> Application:
    """The application of that city with its call, for whom the rule admits; else NotFound or NotAllowed."""
    rows = Application.objects.select_related("call__network", "call__methodology", "applicant__kind")
    application = fetch(rows, pk, may=may, actor=request.user)
    if application.applicant.slug != slug:
        raise NotFound(kind_of(Application), pk)
    return application


def application_tabs(request: HttpRequest, application: Application) -> list[Any]:
    """The pages of an application; rooms that come after its submission add theirs here."""
    keys = [application.applicant.slug, application.pk]
    terms = terms_of(application.call)

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"desk:{name}", args=keys), frozenset({name, *names}))

    answers = reverse("desk:application-text-edit", args=[*keys, application.language])
    tabs = [
        tab(_("Overview"), "application", "application-"),
        Tab(_("Answers"), answers, frozenset({"application-text-"})),
    ]
    if terms.group:
        tabs.append(tab(_("Group"), "application-group", "application-member-"))
    if terms.documents:
        tabs.append(tab(_("Documents"), "application-documents", "application-document-"))
    tabs.append(tab(_("Review and submit"), "application-submit", "application-receipt"))
    if application.submitted_at is not None:
        tabs.append(tab(_("Result"), "application-result"))
    return tabs_of(request, *tabs, *partner_tabs(application))


def about_application(request: HttpRequest, application: Application) -> dict[str, Any]:
    """The template around the pages of an application, and what that needs.

    `window` is what may be changed now, None where nothing is; `closed` then says why.
    """
    window, closed = window_of(application)
    return {
        "base": "desk/applications/base.html",
        "application": application,
        "call": application.call,
        "call_name": name_of(application.call),
        "organisation": application.applicant,
        "owner_name": name_of(application.applicant),
        "tabs": application_tabs(request, application),
        "window": window,
        "closed": closed,
    }


def window_of(application: Application) -> tuple[Window | None, str]:
    """What may be changed now, or why nothing."""
    try:
        return window_at(application, timezone.now()), ""
    except REFUSED as error:
        return None, in_words(error, application.call)


def in_words(error: Exception, call: Call) -> str:
    """Why an application cannot be changed, and that nothing is lost."""
    language = get_language() or "es"
    if isinstance(error, MoveRefused):
        return _("That is not possible any more: somebody changed the state meanwhile.")
    if isinstance(error, TooLate):
        told = {name: moment_in_words(getattr(error, name), call.zone, language) for name in ("deadline", "found")}
        return _("Too late: the term ended on %(deadline)s, and this came on %(found)s. What was saved is kept.") % told
    reasons = {
        "withdrawn": _("The application is withdrawn: nothing can be changed in it until it is taken up again."),
        "cancelled": _("The call was cancelled: nothing can be changed any more. What was saved is kept."),
        "not-open-yet": _("The call does not take applications yet."),
        "not-asked": _("The secretariat did not ask to mend this: it stays as it was submitted."),
    }
    return reasons.get(getattr(error, "reason", ""), _("The call is decided: nothing can be changed any more."))
