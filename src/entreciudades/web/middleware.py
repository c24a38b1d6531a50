"""The language of a reply, and the rooms' refusals as pages."""

from collections.abc import Callable
from typing import Final, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views import defaults
from django_htmx.http import HttpResponseClientRedirect

from entreciudades.accounts.devices import device_of, network_of
from entreciudades.accounts.sessions import SessionStore
from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.processes.second_factor import is_overdue
from entreciudades.web.access import PUBLIC, audience_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReaderLanguage:
    """Public pages speak the language of their address; others the user's, else the cookie's or the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in that language."""
        of_address = translation.get_language_from_path(request.path_info)
        language = of_address or _chosen(request) or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not of_address:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def _chosen(request: HttpRequest) -> str | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user.preferred_language if request.user.is_authenticated else None


class Squeezed(GZipMiddleware):
    """Pages go out packed, for slow lines; files, which are packed already, go as they are and with their length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack all but files."""
        return response if isinstance(response, FileResponse) else super().process_response(request, response)


class SessionSeen:
    """Keep when and from where a session was last used, at most every few minutes; what was not read is not asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer first, so that a page does not wait for it."""
        response = self.get_response(request)
        session = cast("SessionStore", request.session)
        if session.is_unseen():
            adapter = get_adapter()
            session.see(
                device=device_of(adapter.get_http_user_agent(request)),
                network=network_of(adapter.get_client_ip(request)),
            )
        return response


class SecondFactorDemanded:
    """Desk, office, reviews, tasks and notices are closed to whoever lacks the second factor that is demanded of them.

    They are led to it. Public pages and files stay, as visitors know them: no draft and no file of a desk is shown.
    """

    CLOSED: Final = ("desk", "office", "reviews", "notices")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_view: object
    ) -> HttpResponse | None:
        """Lead away from closed pages; the user is read already, with what is demanded of them."""
        match = request.resolver_match
        if match is None or not is_overdue(request.user):
            return None
        if match.app_name == "public" or match.view_name == "file":
            request.user = AnonymousUser()
            return None
        if match.app_name not in self.CLOSED or audience_of(view) == PUBLIC:  # a link of its own, out of a mail
            return None
        place = reverse("account:second-factor")
        return HttpResponseClientRedirect(place) if request.headers.get("HX-Request") else redirect(place)


class Refusals:
    """NotFound becomes the 404 page and NotAllowed the 403 page, wherever a view meets them; a NUL the 400 page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, unless the query holds a NUL: PostgreSQL compares nothing with it. Forms see to what is posted."""
        if "%00" in request.META["QUERY_STRING"]:
            return defaults.bad_request(request, SuspiciousOperation())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the errors of the access door; all others go their way."""
        if isinstance(exception, NotFound):
            return defaults.page_not_found(request, Http404())
        if isinstance(exception, NotAllowed):
            return defaults.permission_denied(request, PermissionDenied())
        return None
