"""What else the cities of an alliance do on its themes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.alliances.models import Alliance
from entreciudades.alliances.naming import title_of
from entreciudades.processes.overlaps import Overlap, overlaps
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.naming import name_of


def overlapping(place: Place) -> HttpResponse:
    """Other alliances and programmes, those with the most in common first."""
    rows = [_said(one) for one in overlaps(place.alliance, user=place.by)]
    return render(place.request, "alliances/overlaps.html", place.about | {"place": place, "rows": rows})


def _said(one: Overlap) -> dict[str, object]:
    """With its name and, where everybody may read it, its address."""
    name = "public:collaboration" if isinstance(one.other, Alliance) else "public:programme"
    return {
        "overlap": one,
        "title": title_of(one.other) if isinstance(one.other, Alliance) else name_of(one.other),
        "kind": _("Alliance") if isinstance(one.other, Alliance) else _("Programme"),
        "address": reverse(name, args=[one.other.slug]),
    }
