"""The alliances of an organisation: who invites it, what it takes part in, what is over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entreciudades.actors.rules import EDIT, TEAM
from entreciudades.alliances.models import AllianceStage, Seat
from entreciudades.alliances.states import SeatState, StageState
from entreciudades.web.access import may
from entreciudades.web.alliances.methodologies import stage_titles
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation


@may(EDIT)
@require_safe
def alliances(request: HttpRequest, slug: str) -> HttpResponse:
    """Invitations first, then the newest."""
    owner = doors.organisation(request, slug, may=EDIT)
    seats = list(
        Seat.objects.filter(organisation=owner)
        .exclude(state=SeatState.DECLINED)
        .select_related("alliance__network", "alliance__methodology")
        .prefetch_related("alliance__seats__organisation", "alliance__themes")
        .order_by("-alliance__starts", "alliance__slug")
    )
    under_way = AllianceStage.objects.filter(
        alliance__in=[one.alliance_id for one in seats], state=StageState.UNDER_WAY
    )
    keys = dict(under_way.order_by().values_list("alliance", "key"))
    page = {
        "may_propose": TEAM.predicate(request.user, owner),
        "invited": [one.alliance for one in seats if one.state == SeatState.INVITED],
        "lines": [(one, _stage(one, keys)) for one in seats if one.state != SeatState.INVITED],
    }
    return render(request, "desk/alliances/list.html", about_organisation(request, owner) | page)


def _stage(seat: Seat, keys: dict[int, str]) -> str:
    key, methodology = keys.get(seat.alliance_id), seat.alliance.methodology
    return stage_titles(methodology, seat.alliance.form)[key].text if key and methodology else ""
