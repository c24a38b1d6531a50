"""What hangs on an alliance as plain rows: its agenda map, calls of others, joint bids. And the map as one page."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import AgendaPoint, Alliance, FundingCall, JointBid
from entreciudades.alliances.rules import EDIT_ALLIANCE
from entreciudades.alliances.services.parts import keep_part, remove_part
from entreciudades.alliances.states import SeatState
from entreciudades.taxonomy.models import Term
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.alliances.about import about_alliance
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.organisation_nouns import THEMES
from entreciudades.web.desk.rows import Shelf


def _parties(alliance: Alliance) -> QuerySet[Organisation]:
    return Organisation.objects.filter(seats__alliance=alliance, seats__state=SeatState.PRESENT)


def _calls(alliance: Alliance) -> QuerySet[FundingCall]:
    return FundingCall.objects.filter(Q(alliance=alliance) | Q(alliance=None), network=alliance.network_id)


NOUNS = {
    noun.key: noun
    for noun in (
        Noun(
            "agenda",
            AgendaPoint,
            "alliance",
            says=_(
                "By theme: what local, national and international agendas want, where they meet or clash, and what the "
                "cities can do."
            ),
            fields=("theme", "kind", "says", "organisation", "source"),
            shows=("says", "theme", "kind", "organisation"),
            terms={"theme": THEMES},
            choices={"organisation": _parties},
            lines={"says": 3},
            with_rows=("theme", "organisation"),
            helps={"organisation": _("Only where one city says so; empty: all of them.")},
        ),
        Noun(
            "funding-calls",
            FundingCall,
            "alliance",
            says=_("Calls of others for which the alliance may bid together."),
            fields=("titles", "funder", "url", "closes_on", "ceiling", "currency", "share", "themes"),
            shows=("titles", "funder", "closes_on"),
            terms={"themes": THEMES},
        ),
        Noun(
            "bids",
            JointBid,
            "alliance",
            says=_("What the alliance asks for together, who leads it, and the result."),
            fields=(
                "titles",
                "call",
                "lead",
                "partners",
                "state",
                "asked",
                "granted",
                "currency",
                "sent_on",
                "answered_on",
                "lessons",
            ),
            shows=("titles", "call", "lead", "state", "asked", "granted"),
            choices={"call": _calls, "lead": _parties, "partners": _parties},
            lines={"lessons": 3},
            with_rows=("call", "lead"),
        ),
    )
}


def about_parts(request: HttpRequest, alliance: Alliance) -> dict[str, Any]:
    """The pages around the alliance, at the desk of the party for which the reader works."""
    seats = alliance.seats.select_related("organisation").filter(state=SeatState.PRESENT)
    seat = seats.filter(organisation__in=Organisation.objects.with_role(request.user)).first()
    if seat is None:
        raise TypeError("whoever edits an alliance works for one of its parties")
    seat.alliance = alliance
    return about_alliance(request, seat)


SHELF = Shelf(
    name="alliance-part",
    rule=EDIT_ALLIANCE,
    door=doors.alliance,
    keep=keep_part,
    remove=remove_part,
    nouns=NOUNS,
    about=about_parts,
    scope=lambda alliance: alliance.network_id,
)


@may(EDIT_ALLIANCE)
@require_safe
def agenda_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda map of an alliance, theme by theme; prints on paper as it stands."""
    alliance = doors.alliance(request, slug, may=EDIT_ALLIANCE)
    themes: dict[Term, dict[str, list[AgendaPoint]]] = {}
    for point in alliance.agenda.select_related("theme", "organisation"):
        themes.setdefault(point.theme, {}).setdefault(point.kind, []).append(point)
    kinds = [(kind, str(title)) for kind, title in AgendaPoint.Kind.choices]
    page = {
        "themes": [(theme, [(title, rows.get(kind, [])) for kind, title in kinds]) for theme, rows in themes.items()],
        "rows_address": SHELF.address(alliance, NOUNS["agenda"]),
        "add_address": SHELF.address(alliance, NOUNS["agenda"], "add"),
    }
    return render(request, "desk/alliances/agenda.html", about_parts(request, alliance) | page)
