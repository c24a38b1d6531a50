"""Which agreements."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation

if TYPE_CHECKING:
    from entreciudades.alliances.models import Agreement  # noqa: F401 - the base below names it


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Chainable questions about agreements."""

    def of(self, organisation: Organisation) -> Self:
        """Those to which the organisation is a party."""
        return self.filter(parties__organisation=organisation)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those with a party of which one may know."""
        known = Organisation.objects.visible_to(user).values("pk")
        return self.filter(pk__in=self.model.objects.filter(parties__organisation__in=known).values("pk"))
