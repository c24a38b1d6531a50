"""Who is told: the one place where those who are away are joined by whoever stands in for them."""

from collections.abc import Iterable

from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Absence, Organisation
from entreciudades.notices.querysets import WORKING


def widened(people: Iterable[User], *, scope: Organisation | None) -> list[User]:
    """Those people who may sign in, each once, and who stands in today for those who are away from `scope`.

    Whoever works there no more stands in for nobody.
    """
    told = {user.pk: user for user in people}
    if scope is not None:
        away = Absence.objects.on(timezone.localdate()).filter(
            organisation=scope, user__in=told, stand_in__memberships__organisation=scope
        )
        told |= {absence.stand_in_id: absence.stand_in for absence in away.select_related("stand_in")}
    return [user for user in told.values() if user.is_active]


def leaders_of(organisation: Organisation) -> list[User]:
    """Who answers for an organisation: a city's coordinators, a network's secretaries."""
    leading = {"memberships__organisation": organisation, "memberships__role__in": ("coordinator", "secretary")}
    return list(User.objects.active().filter(**leading).distinct())


def workers_of(organisation: Organisation) -> list[User]:
    """Who may have a task of an organisation."""
    working = {"memberships__organisation": organisation, "memberships__role__in": WORKING}
    return list(User.objects.active().filter(**working).distinct())
