"""Which tasks and notices: by reader, by what is still to be done."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Role
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from entreciudades.notices.models import Notice, Task  # noqa: F401 - the bases below name them

#: Who does the tasks of an organisation.
WORKING = (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY)


class TaskQuerySet(models.QuerySet["Task"]):
    """Chainable questions about tasks."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the organisations that one works for."""
        if not user.is_authenticated:
            return self.none()
        own = Membership.objects.filter(user=user, role__in=WORKING)
        return self.filter(organisation__in=own.values("organisation"))

    def open(self) -> Self:
        """Not done yet."""
        return self.filter(done_at=None)

    def about(self, obj: models.Model) -> Self:
        """Those that an object gave rise to."""
        return self.filter(object_kind=kind_of(obj), object_id=obj.pk)

    def for_me(self, user: User) -> Self:
        """One's own, and those that nobody has taken yet."""
        return self.filter(Q(owner=user) | Q(owner=None))

    def due_by(self, day: dt.date) -> Self:
        """Those with a date, up to that day."""
        return self.filter(due__lte=day)

    def urgent_first(self) -> Self:
        """By date; those without one last."""
        return self.order_by(F("due").asc(nulls_last=True), "pk")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Chainable questions about notices."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; of an organisation's, while one still has a role in it."""
        return self.current().filter(user=user) if user.is_authenticated else self.none()

    def current(self) -> Self:
        """Those whose reader still has a role in the organisation for which they are told, if it is for one."""
        role = Membership.objects.filter(organisation=OuterRef("scope"), user=OuterRef("user"))
        return self.filter(Q(scope=None) | Exists(role))

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at=None)
