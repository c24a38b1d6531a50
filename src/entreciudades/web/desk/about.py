"""What the pages around an object need to know of it: its names, its tabs, whether one may publish it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.programmes.pack import variant_of
from entreciudades.web.desk.naming import name_of

Tab = dict[str, Any]


def about_organisation(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """The tabs of a city's or a network's desk."""
    tabs = [
        (_("Today"), "organisation", {"organisation"}),
        (
            _("Profile"),
            "profile",
            {"profile", "organisation-", "identity", "government", "place", "presentation-", "team", "team-"},
        ),
        (_("Pictures"), "pictures", {"pictures", "picture-"}),
        (
            _("Agreements"),
            "agreements",
            {"agreements", "agreement", "agreement-add", "article", "article-add", "wording-"},
        ),
        (_("Good practices"), "practices", {"practices", "practice-add"}),
    ]
    if not organisation.is_city:
        tabs = [tab for tab in tabs if tab[1] != "practices"]
    return {
        "organisation": organisation,
        "owner_name": name_of(organisation),
        "tabs": _tabs(request, tabs, organisation.slug),
    }


def about_programme(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """The tabs of a programme."""
    tabs = [
        (_("Overview"), "programme", {"programme", "programme-identity", "programme-move", "programme-pictures"}),
        (_("Texts"), "sections", {"sections", "section-", "form-"}),
        (_("Data"), "data", {"data", "programme-"}),
        (_("Synergies"), "synergies", {"synergies"}),
        (_("Matrices"), "matrices", {"matrices", "matrix-"}),
        (_("Book"), "book", {"book"}),
    ]
    if variant_of(programme).synergy is None:
        tabs = [tab for tab in tabs if tab[1] != "synergies"]
    return {
        "programme": programme,
        "organisation": programme.holder,
        "owner_name": name_of(programme.holder),
        "programme_name": name_of(programme),
        "tabs": _tabs(request, tabs, programme.slug),
    }


def about_practice(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    """The tabs of a good practice."""
    tabs = [
        (_("Overview"), "practice", {"practice", "practice-identity"}),
    ]
    language = practice.organisation.source_language
    tabs_made = _tabs(request, tabs, practice.slug)
    here = request.resolver_match.url_name if request.resolver_match else ""
    address = reverse("desk:practice-text-edit", args=[practice.slug, language])
    tabs_made.append({"title": _("Sheet"), "address": address, "is_lit": str(here).startswith("practice-text")})
    return {
        "practice": practice,
        "organisation": practice.organisation,
        "owner_name": name_of(practice.organisation),
        "practice_name": name_of(practice),
        "tabs": tabs_made,
    }


def _tabs(request: HttpRequest, tabs: list[tuple[str, str, set[str]]], slug: str) -> list[Tab]:
    """The tabs with the one lit where the reader is: the longest name, or beginning of a name, that fits wins."""
    here = str(request.resolver_match.url_name) if request.resolver_match else ""
    fits = {
        name: max((len(one) for one in lit if one == here or (one[-1] == "-" and here.startswith(one))), default=0)
        for _title, name, lit in tabs
    }
    best = max(fits.values(), default=0)
    return [
        {"title": title, "address": reverse(f"desk:{name}", args=[slug]), "is_lit": bool(best) and fits[name] == best}
        for title, name, _lit in tabs
    ]
