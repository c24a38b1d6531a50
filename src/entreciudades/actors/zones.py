"""The time zone in which an organisation lives: of its place, else of its country's largest city, else UTC."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership
from entreciudades.taxonomy.models import Place

UTC = ZoneInfo("UTC")


def zones_of(users: Iterable[User]) -> dict[int, ZoneInfo]:
    """User -> the zone of the organisation for which they have worked longest. One query."""
    largest = Place.objects.filter(country=OuterRef("organisation__country")).order_by("-population")
    rows = (
        Membership.objects.filter(user__in=users)
        .annotate(of_country=Subquery(largest.values("timezone")[:1]))
        .order_by("-pk")
        .values_list("user", "organisation__place__timezone", "of_country")
    )
    found = {user: ZoneInfo(own or of_country) for user, own, of_country in rows if own or of_country}
    return {user.pk: found.get(user.pk, UTC) for user in users}
