"""The alliances of an organisation: with whom, on what, since when, and what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entreciudades.actors.models import Organisation, Role
from entreciudades.actors.rules import EDIT
from entreciudades.alliances.models import Alliance
from entreciudades.calls.reasons import reasons_in_words
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.alliances.about import about_alliance, seat_at


@may(EDIT)
@require_safe
def alliances(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, the newest first."""
    owner = doors.organisation(request, slug, may=EDIT)
    rows = Alliance.objects.of(owner).prefetch_related("seats__organisation", "themes").order_by("-starts", "slug")
    return render(request, "desk/alliances/list.html", about_organisation(request, owner) | {"alliances": rows})


@may(EDIT)
@require_safe
def alliance(request: HttpRequest, slug: str, alliance: str) -> HttpResponse:
    """One of them: its parties, what each learns, the call that founded it, what comes next."""
    seat = seat_at(request, slug, alliance, may=EDIT)
    found = seat.alliance
    page = {
        "parties": [(one.organisation, _coordinators(one.organisation)) for one in found.seats.all()],
        "reasons": reasons_in_words(found.pair) if found.pair else None,
        "themes": found.themes.all(),
    }
    return render(request, "desk/alliances/alliance.html", about_alliance(request, seat) | page)


def _coordinators(party: Organisation) -> list[str]:
    rows = party.memberships.filter(role=Role.COORDINATOR, user__is_active=True).select_related("user")
    return [one.user.get_full_name() for one in rows]
