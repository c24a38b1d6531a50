"""What the pages around an object need to know of it: the template around them, its names, its tabs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.practices.models import Practice
from entreciudades.programmes.carriers import carriers_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.pack import variant_of
from entreciudades.programmes.querysets import HOLDER_ROLES
from entreciudades.web.desk.naming import name_of
from entreciudades.web.tabs import Group, Tab, tabs_of


def about_organisation(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """A city's or a network's desk."""

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"desk:{name}", args=[organisation.slug]), frozenset({name, *names}))

    of_profile = (
        "organisation-",
        "identity",
        "government",
        "place",
        "presentation-",
    )
    itself = [tab(_("Profile"), "profile", *of_profile), tab(_("Pictures"), "pictures", "picture-")]
    cooperation = [tab(_("Agreements"), "agreements", "agreement", "agreement-", "article", "article-add", "wording-")]
    cooperation.append(tab(_("Alliances"), "alliances", "alliance-add"))
    cooperation.append(tab(_("Positions"), "positions", "position", "position-"))
    if organisation.is_city:
        cooperation.append(tab(_("Good practices"), "practices", "practice-add"))
    if not organisation.is_network:
        cooperation.insert(0, tab(_("Calls"), "calls", "call-", "group", "group-"))
        cooperation.append(tab(_("Networks"), "networks"))
    if organisation.is_city:
        cooperation.append(tab(_("Cities like what we need"), "finder"))
        cooperation.append(tab(_("Search for a partner"), "searches", "search", "search-"))
    cooperation.append(tab(_("Who has solved this"), "colleagues", "colleague"))
    people = [
        tab(_("Team"), "team", "team-", "handover", "handover-", "brief"),
        tab(_("Contributions"), "contributions", "contribution", "contribution-"),
    ]
    people.append(tab(_("Bodies of networks"), "governance", "governance-"))
    people.append(tab(_("Consent to be contacted"), "consents", "consent-"))
    papers = [tab(_("Translations"), "translations", "translation-")]
    if not organisation.is_network:
        papers.append(tab(_("Bring in"), "imports", "import", "import-"))
    tabs: list[Tab | Group] = [
        tab(_("Today"), "organisation"),
        Group(_("The city") if organisation.is_city else _("The organisation"), tuple(itself)),
        Group(_("Cooperation"), tuple(cooperation)),
        Group(_("People"), tuple(people)),
        Group(_("Papers"), tuple(papers)),
    ]
    if organisation.is_city:
        tabs.append(tab(_("For the mayor"), "mayor"))
    return {
        "base": "desk/organisations/base.html",
        "organisation": organisation,
        "owner_name": name_of(organisation),
        "tabs": tabs_of(request, *tabs),
    }


def about_programme(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """A programme's desk: that of its holder, or of the reader's own party to its alliance."""
    owner = _desk_of(request, programme)

    def tab(title: str, name: str, *names: str) -> Tab:
        return Tab(title, reverse(f"desk:{name}", args=[programme.slug]), frozenset({name, *names}))

    overview = tab(_("Overview"), "programme", "programme-identity", "programme-move", "programme-pictures")
    book = tab(_("Book"), "book")
    tabs = [overview, book]
    if not programme.is_closed:
        written = [
            tab(_("Texts"), "sections", "section-", "form-"),
            tab(_("Data"), "data", "programme-"),
            tab(_("Contributions"), "programme-contributions"),
        ]
        if variant_of(programme).matrices:
            written.insert(2, tab(_("Matrices"), "matrices", "matrix-"))
        if variant_of(programme).synergy:
            written.insert(2, tab(_("Synergies"), "synergies"))
        tabs[1:1] = written
    return {
        "base": "desk/programmes/base.html",
        "programme": programme,
        "organisation": owner,
        "owner_name": name_of(owner),
        "programme_name": name_of(programme),
        "alliance_address": _alliance_address(programme, owner),
        "tabs": tabs_of(request, *tabs),
    }


def _desk_of(request: HttpRequest, programme: Programme) -> Organisation:
    if programme.alliance_id is None:
        return programme.holder
    own = Organisation.objects.with_role(request.user, *HOLDER_ROLES).values_list("pk", flat=True)
    parties = carriers_of(programme)
    mine = set(own.filter(pk__in=[one.pk for one in parties]))
    return next((one for one in parties if one.pk in mine), programme.holder)


def _alliance_address(programme: Programme, owner: Organisation) -> str:
    """Where the parties adopt it; empty for a programme of no alliance."""
    if programme.alliance is None:
        return ""
    return reverse("desk:alliance-programme", args=[owner.slug, programme.alliance.slug])


def about_practice(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    """A good practice's desk."""
    sheet = reverse("desk:practice-text-edit", args=[practice.slug, practice.organisation.source_language])
    overview = reverse("desk:practice", args=[practice.slug])
    tabs = (
        Tab(_("Overview"), overview, frozenset({"practice", "practice-identity"})),
        Tab(_("Sheet"), sheet, frozenset({"practice-text-"})),
    )
    return {
        "base": "desk/practices/base.html",
        "practice": practice,
        "organisation": practice.organisation,
        "owner_name": name_of(practice.organisation),
        "practice_name": name_of(practice),
        "tabs": tabs_of(request, *tabs),
    }
