"""Which agreements."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from entreciudades.actors.models import Organisation
    from entreciudades.alliances.models import Agreement  # noqa: F401 - the base below names it


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Chainable questions about agreements."""

    def of(self, organisation: "Organisation") -> Self:
        """Those to which the organisation is a party."""
        return self.filter(parties__organisation=organisation)
