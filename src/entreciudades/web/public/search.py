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
#: Rows by kind, with the organisations whose they are.
ROWS: Final = {
    kind_of(rows.model): rows
    for rows in (
        Organisation.objects.all(),
        Programme.objects.select_related("holder"),
        Practice.objects.select_related("organisation"),
    )
}


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as the page shows it: what it is, its title in its language, its address, whose it is."""

    kind: str
    title: Localized
    address: str
    owner: Organisation


@public
def search(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`; without words, the empty form."""
    language, words = get_language() or "es", request.GET.get("q", "")[:LONGEST].strip()
    hits = find(words, language=language, user=request.user) if words else ()
    return render(request, "public/search.html", {"words": words, "results": _found(hits)})


def _found(hits: tuple[Hit, ...]) -> list[Found]:
    ids: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        ids[hit.kind].append(hit.object_id)
    rows = {kind: ROWS[kind].in_bulk(ids[kind]) for kind in ids if kind in ROWS}
    return [
        Found(kind, Localized(hit.title, hit.language), address, owner)
        for hit in hits
        if hit.kind in rows
        for kind, address, owner in [_place(rows[hit.kind][hit.object_id])]
    ]


def _place(row: Organisation | Programme | Practice) -> tuple[str, str, Organisation]:
    match row:
        case Organisation(form=Organisation.Form.CITY):
            return str(_("City")), reverse("public:city", args=[row.slug]), row
        case Organisation(form=Organisation.Form.NETWORK):
            return str(_("Network")), reverse("public:network", args=[row.slug]), row
        case Organisation():
            return str(row.get_form_display()), reverse("public:organisation", args=[row.slug]), row
        case Programme():
            return str(_("Programme")), reverse("public:programme", args=[row.slug]), row.holder
        case Practice():
            return str(_("Good practice")), reverse("public:practice", args=[row.slug]), row.organisation
