"""Who may do what with a practice: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.actors.rules import has_role
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.practices.models import Practice

#: Verb -> (roles in the city whose practice it is, roles in its network), which translates and never rewrites.
MAY: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    "practice:edit": ((Role.COORDINATOR, Role.COLLEAGUE), ()),
    "practice:translate": ((Role.COORDINATOR, Role.COLLEAGUE), (Role.SECRETARY,)),
    "practice:publish": ((Role.COORDINATOR,), ()),
}


def _rule(verb: str) -> Rule[Practice]:
    in_city, in_network = MAY[verb]

    def predicate(user: User | AnonymousUser, practice: Practice) -> bool:
        return has_role(user, practice.organisation_id, in_city) or has_role(user, practice.network_id, in_network)

    return Rule(verb, predicate, known_to)


SEE: Rule[Practice] = seeing("practice:see")
EDIT = _rule("practice:edit")
TRANSLATE = _rule("practice:translate")
PUBLISH = _rule("practice:publish")
