"""One's own dates for the calendar of one's telephone or office: a secret address, made, renewed and ended here."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.core.errors import LinkRefused
from entreciudades.documents.calendar import render_calendar
from entreciudades.processes.calendar import calendar_of, end_feed, feed_owner, has_feed, new_feed
from entreciudades.web.access import public, signed_in
from entreciudades.web.desk.doors import person


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Make a secret address, which is shown this once; the former one ends."""
    user, address = person(request), ""
    if request.method == "POST":
        address = settings.SITE_URL + reverse("notices:feed", args=[new_feed(user)])
    return render(request, "notices/calendar.html", {"address": address, "has_feed": has_feed(user)})


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """The address opens nothing any more."""
    end_feed(person(request))
    messages.success(request, _("The address has ended."))
    return redirect("notices:calendar")


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, in its owner's language; unchanged, it is not sent again."""
    try:
        user = feed_owner(token)
    except LinkRefused:
        user = None
    if user is None:
        return HttpResponse(_("This calendar has ended."), status=410, content_type="text/plain; charset=utf-8")
    with override(user.preferred_language):
        found = calendar_of(user)
    tag = quote_etag(found.digest)
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(
            render_calendar(found, stamp=timezone.now()), content_type="text/calendar; charset=utf-8"
        )
    response.headers["ETag"] = tag
    patch_cache_control(response, private=True, max_age=900)
    return response
