"""Whom the services of the room tell: the other parties, each at its own desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.services.telling import named, taking_part
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


def page_of(alliance: Alliance, page: str, organisation: Organisation, *keys: int) -> str:
    """The address of a page of the alliance ("exchange") at the desk of a party."""
    return reverse(f"desk:alliance-{page}", args=[organisation.slug, alliance.slug, *keys])


def tell_parties(
    alliance: Alliance,
    *keys: int,
    kind: str,
    facts: Mapping[str, Any],
    page: str,
    by: User | None,
    only: Iterable[int] | None = None,
) -> None:
    """Tell those who answer for the parties that take part, or for those of them whose keys are in `only`."""
    said = {"alliance": named(alliance)} | dict(facts)
    wanted = None if only is None else set(only)
    for seat in taking_part(alliance):
        city = seat.organisation
        if wanted is None or city.pk in wanted:
            path = page_of(alliance, page, city, *keys)
            notify(leaders_of(city), kind=kind, facts=said, path=path, by=by, scope=city)


def parties_of(alliance: Alliance) -> dict[int, Organisation]:
    """The organisations that take part, by their keys."""
    return {seat.organisation_id: seat.organisation for seat in taking_part(alliance)}
