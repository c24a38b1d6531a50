"""Who may do what with an agreement or an alliance: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Role
from entreciudades.alliances.models import Agreement, Alliance
from entreciudades.core.access import Rule, known_to, seeing

#: Verb -> roles that allow it in any of the parties; where a network is a party, its secretariat writes for it.
MAY: dict[str, tuple[Role, ...]] = {
    "agreement:edit": (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY),
}


def _rule(verb: str) -> Rule[Agreement]:
    def predicate(user: User | AnonymousUser, agreement: Agreement) -> bool:
        return user.is_authenticated and (
            Membership.objects.filter(
                organisation__agreement_parties__agreement=agreement, user=user, role__in=MAY[verb]
            ).exists()
        )

    return Rule(verb, predicate, known_to)


SEE: Rule[Agreement] = seeing("agreement:see")
EDIT = _rule("agreement:edit")
SEE_ALLIANCE: Rule[Alliance] = seeing("alliance:see")
