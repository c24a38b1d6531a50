"""Who may do what with a practice: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.actors.rules import has_role
from entreciudades.core.access import Rule
from entreciudades.practices.models import Practice

#: Verb -> roles in the city whose practice it is.
MAY: dict[str, tuple[Role, ...]] = {
    "practice:edit": (Role.COORDINATOR, Role.COLLEAGUE),
    "practice:publish": (Role.COORDINATOR,),
}


def _known_to(queryset: QuerySet[Practice], user: User | AnonymousUser) -> QuerySet[Practice]:
    return queryset.filter(pk__in=Practice.objects.visible_to(user).values("pk"))


def _rule(verb: str) -> Rule[Practice]:
    def predicate(user: User | AnonymousUser, practice: Practice) -> bool:
        return has_role(user, practice.organisation_id, MAY[verb])

    return Rule(verb, predicate, _known_to)


def _sees(user: User | AnonymousUser, practice: Practice) -> bool:
    return Practice.objects.visible_to(user).filter(pk=practice.pk).exists()


SEE = Rule("practice:see", _sees, _known_to)
EDIT = _rule("practice:edit")
PUBLISH = _rule("practice:publish")
