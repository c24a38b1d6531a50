"""A register of agreements with its search, at a desk and in an office."""

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from entreciudades.alliances.models import Agreement
from entreciudades.alliances.register import Wanted, find
from entreciudades.alliances.states import AgreementState
from entreciudades.web.public.lists import ON_A_PAGE

LONGEST = 200
"""Characters that are searched for."""


def listed(request: HttpRequest, rows: QuerySet[Agreement]) -> dict[str, Any]:
    """What the list of some agreements shows: a page of those that the address asks for, and what it asked."""
    asked = {name: request.GET.get(name, "")[:LONGEST].strip() for name in ("q", "city", "kind", "state", "on")}
    day = _day(asked["on"])
    wanted = Wanted(asked["q"], asked["city"], asked["kind"], asked["state"], day)
    # The keys of all at once, so that the text is searched one time; then the rows of the page.
    keys = list(find(rows, wanted).values_list("pk", flat=True))
    page: Page[Any] = Paginator(keys, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = rows.prefetch_related("parties__organisation").in_bulk(list(page.object_list))
    page.object_list = [shown[key] for key in page.object_list]
    return {
        "page": page,
        "asked": asked | {"on": day.isoformat() if day else ""},
        "narrowed": any(asked.values()),
        "kinds": Agreement.Kind.choices,
        "states": AgreementState.choices,
        "today": timezone.localdate(),
    }


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None
