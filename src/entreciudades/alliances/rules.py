"""Who may do what with an agreement: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Role
from entreciudades.alliances.models import Agreement
from entreciudades.core.access import Rule

#: Verb -> roles that allow it in any of the parties; where a network is a party, its secretariat writes for it.
MAY: dict[str, tuple[Role, ...]] = {
    "agreement:edit": (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY),
}


def _known_to(queryset: QuerySet[Agreement], user: User | AnonymousUser) -> QuerySet[Agreement]:
    return queryset.filter(pk__in=Agreement.objects.visible_to(user).values("pk"))


def _rule(verb: str) -> Rule[Agreement]:
    def predicate(user: User | AnonymousUser, agreement: Agreement) -> bool:
        return user.is_authenticated and (
            Membership.objects.filter(
                organisation__agreement_parties__agreement=agreement, user=user, role__in=MAY[verb]
            ).exists()
        )

    return Rule(verb, predicate, _known_to)


def _sees(user: User | AnonymousUser, agreement: Agreement) -> bool:
    return Agreement.objects.visible_to(user).filter(pk=agreement.pk).exists()


SEE = Rule("agreement:see", _sees, _known_to)
EDIT = _rule("agreement:edit")
