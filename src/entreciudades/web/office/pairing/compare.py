"""Two runs side by side: which rules differ, which pairs only one of them has, who gains and who loses a partner."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entreciudades.actors.countries import country_titles
from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Call
from entreciudades.calls.rules import FOLLOW
from entreciudades.calls.states import RunState
from entreciudades.calls.terms import component_title
from entreciudades.matching.compare import compare
from entreciudades.matching.problem import COMPONENTS, Rules
from entreciudades.matching.result import Affinity
from entreciudades.web.access import may
from entreciudades.web.desk.doors import number as number_of
from entreciudades.web.office.pairing import words
from entreciudades.web.office.pairing.door import about, call_of
from entreciudades.web.office.pairing.shown import Shown, cities_named
from entreciudades.web.public.lists import ON_A_PAGE

Pairs = list[tuple[Organisation, Organisation, str]]


@may(FOLLOW)
@require_safe
def side_by_side(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """The runs `?former=` and `?now=`; by default the last two that are done."""
    found = call_of(request, slug, call, may=FOLLOW)
    choices = list(found.runs.filter(state=RunState.DONE).only("call", "number", "note"))
    page = about(request, found, choices=choices)
    numbers = [run.number for run in choices]
    wanted = [number_of(request.GET.get(name, "")) for name in ("former", "now")]
    if not any(wanted):
        wanted = numbers[:2][::-1]
    if len(set(wanted)) == 2 and set(wanted) <= set(numbers):  # noqa: PLR2004 - two of them
        page |= _compared(request, found, *wanted)
    return render(request, "office/calls/pairing/compare.html", page)


def _compared(request: HttpRequest, call: Call, former: int, now: int) -> dict[str, Any]:
    runs = {run.number: run for run in call.runs.filter(number__in=(former, now)).defer("alternatives")}
    was, is_ = Shown.of(runs[former]), Shown.of(runs[now])
    found = compare(was.result, is_.result)
    both = Paginator(found.both, ON_A_PAGE).get_page(request.GET.get("page"))
    slugs = {city for pair in (*found.only_former, *found.only_now) for city in (pair.a, pair.b)}
    slugs |= {city for pair, _again in both for city in (pair.a, pair.b)}
    cities = cities_named(slugs | set(found.newly_left_out) | set(found.newly_paired))

    def shown(pairs: tuple[Affinity, ...]) -> Pairs:
        return [(cities[pair.a], cities[pair.b], words.affinity(pair.score)) for pair in pairs]

    return {
        "former": was,
        "now": is_,
        "differences": list(_differences(was.rules, is_.rules)),
        "same_weights": was.rules.weights == is_.rules.weights,
        "difference": words.signed(found.difference),
        "only_former": shown(found.only_former),
        "only_now": shown(found.only_now),
        "newly_left_out": [cities[one] for one in found.newly_left_out],
        "newly_paired": [cities[one] for one in found.newly_paired],
        "page": both,
        "both": [
            (cities[pair.a], cities[pair.b], words.affinity(pair.score), words.affinity(again.score))
            for pair, again in both
        ],
    }


def _differences(was: Rules, now: Rules) -> Iterator[tuple[str, str, str]]:
    """Each rule that differs: what it is, what it was, what it is now."""
    for component in COMPONENTS:
        yield from _if(component_title(component), was.weights.get(component, 0), now.weights.get(component, 0))
    yield from _if(_("Least affinity of a pair"), was.min_score, now.min_score)
    aims = {"total": _("the greatest total"), "most_cities": _("most cities with a pair")}
    if was.first_aim != now.first_aim:
        yield _("What comes first"), aims[was.first_aim], aims[now.first_aim]
    for country, title in country_titles(was.quota.keys() | now.quota.keys(), get_language() or "es").items():
        yield from _if(_("Quota of %(country)s") % {"country": title}, was.quota.get(country), now.quota.get(country))
    for title, then, today in (
        (_("Pairs fixed"), was.require, now.require),
        (_("Pairs left out"), was.forbid, now.forbid),
    ):
        if set(then) != set(today):
            yield title, number_format(len(then)), number_format(len(today))


def _if(title: str, was: float | None, now: float | None) -> Iterator[tuple[str, str, str]]:
    if was != now:
        then, today = (_("none") if one is None else number_format(f"{one:g}") for one in (was, now))
        yield title, then, today
