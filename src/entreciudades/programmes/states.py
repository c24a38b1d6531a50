"""The life of a programme, as one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.states import StateTable, arrow


class ProgrammeState(models.TextChoices):
    """Where a programme stands."""

    DRAFT = "draft", _("In preparation")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")


LIFE = StateTable(
    {
        "publish": arrow(ProgrammeState.DRAFT, ProgrammeState.PUBLISHED, to=ProgrammeState.PUBLISHED),
        "withdraw": arrow(ProgrammeState.PUBLISHED, to=ProgrammeState.DRAFT),
        "close": arrow(ProgrammeState.PUBLISHED, to=ProgrammeState.CLOSED),
        "reopen": arrow(ProgrammeState.CLOSED, to=ProgrammeState.PUBLISHED),
    },
    initial=ProgrammeState.DRAFT,
)
