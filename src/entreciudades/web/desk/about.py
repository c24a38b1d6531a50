"""What the pages around an object need to know of it: the template around them, its names, its tabs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.programmes.pack import variant_of
from entreciudades.web.desk.naming import name_of


def about_organisation(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """A city's or a network's desk."""

    def at(name: str) -> str:
        return reverse(f"desk:{name}", args=[organisation.slug])

    profile = {
        "profile",
        "organisation-",
        "identity",
        "government",
        "place",
        "presentation-",
        "consents",
        "consent-",
        "networks",
    }
    agreements = {"agreements", "agreement", "agreement-", "article", "article-add", "wording-"}
    tabs = [
        (_("Today"), at("organisation"), {"organisation"}),
        (_("Profile"), at("profile"), profile),
        (_("Team"), at("team"), {"team", "team-", "handover", "handover-", "brief"}),
        (_("Pictures"), at("pictures"), {"pictures", "picture-"}),
        (_("Agreements"), at("agreements"), agreements),
        (_("Contributions"), at("contributions"), {"contributions", "contribution", "contribution-"}),
    ]
    tabs.append((_("Translations"), at("translations"), {"translations", "translation-"}))
    if not organisation.is_network:
        tabs.append((_("Bring in"), at("imports"), {"imports", "import", "import-"}))
    tabs.append((_("Who has solved this"), at("colleagues"), {"colleagues", "colleague"}))
    if organisation.is_city:
        tabs.append((_("Good practices"), at("practices"), {"practices", "practice-add"}))
        tabs.append((_("For the mayor"), at("mayor"), {"mayor"}))
    return {
        "base": "desk/organisations/base.html",
        "organisation": organisation,
        "owner_name": name_of(organisation),
        "tabs": tabs_of(request, tabs),
    }


def about_programme(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """A programme's desk."""

    def at(name: str) -> str:
        return reverse(f"desk:{name}", args=[programme.slug])

    overview = {"programme", "programme-identity", "programme-move", "programme-pictures"}
    tabs = [
        (_("Overview"), at("programme"), overview),
        (_("Texts"), at("sections"), {"sections", "section-", "form-"}),
        (_("Data"), at("data"), {"data", "programme-"}),
        (_("Synergies"), at("synergies"), {"synergies"}),
        (_("Matrices"), at("matrices"), {"matrices", "matrix-"}),
        (_("Contributions"), at("programme-contributions"), {"programme-contributions"}),
        (_("Book"), at("book"), {"book"}),
    ]
    if programme.is_closed:
        tabs = [tab for tab in tabs if tab[1] in {at("programme"), at("book")}]
    elif variant_of(programme).synergy is None:
        tabs = [tab for tab in tabs if tab[1] != at("synergies")]
    return {
        "base": "desk/programmes/base.html",
        "programme": programme,
        "organisation": programme.holder,
        "owner_name": name_of(programme.holder),
        "programme_name": name_of(programme),
        "tabs": tabs_of(request, tabs),
    }


def about_practice(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    """A good practice's desk."""
    sheet = reverse("desk:practice-text-edit", args=[practice.slug, practice.organisation.source_language])
    tabs = [
        (_("Overview"), reverse("desk:practice", args=[practice.slug]), {"practice", "practice-identity"}),
        (_("Sheet"), sheet, {"practice-text-"}),
    ]
    return {
        "base": "desk/practices/base.html",
        "practice": practice,
        "organisation": practice.organisation,
        "owner_name": name_of(practice.organisation),
        "practice_name": name_of(practice),
        "tabs": tabs_of(request, tabs),
    }


def tabs_of(request: HttpRequest, tabs: list[tuple[str, str, set[str]]]) -> list[dict[str, Any]]:
    """Tabs of titles, addresses and names of views, the one lit where the reader is.

    A name that ends in "-" stands for all that begin with it; the longest name that fits wins.
    """
    here = str(request.resolver_match.url_name) if request.resolver_match else ""
    fits = [
        max((len(one) for one in names if one == here or (one[-1] == "-" and here.startswith(one))), default=0)
        for _title, _address, names in tabs
    ]
    best = max(fits, default=0)
    return [
        {"title": title, "address": address, "is_lit": bool(best) and fit == best}
        for (title, address, _names), fit in zip(tabs, fits, strict=True)
    ]
