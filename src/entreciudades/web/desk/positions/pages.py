"""The list of positions of an organisation, and the page of each: text, remarks, endorsements, what came back."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Endorsement, Position
from entreciudades.alliances.rules import SPEAK
from entreciudades.alliances.services.positions import OPEN, SETTLED
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.positions.about import EDIT, about_position, drafters_of, endorsement_of, position_at
from entreciudades.web.public.positions import articles_of

ENDORSED = Q(endorsements__state=Endorsement.State.ENDORSED)


@may(EDIT)
@require_safe
def positions(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that the organisation drafts, and those to which it is invited."""
    owner = doors.organisation(request, slug, may=EDIT)
    keys = Position.objects.concerning(owner).values("pk")
    rows = Position.objects.filter(pk__in=keys).select_related("agreement").order_by("-pk")
    invited = {one.position_id: one for one in Endorsement.objects.filter(organisation=owner, position__in=keys)}
    page = {"rows": [(one, invited.get(one.pk)) for one in rows.annotate(count=Count("endorsements", filter=ENDORSED))]}
    return render(request, "desk/positions/list.html", about_organisation(request, owner) | page)


@may(EDIT)
@require_safe
def position(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One position, with what the organisation can do with it now."""
    owner, found = position_at(request, slug, pk)
    return render(
        request, "desk/positions/position.html", about_position(request, owner, found) | _page(request, owner, found)
    )


def _page(request: HttpRequest, owner: Organisation, position: Position) -> dict[str, Any]:
    today = timezone.localdate()
    agreement = position.agreement
    drafters = drafters_of(position)
    endorsements = list(position.endorsements.select_related("organisation"))
    state = Endorsement.State
    settled = agreement.state in SETTLED
    term = position.endorse_until is None or position.endorse_until >= today
    consulted = agreement.state in OPEN and position.consult_until is not None and position.consult_until >= today
    own = endorsement_of(owner, position)
    remarks = position.remarks.select_related("organisation", "article")
    return {
        "drafters": drafters,
        "drafts": owner in drafters,
        "speaks": SPEAK.predicate(request.user, owner),
        "articles": articles_of(agreement, published=False),
        "settled": settled,
        "consulted": consulted,
        "own": own,
        "may_endorse": own is not None and settled and term and own.state != state.ENDORSED,
        "endorsed": [one for one in endorsements if one.state == state.ENDORSED],
        "waiting": [one for one in endorsements if one.state == state.INVITED],
        "others": [one for one in endorsements if one.state in (state.DECLINED, state.WITHDRAWN)],
        "remarks": remarks if owner in drafters else remarks.filter(organisation=owner),
        "addressees": position.addressees.prefetch_related("replies"),
    }
