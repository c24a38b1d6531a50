"""Which methodologies?"""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from entreciudades.methodologies.models import Methodology


class MethodologyQuerySet(models.QuerySet["Methodology"]):
    """Versions of packs, as they were loaded."""

    def latest_of(self, slug: str) -> "Methodology | None":
        """The highest version of a pack, so 1.10 after 1.9; None when it was never loaded."""
        return max(self.filter(slug=slug), key=lambda one: one.version_numbers, default=None)
