"""Who may do what with a programme: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.actors.rules import has_role
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.programmes.models import Programme

#: Verb -> (roles in the holder, roles in the owning network). A city's content is the city's: its network reads it.
MAY: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    "programme:edit": ((Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY), ()),
    "programme:publish": ((Role.COORDINATOR, Role.SECRETARY), ()),
    "programme:follow": ((), (Role.SECRETARY, Role.AUDITOR)),
    "programme:remind": ((), (Role.SECRETARY,)),
}


def _rule(verb: str) -> Rule[Programme]:
    in_holder, in_network = MAY[verb]

    def predicate(user: User | AnonymousUser, programme: Programme) -> bool:
        return has_role(user, programme.holder_id, in_holder) or has_role(user, programme.network_id, in_network)

    return Rule(verb, predicate, known_to)


SEE: Rule[Programme] = seeing("programme:see")
EDIT = _rule("programme:edit")
PUBLISH = _rule("programme:publish")
FOLLOW = _rule("programme:follow")
REMIND = _rule("programme:remind")
