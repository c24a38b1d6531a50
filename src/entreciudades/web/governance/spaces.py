"""The addresses of bodies, the same in every space."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.core.errors import NotAllowed
from entreciudades.web.access import may
from entreciudades.web.desk import editor
from entreciudades.web.desk.sheets import Sheet
from entreciudades.web.governance import attendance, bodies, decisions, meetings, members, minutes
from entreciudades.web.governance.venues import Space, Venue

View = Callable[..., HttpResponse]
FORM: Final = require_http_methods(["GET", "HEAD", "POST"])
MEETING: Final = "meetings/<int:meeting>/"


def addresses(space: Space, base: str) -> list[URLPattern]:
    """The pages of a space under the address of an organisation; those that write only where somebody may."""
    root = f"{base}{space.route}"

    def at(route: str, name: str, view: View, allow: Callable[[View], View], *, writes: bool = True) -> URLPattern:
        rule = space.writes if writes and space.writes else space.reads

        def answer(request: HttpRequest, /, **keys: Any) -> HttpResponse:
            venue = _opened(space, request, keys, may=rule)
            if writes and not venue.may_write:
                raise NotAllowed(rule.name, "organisation", venue.owner.slug)
            return view(venue, **keys)

        named = f"{space.prefix}-{name}" if name else space.home
        return path(f"{root}{route}", may(rule)(allow(answer)), name=named)

    def sheet_of(request: HttpRequest, meeting: int, **keys: Any) -> Sheet:
        venue = _opened(space, request, keys, may=space.writes)
        if not venue.may_write:
            raise NotAllowed("organisation:edit", "organisation", venue.owner.slug)
        return minutes.sheet_of(venue, meeting)

    read = [
        at("", "", bodies.bodies, require_safe, writes=False),
        at("<int:pk>/", "body", bodies.body, require_safe, writes=False),
        at(MEETING, "meeting", meetings.meeting, require_safe, writes=False),
        at(f"{MEETING}paper/", "paper", meetings.paper, require_safe, writes=False),
    ]
    if space.writes is None:
        return read
    own = (
        []
        if space.home == "bodies"
        else [
            at("make/", "make", bodies.make, require_POST),
            at("add/", "body-add", bodies.add, FORM),
            at("<int:pk>/change/", "body-change", bodies.change, FORM),
        ]
    )
    return [
        *read,
        *own,
        at("<int:pk>/rules/", "rules", bodies.rules, FORM),
        at("<int:pk>/members/add/", "member-add", members.add, FORM),
        at("members/<int:pk>/", "member", members.change, FORM),
        at("members/<int:pk>/remove/", "member-remove", members.remove, require_POST),
        at("<int:pk>/meetings/add/", "meeting-add", meetings.add, FORM),
        at(f"{MEETING}change/", "meeting-change", meetings.change, FORM),
        at(f"{MEETING}cancel/", "meeting-cancel", meetings.cancel, FORM),
        at(f"{MEETING}hold/", "meeting-hold", meetings.hold, require_POST),
        at(f"{MEETING}agenda/add/", "item-add", meetings.add_item, FORM),
        at(f"{MEETING}agenda/<int:pk>/", "item", meetings.change_item, FORM),
        at(f"{MEETING}agenda/<int:pk>/<slug:verb>/", "item-act", meetings.act_on_item, require_POST),
        at(f"{MEETING}attendance/", "attendance", attendance.attendance, FORM),
        at(f"{MEETING}guests/add/", "guest-add", attendance.add_guest, FORM),
        at(f"{MEETING}guests/<int:pk>/remove/", "guest-remove", attendance.remove_guest, require_POST),
        at(f"{MEETING}documents/", "documents", minutes.documents, FORM),
        at(f"{MEETING}documents/<int:pk>/remove/", "document-remove", minutes.remove_document, require_POST),
        at(f"{MEETING}approve/", "approve", minutes.approve, FORM),
        at(f"{MEETING}decisions/add/", "decision-add", decisions.add, FORM),
        at(f"{MEETING}roll-call/", "roll-call", decisions.roll_call, FORM),
        at("<int:pk>/urgent/", "urgent", decisions.urgent, FORM),
        at("decisions/<int:pk>/charge/", "charge", decisions.charge, FORM),
        at("decisions/<int:pk>/remove/", "decision-remove", decisions.remove, FORM),
        *editor.addresses(f"{root}{MEETING}minutes/", f"{space.prefix}-minutes", space.writes, sheet_of),
    ]


def _opened(space: Space, request: HttpRequest, keys: dict[str, Any], *, may: Any) -> Venue:
    """The place at which a request comes; takes its keys out of those of the page."""
    of = {name: keys.pop(name) for name in ("slug", "alliance") if name in keys}
    return space.opens(request, **of, may=may)
