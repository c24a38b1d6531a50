"""What became of the pairs that were proposed: who has answered, how many days are left, why one was declined."""

from zoneinfo import ZoneInfo

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Pair
from entreciudades.calls.reasons import reasons_of
from entreciudades.calls.rules import FOLLOW
from entreciudades.calls.states import PairState
from entreciudades.web.access import may
from entreciudades.web.office.pairing.door import about, call_of
from entreciudades.web.public.lists import page_of


@may(FOLLOW)
@require_safe
def pairs(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """All of them, those that wait for an answer first."""
    found = call_of(request, slug, call, may=FOLLOW)
    rows = found.pairs.with_cities().select_related("run").prefetch_related("answers").defer("run__result")
    page = page_of(request, rows.order_by(F("settled_at").desc(nulls_first=True), "due_at", "pk"))
    reasons = reasons_of(page)
    alliances = {one.pair_id: one for one in Alliance.objects.filter(pair__in=[pair.pk for pair in page])}
    zone = ZoneInfo(found.zone)
    today = timezone.localdate(timezone=zone)
    shown = [
        {
            "pair": pair,
            "reasons": reasons[pair.pk],
            "answers": _answers(pair),
            "days": (pair.due_at.astimezone(zone).date() - today).days if pair.state == PairState.PROPOSED else None,
            "alliance": alliances.get(pair.pk),
        }
        for pair in page
    ]
    counted = dict(found.pairs.order_by().values_list("state").annotate(Count("pk")))
    states = [(label, counted[state]) for state, label in PairState.choices if counted.get(state)]
    page_shown = {"page": page, "rows": shown, "states": states, "run": found.runs.filter(state="done").first()}
    return render(request, "office/calls/matchmaking/pairs.html", about(request, found, **page_shown))


def _answers(pair: Pair) -> list[tuple[object, bool, str]]:
    """Who has answered, whether it accepts, and why not."""
    cities = {pair.a_id: pair.a.applicant, pair.b_id: pair.b.applicant}
    return [(cities[one.application_id], one.accepts, one.reason) for one in pair.answers.all()]
