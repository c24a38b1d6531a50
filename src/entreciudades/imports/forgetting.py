"""Imports are kept for a time: their rows and files hold what other people's papers say of people."""

import datetime as dt
from typing import Final

from django.db import transaction

from entreciudades.core.files import attachments_of, detach
from entreciudades.imports.models import Import
from entreciudades.imports.services import FILE
from entreciudades.imports.states import WAITING

KEEP: Final = dt.timedelta(days=90)


@transaction.atomic
def forget_old_imports(today: dt.date) -> int:
    """Delete imports brought longer ago than KEEP, with their rows; return how many. What they wrote stays.

    Their files go with them after the grace period of files; none can be undone any more.
    """
    old = Import.objects.filter(brought_at__date__lt=today - KEEP).exclude(state__in=WAITING)
    for brought in old:
        for attachment in attachments_of(brought, FILE):
            detach(attachment)
    return old.delete()[1].get(Import._meta.label, 0)
