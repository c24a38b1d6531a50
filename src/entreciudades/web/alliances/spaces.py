"""Where the life of an alliance is led, a party's desk or the office of its network, and the addresses there."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT, FOLLOW, OFFICE, TEAM
from entreciudades.core.access import Rule
from entreciudades.web.access import may
from entreciudades.web.alliances import moves, overview
from entreciudades.web.alliances.places import Place, Space
from entreciudades.web.desk.alliances.about import desk_place
from entreciudades.web.office.alliances.about import office_place

DESK: Final = Space("desk", reads=EDIT, decides=TEAM, opens=desk_place)
OFFICE_SPACE: Final = Space("office", reads=FOLLOW, decides=OFFICE, opens=office_place)
View = Callable[..., HttpResponse]


def addresses(space: Space, prefix: str) -> list[URLPattern]:
    """The addresses of an alliance's life, under a prefix that ends in the slug of the organisation."""

    def at(
        route: str, name: str, view: View, allow: Callable[[View], View], rule: Rule[Organisation] = space.reads
    ) -> URLPattern:
        def answer(request: HttpRequest, /, slug: str, alliance: str, **keys: Any) -> HttpResponse:
            place: Place = space.opens(request, slug, alliance, may=rule)
            return view(place, **keys)

        return path(f"{prefix}alliances/<slug:alliance>/{route}", may(rule)(allow(answer)), name=name)

    look, form = require_safe, require_http_methods(["GET", "HEAD", "POST"])
    return [
        at("", "alliance", overview.show, look),
        at("do/<slug:verb>/", "alliance-move", moves.move, form, space.decides),
    ]
