"""Which organisations: by form, by network, by reader."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from entreciudades.accounts.models import User

if TYPE_CHECKING:
    from entreciudades.actors.models import Fee, NetworkMember, Organisation  # noqa: F401 - the first is named by a base


class NetworkMemberQuerySet(models.QuerySet["NetworkMember"]):
    """Chainable questions about memberships of networks."""

    def present(self) -> Self:
        """Those without an end, or whose end is not over yet: "2026" and "2026-11" hold to the last day of them."""
        today = timezone.localdate().isoformat()
        running = [f"{part}{about}" for part in (today, today[:7], today[:4]) for about in ("", "~")]
        last = Substr("until", StrIndex("until", Value("/")) + 1)  # of a span, its end; else the whole
        return self.alias(_last=last).filter(Q(until=None) | Q(_last__in=running) | Q(_last__gt=today))


class FeeQuerySet(models.QuerySet["Fee"]):
    """Chainable questions about the register of fees."""

    def of(self, network: "Organisation") -> Self:
        """Those that the members of a network owe it or have paid."""
        return self.filter(member__network=network)

    def unpaid(self) -> Self:
        """Those of which something is still owed."""
        return self.filter(Q(paid_amount=None) | Q(paid_amount__lt=F("due_amount")))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Chainable questions about organisations."""

    def cities(self) -> Self:
        """Municipalities and metropolitan governments."""
        return self.filter(form="city")

    def networks(self) -> Self:
        """Organisations that run programmes for their members."""
        return self.filter(form="network")

    def members_of(self, network: "Organisation") -> Self:
        """Present members of a network."""
        return self.filter(networks__in=self._memberships().present().filter(network=network))

    def in_care_of(self, network: "Organisation") -> Self:
        """Present members that no other network with a secretariat here had before.

        Any secretariat may write any public city among its members; were that enough to name who coordinates it,
        networks would take each other's cities.
        """
        rows = self._memberships().present().filter(organisation=OuterRef("pk"))
        with_secretariat = rows.filter(network__memberships__role="secretary").order_by("pk")
        return (
            self.members_of(network)
            .alias(cared_by=Subquery(with_secretariat.values("network")[:1]))
            .filter(cared_by=network.pk)
        )

    def without_coordinator(self) -> Self:
        """Those for whom nobody who may sign in coordinates."""
        memberships = self.model.memberships.rel.related_model._base_manager.filter(
            organisation=OuterRef("pk"), role="coordinator", user__is_active=True
        )
        return self.filter(~Exists(memberships))

    def with_role(self, user: User | AnonymousUser, *roles: str) -> Self:
        """Organisations in which `user` holds one of `roles` (any role when none is named)."""
        if not user.is_authenticated:
            return self.none()
        wanted = self.model.memberships.rel.related_model._base_manager.filter(organisation=OuterRef("pk"), user=user)
        return self.filter(Exists(wanted.filter(role__in=roles) if roles else wanted))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones, one's own, and the present members of the networks that one runs."""
        if not user.is_authenticated:
            return self.filter(published=True)
        own = self.with_role(user).values("pk")
        run = self.model.objects.with_role(user, "secretary").values("pk")
        members = self._memberships().present().filter(network__in=run).values("organisation")
        return self.filter(Q(published=True) | Q(pk__in=own) | Q(pk__in=members))

    def _memberships(self) -> NetworkMemberQuerySet:
        return NetworkMemberQuerySet(self.model.networks.rel.related_model)
