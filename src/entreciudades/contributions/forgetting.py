"""Whoever was asked is forgotten: two years after the day of the request, or when they wish it. Their texts stay.

Their Word file does not: it names who wrote it and who commented on it.
"""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from entreciudades.accounts.models import User
from entreciudades.contributions.models import Request
from entreciudades.contributions.services import LINK, WORD
from entreciudades.core import trail
from entreciudades.core.files import attachments_of, detach
from entreciudades.core.links import revoke_links
from entreciudades.notices.services import forget_names

KEEP: Final = dt.timedelta(days=2 * 365)


def forget_old_contributors(today: dt.date) -> int:
    """Take the names from requests whose day is over for KEEP; return how many."""
    return _anonymise(Request.objects.filter(due__lt=today - KEEP), by=None)


def forget_contributor(email: str, *, by: User | None) -> int:
    """Take a person's name and address from all requests that went to the address; return how many.

    The department or body stays; links that are still open end.
    """
    return _anonymise(Request.objects.filter(to_email__iexact=email.strip()), by=by)


@transaction.atomic
def _anonymise(requests: "QuerySet[Request]", *, by: User | None) -> int:
    found = list(requests.exclude(to_name="", to_email="", written_by="").select_for_update())
    forget_names(name for one in found for name in (one.to_name, one.written_by))
    for request in found:
        request.to_name = request.to_email = request.written_by = ""
        request.word = {}
        request.save(update_fields=["to_name", "to_email", "written_by", "word"])
        for file in attachments_of(request, WORD):
            detach(file)
        revoke_links(LINK, request)
        trail.record("request.anonymised", request, by=by, scope=request.organisation_id)
    return len(found)
