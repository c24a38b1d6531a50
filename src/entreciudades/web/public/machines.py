"""What search engines ask for."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Call
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.web.access import public
from entreciudades.web.language import language_tag


@public
def robots(_request: HttpRequest) -> HttpResponse:
    """Public pages may be read by machines; the rest asks for a sign-in anyway."""
    lines = ["User-agent: *", "Disallow: /accounts/", f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, each with its languages (sitemaps.org, with Google's xhtml:link for languages)."""
    pages: list[tuple[str, tuple[str, ...]]] = [
        (name, ()) for name in ("home", "cities", "networks", "programmes", "practices", "calls")
    ]
    organisations = Organisation.objects.visible_to(AnonymousUser())
    rows = {
        "city": organisations.cities(),
        "network": organisations.networks(),
        "programme": Programme.objects.public(),
        "practice": Practice.objects.public(),
        "collaboration": Alliance.objects.visible_to(AnonymousUser()),
        "call": Call.objects.visible_to(AnonymousUser()),
    }
    pages += [(name, (slug,)) for name, found in rows.items() for slug in found.values_list("slug", flat=True)]
    addresses = [_in_languages(f"public:{name}", args) for name, args in pages]
    return render(request, "public/sitemap.xml", {"pages": addresses}, content_type="application/xml")


def _in_languages(name: str, args: tuple[str, ...]) -> dict[str, str]:
    addresses = {}
    for code, _title in settings.LANGUAGES:
        with override(code):
            addresses[language_tag(code)] = settings.SITE_URL + reverse(name, args=args)
    return addresses
