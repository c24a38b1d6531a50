"""The steps of a search, as the city that seeks has written them down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entreciudades.alliances.models import Alliance
from entreciudades.calls.rules import FOLLOW
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.office.calls import about_call
from entreciudades.web.steps import cards_of


@may(FOLLOW)
@require_safe
def steps(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """What was done, what is next; the city writes, the secretariat and its auditor read."""
    found = doors.call(request, slug, call, may=FOLLOW)
    cards = cards_of(found, lambda _key: "")
    if not cards:
        raise NotFound("steps", call)
    page = {"cards": cards, "alliance": Alliance.objects.filter(search=found).first()}
    return render(request, "office/calls/steps.html", about_call(request, found) | page)
