"""Who may do what with a practice: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.actors.rules import has_role
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.practices.models import Practice

#: Verb -> roles in the city whose practice it is.
MAY: dict[str, tuple[Role, ...]] = {
    "practice:edit": (Role.COORDINATOR, Role.COLLEAGUE),
    "practice:publish": (Role.COORDINATOR,),
}


def _rule(verb: str) -> Rule[Practice]:
    def predicate(user: User | AnonymousUser, practice: Practice) -> bool:
        return has_role(user, practice.organisation_id, MAY[verb])

    return Rule(verb, predicate, known_to)


SEE: Rule[Practice] = seeing("practice:see")
EDIT = _rule("practice:edit")
PUBLISH = _rule("practice:publish")
