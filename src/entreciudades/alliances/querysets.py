"""Which agreements and alliances."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from entreciudades.accounts.models import User
from entreciudades.actors.models import NetworkMember, Organisation
from entreciudades.core.periods import not_over

if TYPE_CHECKING:
    from entreciudades.alliances.models import Agreement, Alliance  # noqa: F401 - the bases below name them


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Chainable questions about agreements."""

    def of(self, organisation: Organisation) -> Self:
        """Those to which the organisation is a party."""
        return self.filter(parties__organisation=organisation)

    def in_force(self, day: date) -> Self:
        """Those that have not ended by that day; one without an end holds until it is denounced."""
        return not_over(self, "ends", day)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones of parties that one may know; those of one's own organisations and of one's network's members."""
        known = Organisation.objects.visible_to(user).values("pk")
        public = self.model.objects.filter(published=True, parties__organisation__in=known).values("pk")
        if not user.is_authenticated:
            return self.filter(pk__in=public)
        mine = Organisation.objects.with_role(user).values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor")
        near = NetworkMember.objects.present().filter(network__in=run).values("organisation")
        own = self.model.objects.filter(Q(parties__organisation__in=mine) | Q(parties__organisation__in=near))
        return self.filter(Q(pk__in=public) | Q(pk__in=own.values("pk")))


class AllianceQuerySet(models.QuerySet["Alliance"]):
    """Chainable questions about alliances."""

    def of(self, organisation: Organisation) -> Self:
        """Those to which the organisation is a party."""
        return self.filter(seats__organisation=organisation)

    def in_force(self, day: date) -> Self:
        """Those that have not ended by that day."""
        return not_over(self, "ends", day)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones; those of one's own organisations; those of the networks that one runs."""
        if not user.is_authenticated:
            return self.filter(published=True)
        mine = Organisation.objects.with_role(user).values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        own = self.model.objects.filter(seats__organisation__in=mine).values("pk")
        return self.filter(Q(published=True) | Q(pk__in=own) | Q(network__in=run))
