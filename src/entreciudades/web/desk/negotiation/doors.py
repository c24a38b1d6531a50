"""From an address to a negotiated agreement, an article of it, a proposal; and what a service refused, told."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.alliances.models import Agreement, Article
from entreciudades.alliances.rules import EDIT
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import MoveRefused, NotFound, told
from entreciudades.web.desk import doors


def found(request: HttpRequest, slug: str, pk: int, *, may: Rule[Agreement] = EDIT) -> tuple[Organisation, Agreement]:
    """The organisation at whose desk one is, and the agreement among its own."""
    owner = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    rows = Agreement.objects.of(owner).select_related("alliance__methodology", "network", "parent")
    return owner, fetch(rows, pk, may=may, actor=request.user)


def article_of(agreement: Agreement, number: int) -> Article:
    """The article of that number; NotFound without one."""
    row = agreement.articles.filter(number=number).first()
    if row is None:
        raise NotFound("article", number)
    row.agreement = agreement
    return row


def done(request: HttpRequest, act: Callable[..., Any], *args: Any, said: str, **how: Any) -> bool:
    """Ask a service to do something; say that it is done, or why it was refused."""
    try:
        act(*args, **how)
    except MoveRefused:
        messages.error(request, _("Somebody was faster: the agreement is in another state now. Nothing was changed."))
        return False
    except ValidationError as error:
        for line in told(error):
            messages.error(request, line)
        return False
    messages.success(request, said)
    return True
