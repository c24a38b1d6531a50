"""The register of a network: all agreements of its members, found by what they say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entreciudades.actors.rules import FOLLOW
from entreciudades.alliances.models import Agreement
from entreciudades.web.access import may
from entreciudades.web.agreements.listing import listed
from entreciudades.web.desk import doors
from entreciudades.web.office.about import about_network


@may(FOLLOW)
@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """A page at a time, the latest first."""
    network = doors.organisation(request, slug, may=FOLLOW)
    rows = Agreement.objects.in_register_of(network)
    return render(request, "office/agreements/list.html", about_network(request, network) | listed(request, rows))
