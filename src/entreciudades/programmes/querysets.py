"""Which programmes: by network, by who carries them, by reader."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Seat
from entreciudades.alliances.states import SeatState

if TYPE_CHECKING:
    from entreciudades.programmes.models import Programme  # noqa: F401 - the base below names it

#: Roles in the holder that write, and roles in the owning network that read a programme before it is public.
HOLDER_ROLES = ("coordinator", "colleague", "secretary")
NETWORK_READERS = ("secretary", "auditor")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Chainable questions about programmes."""

    def public(self) -> Self:
        """Published or closed: what everybody reads."""
        return self.filter(state__in=("published", "closed"))

    def held_by(self, organisation: Organisation) -> Self:
        """Programmes of the city or network, and of the alliances in which it takes part."""
        return self._carried_by([organisation.pk])

    def owned_by(self, network: Organisation) -> Self:
        """Programmes that run under the network."""
        return self.filter(network=network)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones, those of one's own organisations, and all of the networks one runs or audits."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(Q(pk__in=self.model.objects.public().values("pk")) | self._own(user)).distinct()

    def at_desk_of(self, user: User | AnonymousUser) -> Self:
        """Those that one writes, as editor of the holder or of a party of the alliance."""
        if not user.is_authenticated:
            return self.none()
        return self._carried_by(Organisation.objects.with_role(user, *HOLDER_ROLES).values("pk"))

    def in_office_of(self, user: User | AnonymousUser) -> Self:
        """Those of the networks whose office one works in or audits."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(network__memberships__user=user, network__memberships__role__in=NETWORK_READERS).distinct()

    def _carried_by(self, organisations: Iterable[int] | QuerySet[Any, Any]) -> Self:
        taking_part = Seat.objects.filter(organisation__in=organisations, state=SeatState.PRESENT).values("alliance")
        alone = Q(alliance=None, holder__in=organisations)
        return self.filter(alone | Q(alliance__in=taking_part))

    def _own(self, user: User) -> Q:
        desk = self.model.objects.at_desk_of(user).values("pk")
        office = self.model.objects.in_office_of(user).values("pk")
        return Q(pk__in=desk) | Q(pk__in=office)
