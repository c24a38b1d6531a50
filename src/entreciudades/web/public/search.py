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
from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Call
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
        Alliance.objects.prefetch_related("seats__organisation"),
        Call.objects.select_related("network"),
    )
}
#: The page of an organisation by its form.
_VIEWS: Final = {"city": "public:city", "network": "public:network", "other": "public:organisation"}


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


def _place(row: Organisation | Programme | Practice | Alliance | Call) -> tuple[str, str, Organisation]:
    match row:
        case Organisation():
            kind, view, owner = row.get_form_display(), _VIEWS[row.form], row
        case Programme():
            kind, view, owner = str(_("Programme")), "public:programme", row.holder
        case Practice():
            kind, view, owner = str(_("Good practice")), "public:practice", row.organisation
        case Alliance():
            kind, view, owner = str(_("Collaboration")), "public:collaboration", row.seats.all()[0].organisation
        case Call():
            kind, view, owner = str(_("Call")), "public:call", row.network
    return kind, reverse(view, args=[row.slug]), owner
