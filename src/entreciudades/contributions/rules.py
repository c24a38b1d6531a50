"""Who may handle a request: whoever works for the organisation that asks."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.actors.rules import has_role
from entreciudades.contributions.models import Request
from entreciudades.core.access import Rule, known_to, seeing

MAY: dict[str, tuple[Role, ...]] = {"request:handle": (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY)}


def _handles(user: User | AnonymousUser, request: Request) -> bool:
    return has_role(user, request.organisation_id, MAY["request:handle"])


SEE: Rule[Request] = seeing("request:see")
HANDLE: Rule[Request] = Rule("request:handle", _handles, known_to)
