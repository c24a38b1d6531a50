"""What the mayor must know on one page: on the telephone, as PDF, and by a link without a login."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT, TEAM
from entreciudades.core.errors import LinkRefused
from entreciudades.documents.typeset import render_brief
from entreciudades.exports.mayor_brief import assemble_mayor_brief
from entreciudades.processes.mayor_page import open_links, share_page, shared_city, stop_sharing_page
from entreciudades.web.access import may, public
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.guest.door import discreet

_NEW_LINK = "new-mayor-link"


@may(EDIT)
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The brief, and the links by which it is read without a login."""
    city = doors.organisation(request, slug, may=EDIT)
    context = {
        "brief": assemble_mayor_brief(city, _language()),
        "pdf": reverse("desk:mayor-pdf", args=[slug]),
        "links": open_links(city),
        "new_link": request.session.pop(_NEW_LINK, ""),
        "may_share": TEAM.predicate(request.user, city),
    }
    return render(request, "desk/organisations/mayor.html", about_organisation(request, city) | context)


@may(EDIT)
@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The brief on one printed page."""
    return _pdf(doors.organisation(request, slug, may=EDIT))


@may(TEAM)
@require_POST
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a link; it is shown once, on the page that follows."""
    city = doors.organisation(request, slug, may=TEAM)
    token = share_page(city, by=person(request))
    request.session[_NEW_LINK] = settings.SITE_URL + reverse("mayor", args=[token])
    return redirect("desk:mayor", slug)


@may(TEAM)
@require_POST
def stop_sharing(request: HttpRequest, slug: str) -> HttpResponse:
    """Take all links back."""
    city = doors.organisation(request, slug, may=TEAM)
    ended = stop_sharing_page(city, by=person(request))
    said = ngettext("%(count)d link leads nowhere now.", "%(count)d links lead nowhere now.", ended) % {"count": ended}
    messages.success(request, said)
    return redirect("desk:mayor", slug)


@public
@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The brief behind a link, for somebody without a login."""
    city = _shared(token)
    if city is None:
        return _over(request)
    context = {
        "city": city,
        "brief": assemble_mayor_brief(city, _language()),
        "pdf": reverse("mayor-pdf", args=[token]),
    }
    return discreet(render(request, "public/mayor.html", context))


@public
@never_cache
@require_safe
def shared_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The same, printed."""
    city = _shared(token)
    return _over(request) if city is None else discreet(_pdf(city))


def _shared(token: str) -> Organisation | None:
    try:
        return shared_city(token)
    except LinkRefused:
        return None


def _over(request: HttpRequest) -> HttpResponse:
    return discreet(render(request, "public/mayor_over.html", status=410))


def _pdf(city: Organisation) -> HttpResponse:
    language = _language()
    made = HttpResponse(render_brief(assemble_mayor_brief(city, language)), content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="{city.slug}-{language}.pdf"'
    return made


def _language() -> str:
    return get_language() or "es"
