"""From a link to the request behind it. Reading uses nothing up, so that previews and crawlers do no harm."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from entreciudades.contributions.models import Request
from entreciudades.contributions.services import LINK
from entreciudades.core.errors import LinkRefused, MoveRefused
from entreciudades.core.links import find_link
from entreciudades.web.access import public

#: Guesses that one address may make within GUESSING seconds; good links are never counted.
GUESSES: Final = 20
GUESSING: Final = 600

View = Callable[[HttpRequest, Request, str], HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponseBase]:
    """Open a view to whoever holds a link of their own; say kindly why another leads nowhere.

    The page is in the language of the request, is kept by nobody, found by no search engine, and tells no other site
    whence a reader comes.
    """

    @wraps(view)
    @sensitive_variables("token")
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = _behind(token)
        except LinkRefused as refusal:
            return discreet(_refused(request, refusal))
        with _speaking(request, found.language):
            try:
                response = view(request, found, token)
            except MoveRefused:  # handed in or taken back at this moment
                response = _refused(request, _ended(token))
        return discreet(response)

    return public(never_cache(answer))


def _behind(token: str) -> Request:
    rows = Request.objects.select_related("organisation", "asked_by")
    link = find_link(token, LINK)
    found = rows.filter(pk=link.object_id).first()
    if found is None:
        raise LinkRefused("unknown")
    return found


def _ended(token: str) -> LinkRefused:
    """Why a link that was good a moment ago is not."""
    try:
        find_link(token, LINK)
    except LinkRefused as refusal:
        return refusal
    return LinkRefused("unknown")


def _refused(request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
    if refusal.link is None and _guesses(request) > GUESSES:
        return render(request, "guest/refused.html", {"reason": "guessed"}, status=429)
    found: Any = None
    if refusal.link is not None:
        found = Request.objects.select_related("organisation", "asked_by").filter(pk=refusal.link.object_id).first()
    typed = [text for name, text in request.POST.items() if name.startswith("body:") and str(text).strip()]
    page = {"reason": refusal.reason, "asked": found, "typed": typed}
    if found is None:
        return render(request, "guest/refused.html", page, status=410)
    with _speaking(request, found.language):
        return render(request, "guest/refused.html", page, status=410)


@contextmanager
def _speaking(request: HttpRequest, language: str) -> Iterator[None]:
    """The page in a language, whatever the browser asks for."""
    request.LANGUAGE_CODE = language
    with override(language):
        yield


def _guesses(request: HttpRequest) -> int:
    """Count an unknown link against the visitor's address, in the cache that all processes share."""
    address = str(get_adapter().get_client_ip(request))
    key = "guest-guesses:" + salted_hmac("guest", address).hexdigest()
    cache.add(key, 0, GUESSING)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended in between
        return 1


def discreet(response: HttpResponse) -> HttpResponse:
    """What stands behind a link is found by no search engine, and tells no other site whence a reader comes."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # To no other site; to our own it is needed, since browsers would send forms without an origin.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
