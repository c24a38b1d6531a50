"""The life of a request, as one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.states import StateTable, arrow


class RequestState(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    SETTLED = "settled", _("Settled")
    REVOKED = "revoked", _("Withdrawn")


REQUEST = StateTable(
    {
        "hand_in": arrow(RequestState.ASKED, to=RequestState.ANSWERED),
        "settle": arrow(RequestState.ANSWERED, to=RequestState.SETTLED),
        "revoke": arrow(RequestState.ASKED, to=RequestState.REVOKED),
    },
    initial=RequestState.ASKED,
)
