"""Cities like what we need: whom a city could write to, with the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entreciudades.actors.countries import country_titles
from entreciudades.actors.models import NetworkMember, Organisation
from entreciudades.actors.rules import EDIT
from entreciudades.core.labels import label
from entreciudades.processes.finder import Asked, Found, Suggestion, find_cities
from entreciudades.search.analysis import fold
from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.languages import language_name
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.forms import spoken
from entreciudades.web.desk.organisation_nouns import THEMES
from entreciudades.web.desk.terms import TermField
from entreciudades.web.public.lists import ON_A_PAGE

SHOWN = 5
"""Subjects that one reason names; the city's page has them all."""


class FinderForm(forms.Form):
    """What is looked for; all of it may be left open."""

    theme = TermField(codelists=THEMES, label=_("Subject that they know or need"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(choices=spoken, label=_("Language that is spoken there"), required=False)
    size = forms.ChoiceField(
        choices=[
            ("", "—"),
            ("similar", _("similar to ours")),
            ("larger", _("more than twice ours")),
            ("smaller", _("less than half of ours")),
        ],
        label=_("Inhabitants"),
        required=False,
    )
    network = forms.ChoiceField(label=_("Among"), required=False)
    unlinked = forms.BooleanField(label=_("Only cities with which we have no collaboration yet"), required=False)


@dataclass(frozen=True, slots=True)
class Card:
    """A suggestion in the reader's words."""

    one: Suggestion
    learns: list[str]
    shares: list[str]
    challenges: list[str]
    languages: list[str]
    first: str


@may(EDIT)
@require_safe
def finder(request: HttpRequest, slug: str) -> HttpResponse:
    """Cities that fit what the city needs and offers, the closest first, each with its reasons."""
    own = doors.organisation(request, slug, may=EDIT)
    wanted = {name: request.GET.get(name, "").strip() for name in ("theme", "country", "language", "size", "network")}
    wanted["theme"] = wanted["theme"] if wanted["theme"] in codelists.load() else ""
    asked = Asked(**wanted, unlinked=bool(request.GET.get("unlinked")))
    found = find_cities(own, asked, by=person(request))
    page = Paginator(found.ranked, ON_A_PAGE).get_page(request.GET.get("page"))
    said = {
        "form": _form(request, own, found, asked),
        "page": page,
        "cards": [_card(one) for one in found.told(list(page.object_list))],
        "silent": found.silent,
        "own": found.own,
    }
    return render(request, "desk/organisations/finder.html", about_organisation(request, own) | said)


def _form(request: HttpRequest, own: Organisation, found: Found, asked: Asked) -> FinderForm:
    form = FinderForm(request.GET or None)
    titles = country_titles({*found.countries()} | ({asked.country} - {""}), get_language() or "es")
    fields: dict[str, Any] = form.fields
    fields["country"].choices = [("", "—"), *sorted(titles.items(), key=lambda entry: fold(entry[1]))]
    networks = NetworkMember.objects.present().filter(organisation=own).select_related("network")
    mine = [(one.network.slug, label(one.network.names).text) for one in networks]
    fields["network"].choices = [("", _("Members of our networks")), *mine, ("-", _("All cities here"))]
    return form


def _card(one: Suggestion) -> Card:
    reader = get_language() or "es"
    return Card(
        one=one,
        learns=_words(one.learns),
        shares=_words(one.shares),
        challenges=_words(one.challenges),
        languages=[capfirst(language_name(code, reader)) for code in one.languages],
        first=next(iter((*one.learns, *one.challenges)), ""),
    )


def _words(keys: Iterable[str]) -> list[str]:
    vocabulary = codelists.load()
    terms = [term for key in keys if (term := vocabulary.get(key))]
    return [term.label(get_language() or "es") for term in terms[:SHOWN]]
