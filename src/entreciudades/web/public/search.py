"""The search: what a reader may see of what holds their words."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.core.labels import Localized
from entreciudades.core.refs import kind_of
from entreciudades.practices.models import Practice
from entreciudades.processes.search import Hit
from entreciudades.processes.search import search as find
from entreciudades.programmes.models import Programme
from entreciudades.web.access import public

LONGEST: Final = 200
MODELS: Final = {kind_of(model): model for model in (Organisation, Programme, Practice)}


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as the page shows it: what it is, its title in its language, its address where it has a page."""

    kind: str
    title: Localized
    address: str


@public
def search(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`; without words, the empty form."""
    language, words = get_language() or "es", request.GET.get("q", "")[:LONGEST].strip()
    hits = find(words, language=language, user=request.user) if words else ()
    return render(request, "public/search.html", {"words": words, "results": _found(hits, language)})


def _found(hits: tuple[Hit, ...], language: str) -> list[Found]:
    ids: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        ids[hit.kind].append(hit.object_id)
    rows = {kind: MODELS[kind]._base_manager.in_bulk(ids[kind]) for kind in ids if kind in MODELS}
    return [
        Found(kind, Localized(hit.title, hit.language, language), address)
        for hit in hits
        if hit.kind in rows
        for kind, address in [_place(rows[hit.kind][hit.object_id])]
    ]


def _place(row: Organisation | Programme | Practice) -> tuple[str, str]:
    match row:
        case Organisation(form=Organisation.Form.CITY):
            return str(_("City")), reverse("public:city", args=[row.slug])
        case Organisation(form=Organisation.Form.NETWORK):
            return str(_("Network")), reverse("public:network", args=[row.slug])
        case Organisation():
            return str(row.get_form_display()), reverse("public:organisation", args=[row.slug])
        case Programme():
            return str(_("Programme")), reverse("public:programme", args=[row.slug])
        case Practice():
            return str(_("Good practice")), reverse("public:practice", args=[row.slug])
