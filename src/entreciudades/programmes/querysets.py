"""Which programmes: by network, by holder, by reader."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from entreciudades.accounts.models import User

if TYPE_CHECKING:
    from entreciudades.actors.models import Organisation
    from entreciudades.programmes.models import Programme  # noqa: F401 - the base below names it

#: Roles in the holder that write, and roles in the owning network that read a programme before it is public.
HOLDER_ROLES = ("coordinator", "colleague", "secretary")
NETWORK_READERS = ("secretary", "auditor")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Chainable questions about programmes."""

    def public(self) -> Self:
        """Published or closed: what everybody reads."""
        return self.filter(state__in=("published", "closed"))

    def held_by(self, organisation: "Organisation") -> Self:
        """Programmes of the city or network."""
        return self.filter(holder=organisation)

    def owned_by(self, network: "Organisation") -> Self:
        """Programmes that run under the network."""
        return self.filter(network=network)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones, those of one's own organisations, and all of the networks one runs or audits."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(Q(pk__in=self.model.objects.public().values("pk")) | self._own(user)).distinct()

    def at_desk_of(self, user: User | AnonymousUser) -> Self:
        """Those that one writes, as editor of the holder."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(holder__memberships__user=user, holder__memberships__role__in=HOLDER_ROLES).distinct()

    def in_office_of(self, user: User | AnonymousUser) -> Self:
        """Those of the networks whose office one works in or audits."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(network__memberships__user=user, network__memberships__role__in=NETWORK_READERS).distinct()

    def _own(self, user: User) -> Q:
        desk = self.model.objects.at_desk_of(user).values("pk")
        office = self.model.objects.in_office_of(user).values("pk")
        return Q(pk__in=desk) | Q(pk__in=office)
