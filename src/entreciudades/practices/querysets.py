"""Which practices."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from entreciudades.accounts.models import User

if TYPE_CHECKING:
    from entreciudades.practices.models import Practice  # noqa: F401 - the base below names it

#: Roles in the organisation that write its sheets, and roles in the network that read them unpublished.
EDITORS = ("coordinator", "colleague")
READERS = ("secretary", "reviewer", "auditor")


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Chainable questions about practices."""

    def public(self) -> Self:
        """Published ones."""
        return self.filter(published=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published ones, those of one's own organisations, and those of the networks one runs."""
        if not user.is_authenticated:
            return self.public()
        of_city = {"organisation__memberships__user": user, "organisation__memberships__role__in": EDITORS}
        of_network = {"network__memberships__user": user, "network__memberships__role__in": READERS}
        return self.filter(Q(published=True) | Q(**of_city) | Q(**of_network)).distinct()
