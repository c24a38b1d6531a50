"""The agreements of an alliance, at the desk of one of its parties."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entreciudades.actors.rules import EDIT
from entreciudades.web.access import may
from entreciudades.web.desk.alliances.about import about_alliance, seat_at


@may(EDIT)
@require_safe
def agreements(request: HttpRequest, slug: str, alliance: str) -> HttpResponse:
    """Those of which the organisation is a party, with where each stands."""
    seat = seat_at(request, slug, alliance, may=EDIT)
    rows = seat.alliance.agreements.filter(parties__organisation=seat.organisation)
    page = {
        "agreements": rows.prefetch_related("parties__organisation").order_by("-pk"),
        "begin": reverse("desk:agreement-begin", args=[slug], query={"alliance": seat.alliance.pk}),
    }
    return render(request, "desk/negotiation/of_alliance.html", about_alliance(request, seat) | page)
