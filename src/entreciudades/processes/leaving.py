"""A role ends: what only its holder could do is somebody else's."""

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.actors import services
from entreciudades.actors.models import Membership
from entreciudades.calls.services.assessment import release_reviews


@transaction.atomic
def end_role(membership: Membership, *, by: User | None) -> None:
    """Somebody acts for an organisation in this role no more; reviews that they have not sent are somebody else's."""
    user, organisation = membership.user, membership.organisation
    services.end_role(membership, by=by)
    release_reviews(user, organisation, by=by)
