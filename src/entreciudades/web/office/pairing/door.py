"""Who comes to the pages of pairing, and what every one of them needs."""

from typing import Any

from django.http import HttpRequest

from entreciudades.calls.models import Call, PairingRun
from entreciudades.calls.terms import terms_of
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotFound
from entreciudades.web.desk import doors
from entreciudades.web.office.calls import about_call


def call_of(request: HttpRequest, slug: str, call: str, *, may: Rule[Call]) -> Call:
    """A call that pairs cities; NotFound, NotAllowed."""
    found = doors.call(request, slug, call, may=may)
    if terms_of(found).pairing is None:
        raise NotFound("pairing", call)
    return found


def run_of(call: Call, number: int) -> PairingRun:
    """A run of the call by its number; NotFound."""
    run = call.runs.select_related("started_by").filter(number=number).first()
    if run is None:
        raise NotFound("pairing run", number)
    run.call = call
    return run


def about(request: HttpRequest, call: Call, **more: Any) -> dict[str, Any]:
    """What the templates around a page need, and what this one shows."""
    return about_call(request, call) | more
