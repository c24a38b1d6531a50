"""An alliance at a glance: where it stands, what is missing, what is to be done, who is in it, what was decided."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.alliances.states import SeatState
from entreciudades.calls.reasons import reasons_in_words
from entreciudades.notices.models import Task
from entreciudades.processes.gates import evaluate
from entreciudades.web.alliances.decisions import decisions_of, in_words
from entreciudades.web.alliances.gates import lines_of
from entreciudades.web.alliances.moves import moves_of
from entreciudades.web.alliances.places import Place
from entreciudades.web.alliances.rail import Rail, rail_of
from entreciudades.web.alliances.standing import gate_of

LATEST: Final = 5
"""Decisions that the overview shows."""


def show(place: Place) -> HttpResponse:
    """The page of an alliance; of one that only a source or a pair tells, what is known of it."""
    found = place.alliance
    seats = [one for one in found.seats.all() if one.state != SeatState.DECLINED]
    coordinators = coordinators_of(one.organisation for one in seats)
    page: dict[str, Any] = {
        "place": place,
        "parties": [(one, coordinators[one.organisation_id]) for one in seats],
        "themes": found.themes.all(),
        "moves": moves_of(place),
    }
    if not found.lives_here:
        page["propose_address"] = place.at("alliance-propose") if place.seat and place.decides else ""
        page |= {"reasons": reasons_in_words(found.pair) if found.pair else None}
        return render(place.request, "alliances/told.html", place.about | page)
    page["rail"] = rail_of(place, timezone.localdate())
    if place.seat is not None and place.seat.state == SeatState.INVITED:
        if place.is_decider:
            page["answers"] = {verb: place.at(f"alliance-{verb}") for verb in ("accept", "decline")}
        return render(place.request, "alliances/invitation.html", place.about | page)
    rail: Rail = page["rail"]
    page |= {
        "gate": gate_of(place, rail),
        "more": _more(place),
        "tasks": _tasks(place),
        "decisions": in_words(found, decisions_of(found)[:LATEST]),
    }
    if rail.now is not None and found.is_at_work:
        report = evaluate(found, rail.now.stage.key)
        page |= {"lines": lines_of(place, rail.now.row, report), "holds": report.holds, "card": rail.now}
    return render(place.request, "alliances/overview.html", place.about | page)


def coordinators_of(organisations: Iterable[Organisation]) -> dict[int, list[str]]:
    """Organisation -> who coordinates it, by name; one question for all."""
    rows = Membership.objects.filter(
        organisation__in=[one.pk for one in organisations], role=Role.COORDINATOR, user__is_active=True
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows.select_related("user"):
        found[row.organisation_id].append(row.user.get_full_name())
    return found


def _more(place: Place) -> list[tuple[str, str]]:
    """Further pages of the alliance, with their addresses."""
    pages = [
        ("alliance-history", _("All decisions")),
        ("alliance-methodology", _("Methodology")),
        ("alliance-overlaps", _("What else these cities do")),
    ]
    if place.decides:
        pages.insert(0, ("alliance-describe", _("Title, themes, who may read")))
    return [(place.at(name), title) for name, title in pages]


def _tasks(place: Place) -> list[Task]:
    """What the party, or the secretariat, has to do in this alliance."""
    rows = Task.objects.visible_to(place.by).open().filter(organisation=place.owner)
    return list(rows.filter(path__startswith=place.at("alliance")).select_related("owner").urgent_first())
