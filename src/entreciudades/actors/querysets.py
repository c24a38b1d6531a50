"""Which organisations: by form, by network, by reader."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.core.periods import not_over

if TYPE_CHECKING:
    from entreciudades.actors.models import (  # noqa: F401 - all but the last are named by a base
        Absence,
        Consent,
        Fee,
        Handover,
        Invitation,
        NetworkMember,
        Organisation,
        Person,
    )


class NetworkMemberQuerySet(models.QuerySet["NetworkMember"]):
    """Chainable questions about memberships of networks."""

    def present(self) -> Self:
        """Those that have not ended, and that their organisation confirmed or has nobody yet to confirm.

        Any secretariat may write any public city among its members: of one that somebody coordinates, it is so only
        once they have said so.
        """
        unasked = ~Exists(_coordinating(OuterRef("organisation")))
        return self._lasting().filter(Q(confirmed_at__isnull=False) | unasked)

    def pending(self) -> Self:
        """Those that have not ended and that their organisation has not answered yet."""
        return self._lasting().filter(confirmed_at=None)

    def caring(self, organisation: OuterRef) -> models.QuerySet["NetworkMember", int]:
        """The key of the membership by which an organisation is cared for; none where no network has a secretariat.

        Of networks with a secretariat here it is the one that the organisation confirmed first; one that nobody has
        confirmed, for want of a coordinator, comes after all that were.
        """
        rows = self.present().filter(organisation=organisation, network__memberships__role="secretary")
        return rows.order_by(F("confirmed_at").asc(nulls_last=True), "pk").values_list("pk", flat=True)[:1]

    def _lasting(self) -> Self:
        """Without an end, or with one that is not over yet: "2026" and "2026-11" hold to the last day of them."""
        return not_over(self, "until", timezone.localdate()).filter(refused_at=None)


class FeeQuerySet(models.QuerySet["Fee"]):
    """Chainable questions about the register of fees."""

    def of(self, network: "Organisation") -> Self:
        """Those that the members of a network owe it or have paid."""
        return self.filter(member__network=network)

    def unpaid(self) -> Self:
        """Those of which something is still owed."""
        return self.filter(Q(paid_amount=None) | Q(paid_amount__lt=F("due_amount")))


class PersonQuerySet(models.QuerySet["Person"]):
    """Chainable questions about people of organisations."""

    def consenting(self) -> Self:
        """Those who agreed to be contacted and have not taken it back; nobody who was erased."""
        consents = self.model._meta.get_field("consents").related_model._base_manager
        stands = consents.filter(person=OuterRef("pk"), withdrawn_on=None)
        return self.filter(Exists(stands)).exclude(name="")

    def speaking(self, language: str) -> Self:
        """Those who speak a language, by its code."""
        # No database of ours searches JSON lists in the same way as another; their text is written the same.
        return self.alias(_spoken=Cast("languages", TextField())).filter(_spoken__contains=f'"{language}"')

    def in_office(self) -> Self:
        """Those whose mandate has an end."""
        return self.exclude(ends=None).exclude(name="")


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Chainable questions about consents."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Chainable questions about invitations."""

    def open(self) -> Self:
        """Those that wait for an answer, also where their time is over."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Chainable questions about absences."""

    def on(self, day: dt.date) -> Self:
        """Those that hold on a day."""
        return self.filter(starts__lte=day, ends__gte=day)

    def not_over(self, day: dt.date) -> Self:
        """Those that hold on a day or begin later."""
        return self.filter(ends__gte=day)


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Chainable questions about handovers."""

    def waiting(self) -> Self:
        """Those whose successor has not come yet."""
        return self.filter(done_at=None)


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

        Were being a member enough to name who coordinates it, networks would take each other's cities. One that the
        city has confirmed comes before one that it has not.
        """
        rows = self._memberships()
        return self.filter(
            networks__in=rows.filter(network=network, pk=Subquery(rows.caring(OuterRef("organisation"))))
        )

    def without_coordinator(self) -> Self:
        """Those for whom nobody who may sign in coordinates."""
        return self.filter(~Exists(_coordinating(OuterRef("pk"))))

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


def _coordinating(organisation: OuterRef) -> models.QuerySet[models.Model]:
    """The coordinators of an organisation who may sign in."""
    return apps.get_model("actors", "Membership")._base_manager.filter(
        organisation=organisation, role="coordinator", user__is_active=True
    )
