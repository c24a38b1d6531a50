"""Who may do what with a programme: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, Role
from entreciudades.actors.rules import has_role
from entreciudades.alliances.states import SeatState
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.programmes.models import Programme

#: Verb -> (roles in who carries it, the holder or each party of its alliance; roles in the owning network).
#: A city's content is the city's: its network reads it.
#: The secretariat may have it translated: the public reads that when the city publishes.
#: Whoever edits has it at their desk; once closed it is only read there, until somebody who may publish reopens it.
MAY: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    "programme:desk": ((Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY), ()),
    "programme:edit": ((Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY), ()),
    "programme:translate": ((Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY), (Role.SECRETARY,)),
    "programme:publish": ((Role.COORDINATOR, Role.SECRETARY), ()),
    "programme:follow": ((), (Role.SECRETARY, Role.AUDITOR)),
    "programme:remind": ((), (Role.SECRETARY,)),
}


def _rule(verb: str, *, while_open: bool = False) -> Rule[Programme]:
    in_holder, in_network = MAY[verb]

    def predicate(user: User | AnonymousUser, programme: Programme) -> bool:
        if while_open and programme.is_closed:
            return False
        return _carries(user, programme, in_holder) or has_role(user, programme.network_id, in_network)

    return Rule(verb, predicate, known_to)


def _carries(user: User | AnonymousUser, programme: Programme, roles: tuple[Role, ...]) -> bool:
    if programme.alliance_id is None:
        return has_role(user, programme.holder_id, roles)
    parties = Organisation.objects.filter(seats__alliance=programme.alliance_id, seats__state=SeatState.PRESENT)
    return bool(roles) and parties.with_role(user, *roles).exists()


SEE: Rule[Programme] = seeing("programme:see")
DESK = _rule("programme:desk")
EDIT = _rule("programme:edit", while_open=True)
TRANSLATE = _rule("programme:translate", while_open=True)
PUBLISH = _rule("programme:publish")
FOLLOW = _rule("programme:follow")
REMIND = _rule("programme:remind")
