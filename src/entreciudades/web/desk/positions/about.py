"""From an address at a desk to a position, and what stands around its pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT
from entreciudades.alliances.models import Endorsement, Position
from entreciudades.alliances.rules import SEE_POSITION, SPEAK
from entreciudades.alliances.wording import parties_of
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotAllowed
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.naming import name_of

__all__ = ["EDIT", "SPEAK", "about_position", "drafted", "drafters_of", "endorsement_of", "position_at"]


def position_at(
    request: HttpRequest, slug: str, pk: int, *, may: Rule[Organisation] = EDIT
) -> tuple[Organisation, Position]:
    """The organisation at whose desk one is, and a position that concerns it."""
    owner = doors.organisation(request, slug, may=may)
    rows = Position.objects.concerning(owner).select_related("agreement__network", "agreement__alliance")
    return owner, fetch(rows, pk, may=SEE_POSITION, actor=request.user)


def drafted(
    request: HttpRequest, slug: str, pk: int, *, may: Rule[Organisation] = EDIT
) -> tuple[Organisation, Position]:
    """The same for one of those who draft it; NotAllowed for others, and for one that has left their alliance."""
    owner, position = position_at(request, slug, pk, may=may)
    if owner not in drafters_of(position):
        raise NotAllowed(may.name, "position", pk)
    return owner, position


def drafters_of(position: Position) -> list[Organisation]:
    """Those who draft it, in order."""
    return [party.organisation for party in parties_of(position.agreement)]


def endorsement_of(owner: Organisation, position: Position) -> Endorsement | None:
    """The organisation's own invitation with its answer; None for those who draft it."""
    return position.endorsements.filter(organisation=owner).first()


def about_position(request: HttpRequest, owner: Organisation, position: Position) -> dict[str, Any]:
    """The desk of the organisation around a position."""
    title = name_of(position.agreement)
    back = reverse("desk:position", args=[owner.slug, position.pk])
    return about_organisation(request, owner) | {"position": position, "position_name": title, "back": back}
