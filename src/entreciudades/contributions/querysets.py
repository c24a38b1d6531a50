"""Which requests."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from entreciudades.accounts.models import User
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from entreciudades.contributions.models import Request  # noqa: F401 - the base below names it

#: Roles in the organisation that ask and settle.
ASKING = ("coordinator", "colleague", "secretary")


class RequestQuerySet(models.QuerySet["Request"]):
    """Chainable questions about requests."""

    def waiting(self) -> Self:
        """Those that nobody has answered yet, also where their day is over; the earliest day first."""
        return self.filter(state="asked").order_by("due", "pk")

    def to_settle(self) -> Self:
        """Those whose answer nobody has looked through yet."""
        return self.filter(state="answered").order_by("answered_at", "pk")

    def about(self, obj: models.Model) -> Self:
        """Those on an object."""
        return self.filter(object_kind=kind_of(obj), object_id=obj.pk)

    def counts(self) -> dict[str, int]:
        """How many wait for an answer ("waiting") and how many answers wait to be looked through ("to_settle")."""
        waiting, to_settle = models.Q(state="asked"), models.Q(state="answered")
        return self.aggregate(
            waiting=models.Count("pk", filter=waiting), to_settle=models.Count("pk", filter=to_settle)
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the organisations that one works for; nobody else knows of them."""
        if not user.is_authenticated:
            return self.none()
        works = {"organisation__memberships__user": user, "organisation__memberships__role__in": ASKING}
        return self.filter(**works).distinct()
