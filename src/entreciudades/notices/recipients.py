"""Who is told: the one place where those who are away are joined by whoever stands in for them."""

from collections.abc import Iterable

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.notices.querysets import WORKING


def widened(people: Iterable[User], *, scope: Organisation | None) -> list[User]:  # noqa: ARG001 - stand-ins are by organisation
    """Those people who may sign in, each once."""
    return list({user.pk: user for user in people if user.is_active}.values())


def leaders_of(organisation: Organisation) -> list[User]:
    """Who answers for an organisation: a city's coordinators, a network's secretaries."""
    leading = {"memberships__organisation": organisation, "memberships__role__in": ("coordinator", "secretary")}
    return list(User.objects.active().filter(**leading).distinct())


def workers_of(organisation: Organisation) -> list[User]:
    """Who may have a task of an organisation."""
    working = {"memberships__organisation": organisation, "memberships__role__in": WORKING}
    return list(User.objects.active().filter(**working).distinct())
