"""The mayor's page is read by a link of its own, on a telephone, without a login."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core import trail
from entreciudades.core.errors import LinkRefused
from entreciudades.core.links import find_link, make_link, revoke_links
from entreciudades.core.models import Link

PURPOSE: Final = "mayor"
HOLDS: Final = timedelta(days=365)


@transaction.atomic
def share_page(city: Organisation, *, by: User) -> str:
    """Make a link to the brief that holds for a year; return its token. Earlier ones stay good until taken back."""
    token = make_link(PURPOSE, city, expires_at=timezone.now() + HOLDS)
    trail.record("mayor_page.shared", city, by=by, scope=city.pk)
    return token


@transaction.atomic
def stop_sharing_page(city: Organisation, *, by: User) -> int:
    """Take all links to the brief back; return how many were open."""
    ended = revoke_links(PURPOSE, city)
    if ended:
        trail.record("mayor_page.share_ended", city, by=by, scope=city.pk, links=ended)
    return ended


def open_links(city: Organisation) -> list[Link]:
    """The links by which the brief can be read now, those that end last first."""
    return list(
        Link.objects.to(city, PURPOSE).filter(revoked_at=None, expires_at__gt=timezone.now()).order_by("-expires_at")
    )


def shared_city(token: str) -> Organisation:
    """The city whose brief a link opens. Raises LinkRefused, also where the city has gone."""
    link = find_link(token, PURPOSE)
    found: Organisation | None = Organisation.objects.filter(pk=link.object_id).first()
    if found is None:
        raise LinkRefused("unknown", link)
    return found
