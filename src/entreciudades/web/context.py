"""What every page shows around its content: the menu, the languages, its own address."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _

from entreciudades.web.language import language_tag, own_name

#: Entry: its words, its address, and the names of the views that light it.
PUBLIC_MENU: Final = (
    (_("Cities"), "public:cities", {"public:cities", "public:city"}),
    (_("Networks"), "public:networks", {"public:networks", "public:network"}),
    (_("Programmes"), "public:programmes", {"public:programmes", "public:programme"}),
    (_("Calls"), "public:calls", {"public:calls", "public:call"}),
    (_("Good practices"), "public:practices", {"public:practices", "public:practice"}),
    (_("Collaborations"), "public:collaborations", {"public:collaborations", "public:collaboration"}),
    (_("Search"), "public:search", {"public:search"}),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the menu; lit where the reader is."""

    title: str
    address: str
    is_lit: bool


@dataclass(frozen=True, slots=True)
class Language:
    """The same page in a language; `tag` is for machines; `address` is absolute, `path` is not."""

    code: str
    tag: str
    name: str
    path: str
    address: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page. Asks the database nothing."""
    is_public = get_language_from_path(request.path_info) is not None
    return {
        "menu": menu(request),
        "languages": languages(request) if is_public else (),
        "language_choices": [(code, language_tag(code), own_name(code)) for code, _name in settings.LANGUAGES],
        "language_tag": language_tag(request.LANGUAGE_CODE),
        "canonical": settings.SITE_URL + request.path if is_public else "",
        "demonstration": settings.DEMONSTRATION,
        "single_sign_on": settings.SINGLE_SIGN_ON,
    }


def menu(request: HttpRequest) -> tuple[Entry, ...]:
    """The visitors' menu."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return tuple(Entry(str(title), reverse(name), here in lit) for title, name, lit in PUBLIC_MENU)


def languages(request: HttpRequest) -> tuple[Language, ...]:
    """The page in each language of the site; the query goes along with the reader."""
    asked = request.META.get("QUERY_STRING", "")
    return tuple(
        Language(
            code=code,
            tag=language_tag(code),
            name=own_name(code),
            path=path + ("?" + asked if asked else ""),
            address=settings.SITE_URL + path,
            is_current=code == request.LANGUAGE_CODE,
        )
        for code, _name in settings.LANGUAGES
        for path in [_path_in(code, request)]
    )


def _path_in(language: str, request: HttpRequest) -> str:
    if request.resolver_match:
        return translate_url(request.path, language)
    with override(language):  # there is no page here, in any language
        return reverse("public:home")
