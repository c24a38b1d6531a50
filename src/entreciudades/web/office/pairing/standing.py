"""Where the pairing of a call stands; the pairs of a run; the cities that have none yet."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from entreciudades.actors.countries import country_key, country_titles
from entreciudades.calls.cities import sides_of
from entreciudades.calls.models import Call, PairingRun
from entreciudades.calls.rules import FOLLOW
from entreciudades.calls.states import CALL, CallState, RunState
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import label
from entreciudades.web.access import may
from entreciudades.web.office.pairing import words
from entreciudades.web.office.pairing.door import about, call_of, run_of
from entreciudades.web.office.pairing.faults import fault
from entreciudades.web.office.pairing.shown import Shown, cities_named, page_of_pairs
from entreciudades.web.public.lists import ON_A_PAGE

_RUNS = 10
_UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


@may(FOLLOW)
@require_safe
def standing(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """How many cities are admitted on each side, the result that stands with its proof and its pairs, the runs."""
    found = call_of(request, slug, call, may=FOLLOW)
    runs = list(found.runs.defer("result", "alternatives", "rules").select_related("started_by")[:_RUNS])
    page = about(
        request,
        found,
        admitted=_admitted(found),
        runs=runs,
        under_way=next((run for run in runs if run.state in _UNDER_WAY), None),
        may_pair=found.state == CallState.PAIRING or "pair" in CALL.possible(found.state),
        pins=found.pins.count(),
    )
    if (stands := standing_run(found)) is not None:
        page |= _pairs(request, found, stands)
        page["newer"] = next((run for run in runs if run.state == RunState.DONE and run.number > stands.number), None)
    return render(request, "office/calls/pairing/standing.html", page)


@may(FOLLOW)
@require_safe
def run(request: HttpRequest, slug: str, call: str, number: int) -> HttpResponse:
    """A run: how far it is, why it has no result, or its pairs with the proof."""
    found = call_of(request, slug, call, may=FOLLOW)
    one = run_of(found, number)
    page = about(request, found, run=one, here=request.path)
    if one.state in _UNDER_WAY:
        page |= {"step": words.step(one.progress)}
        if request.headers.get("HX-Request"):
            return render(request, "office/calls/pairing/progress.html", page)
        return render(request, "office/calls/pairing/under_way.html", page)
    if request.headers.get("HX-Request"):  # it has ended: the whole page is shown anew
        return HttpResponse(headers={"HX-Refresh": "true"})
    if one.state != RunState.DONE:
        stands = standing_run(found)
        page |= {"fault": fault(found, one.fault), "stands": stands}
        return render(request, "office/calls/pairing/ended.html", page)
    return render(request, "office/calls/pairing/run.html", page | _pairs(request, found, one))


@may(FOLLOW)
@require_safe
def unpaired(request: HttpRequest, slug: str, call: str, number: int) -> HttpResponse:
    """The cities that a run leaves without a pair: why, and with whom each would go best."""
    found = call_of(request, slug, call, may=FOLLOW)
    one = run_of(found, number)
    if one.state != RunState.DONE:
        raise NotFound("result of run", number)
    shown = Shown.of(one)
    page = Paginator(shown.result.left_out, ON_A_PAGE).get_page(request.GET.get("page"))
    cities = cities_named({slug for left in page for slug in (left.id, *(other.id for other in left.alternatives))})
    countries = country_titles({left.country for left in page if left.country}, get_language() or "es")
    rows = [
        {
            "city": cities[left.id],
            "reason": words.left_out(left, countries, own=country_key(cities[left.id])),
            "alternatives": [(cities[other.id], words.affinity(other.score)) for other in left.alternatives],
        }
        for left in page
    ]
    return render(
        request, "office/calls/pairing/unpaired.html", about(request, found, run=one, page=page, rows=rows, shown=shown)
    )


def standing_run(call: Call) -> PairingRun | None:
    """The run whose result stands: the one that was proposed last, else the last that is done."""
    done = call.runs.filter(state=RunState.DONE).select_related("started_by")
    run = done.order_by(F("proposed_at").desc(nulls_last=True), "-number").first()
    if run is not None:
        run.call = call
    return run


def _pairs(request: HttpRequest, call: Call, run: PairingRun) -> dict[str, object]:
    shown = Shown.of(run)
    page = page_of_pairs(request, shown)
    return {"stands": run, "shown": shown, "page": page, "lines": shown.lines(call, page)}


def _admitted(call: Call) -> list[tuple[str, int]]:
    """How many cities are admitted on each side, or at all in one pool."""
    counts = Counter(sides_of(call).values())
    sides = terms_of(call).sides
    return [(label(side.title).text, counts[side.key]) for side in sides] if sides else [("", counts.total())]
