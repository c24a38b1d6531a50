"""In which language somebody reads."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_info, override
from django.views.decorators.http import require_POST, require_safe

from entreciudades.accounts.services import choose_language
from entreciudades.web.access import public

_TAGS: Final = {"pt": "pt-BR", "pt-pt": "pt-PT"}
_OWN_NAMES: Final = {"pt": "Português (Brasil)", "pt-pt": "Português (Portugal)"}


def language_tag(code: str) -> str:
    """A language of the site as machines name it (BCP 47): our `pt` is written as in Brazil."""
    return _TAGS.get(code, code)


def own_name(code: str) -> str:
    """A language of the site by the name that its readers give it."""
    return _OWN_NAMES.get(code) or get_language_info(code)["name_local"].capitalize()


@public
@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """From the bare address to the home in the reader's language; Spanish where that is none of ours."""
    with override(request.LANGUAGE_CODE):
        return redirect("public:home")


@public
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice, with the user or in a cookie, and go back to the page; for pages without a language."""
    language, back = request.POST.get("language", ""), request.POST.get("next", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest("language")
    if request.user.is_authenticated:
        choose_language(user=request.user, language=language)
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if is_ours else "/")  # an address, never the name of a view
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax", secure=request.is_secure()
    )
    return response
