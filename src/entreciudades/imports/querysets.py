"""Which imports."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.models.membership import Role
from entreciudades.imports.states import WAITING

if TYPE_CHECKING:
    from entreciudades.imports.models import Import  # noqa: F401 - named by a base

IMPORTERS: Final = (Role.SECRETARY, Role.COORDINATOR, Role.COLLEAGUE)
"""Who brings files in for an organisation: whoever may edit it."""
ABANDONED: Final = timedelta(minutes=2)
"""After so long without a sign the worker that had an import is taken for dead, and another takes it up."""


class ImportQuerySet(models.QuerySet["Import"]):
    """Chainable questions about imports."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the organisations for which one brings files in."""
        return self.filter(organisation__in=Organisation.objects.with_role(user, *IMPORTERS).values("pk"))

    def for_worker(self, now: datetime | None = None) -> Self:
        """Those that wait for a worker, or whose worker gives no sign any more, the oldest first."""
        silent = (now or timezone.now()) - ABANDONED
        return self.filter(Q(beat_at=None) | Q(beat_at__lt=silent), state__in=WAITING).order_by("pk")
