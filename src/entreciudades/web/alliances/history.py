"""Everything that was decided in the life of an alliance."""

from django.http import HttpResponse
from django.shortcuts import render

from entreciudades.core.errors import NotFound
from entreciudades.web.alliances.decisions import decisions_of, in_words
from entreciudades.web.alliances.places import Place
from entreciudades.web.public.lists import page_of


def history(place: Place) -> HttpResponse:
    """The latest first, a page at a time."""
    if not place.alliance.lives_here:
        raise NotFound("decisions", place.alliance.slug)
    rows = page_of(place.request, decisions_of(place.alliance))
    page = {"place": place, "page": rows, "decisions": in_words(place.alliance, rows)}
    return render(place.request, "alliances/history.html", place.about | page)
