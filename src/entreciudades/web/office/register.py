"""The network's own books: the fees of its members as a plain register."""

from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from moneyed import Money

from entreciudades.actors.models import Fee
from entreciudades.actors.rules import FOLLOW
from entreciudades.core.money import summed, totals_by_currency
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.office.about import about_network
from entreciudades.web.office.forms import NOUNS
from entreciudades.web.office.members import SHELF
from entreciudades.web.public.lists import page_of

UNPAID: Final = "unpaid"


@may(FOLLOW)
@require_safe
def fees(request: HttpRequest, slug: str) -> HttpResponse:
    """What members owe and have paid; of all periods or of one, all of it or what is still owed."""
    network = doors.organisation(request, slug, may=FOLLOW)
    every = Fee.objects.of(network)
    periods = list(every.order_by("-period").values_list("period", flat=True).distinct())
    period = request.GET.get("period", "")
    shown = every.filter(period=period) if period in {str(one) for one in periods} else every
    rows = shown.unpaid() if request.GET.get("show") == UNPAID else shown
    page = {
        "page": page_of(request, rows.select_related("member__organisation")),
        "periods": periods,
        "period": period,
        "show": request.GET.get("show", ""),
        "due": totals_by_currency(shown, "due_amount", "currency"),
        "paid": totals_by_currency(shown, "paid_amount", "currency"),
        "owed": _owed(shown),
        "fees_address": SHELF.address(network, NOUNS["fees"]),
    }
    return render(request, "office/fees.html", about_network(request, network) | page)


def _owed(rows: QuerySet[Fee]) -> tuple[Money, ...]:
    """What is still owed, per currency; what one member paid too much does not pay for another."""
    return summed(fee.owed for fee in rows)
