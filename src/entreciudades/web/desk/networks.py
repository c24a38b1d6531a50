"""The networks that say that a city is their member: the city confirms, or refuses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entreciudades.actors.rules import EDIT, TEAM
from entreciudades.core.errors import NotFound
from entreciudades.processes.memberships import answer
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of


@may(EDIT)
@require_safe
def networks(request: HttpRequest, slug: str) -> HttpResponse:
    """Every membership, with what the city said."""
    owner = doors.organisation(request, slug, may=EDIT)
    page = {
        "rows": owner.networks.select_related("network", "answered_by").order_by("network__sort_name"),
        "leads": TEAM.predicate(person(request), owner),
    }
    return render(request, "desk/organisations/networks.html", about_organisation(request, owner) | page)


@may(TEAM)
@require_POST
def reply(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Confirm a membership, or refuse it."""
    owner = doors.organisation(request, slug, may=TEAM)
    found = owner.networks.select_related("network").filter(pk=pk).first()
    if found is None or verb not in {"confirm", "refuse"}:
        raise NotFound("membership", pk)
    answer(found, confirms=verb == "confirm", by=person(request))
    said = _("Confirmed: member of %(network)s.") if verb == "confirm" else _("Refused: no member of %(network)s.")
    messages.success(request, said % {"network": name_of(found.network)})
    return redirect("desk:networks", slug)
