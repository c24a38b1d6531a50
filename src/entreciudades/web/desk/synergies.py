"""The synergy matrix as a table to be filled: a cell holds what an actor does along a line."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entreciudades.core.labels import label
from entreciudades.programmes.models import SynergyAction
from entreciudades.programmes.pack import variant_of
from entreciudades.programmes.rules import EDIT
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_programme


@may(EDIT)
@require_safe
def synergies(request: HttpRequest, slug: str) -> HttpResponse:
    """Lines down, actors across; every cell leads to its actions and to a new one."""
    programme = doors.programme(request, slug, may=EDIT)
    lines, actors = list(programme.synergy_lines.all()), list(programme.synergy_actors.all())
    cells: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for action in SynergyAction.objects.filter(line__programme=programme):
        change = reverse("desk:programme-change", args=[slug, "synergy-actions", action.pk])
        entry = {"title": label(action.titles), "details": [label(one) for one in action.details], "change": change}
        cells.setdefault((action.line_id, action.actor_id), []).append(entry)
    add = reverse("desk:programme-add", args=[slug, "synergy-actions"])
    rows = [
        (
            line,
            [(actor, cells.get((line.pk, actor.pk), []), f"{add}?line={line.pk}&actor={actor.pk}") for actor in actors],
        )
        for line in lines
    ]
    page = {
        "synergy": variant_of(programme).synergy,
        "actors": actors,
        "rows": rows,
        "lines_address": reverse("desk:programme-rows", args=[slug, "synergy-lines"]),
        "actors_address": reverse("desk:programme-rows", args=[slug, "synergy-actors"]),
    }
    return render(request, "desk/programmes/synergies.html", about_programme(request, programme) | page)
