"""Who may do what with an organisation: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.methodologies.models import Methodology

#: Verb -> roles that allow it in the organisation itself. The city controls its content; a network advises.
MAY: dict[str, tuple[Role, ...]] = {
    "organisation:edit": (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY),
    "organisation:desk": (Role.COORDINATOR, Role.COLLEAGUE),
    "organisation:team": (Role.COORDINATOR, Role.SECRETARY),
    "network:office": (Role.SECRETARY,),
    "network:follow": (Role.SECRETARY, Role.AUDITOR),
}


def has_role(user: User | AnonymousUser, organisation_id: int, roles: tuple[Role, ...]) -> bool:
    """Whether `user` holds one of `roles` in the organisation."""
    return bool(
        user.is_authenticated
        and Membership.objects.filter(organisation_id=organisation_id, user=user, role__in=roles).exists()
    )


def check_works_by(methodology: Methodology, network: Organisation, *, field: str, owner: Organisation) -> None:
    """Refuse what begins under a network of which its owner is no present member, or by what it has not adopted.

    A network begins things of its own too. Raises ValidationError on `field`, the owner's, or on "methodology".
    """
    if owner != network and not Organisation.objects.members_of(network).filter(pk=owner.pk).exists():
        raise ValidationError({field: _("It is not a member of the network.")})
    if not network.adoptions.filter(methodology=methodology).exists():
        raise ValidationError({"methodology": _("The network has not adopted this methodology.")})


def _rule(verb: str) -> Rule[Organisation]:
    def predicate(user: User | AnonymousUser, organisation: Organisation) -> bool:
        return has_role(user, organisation.pk, MAY[verb])

    return Rule(verb, predicate, known_to)


SEE: Rule[Organisation] = seeing("organisation:see")
EDIT = _rule("organisation:edit")
DESK = _rule("organisation:desk")
TEAM = _rule("organisation:team")
OFFICE = _rule("network:office")
FOLLOW = _rule("network:follow")
