"""Where files are brought in, and the addresses there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import DESK, OFFICE
from entreciudades.core.access import Rule, fetch
from entreciudades.imports.models import Import
from entreciudades.imports.rules import DRIVE
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.imports import columns, overview, result
from entreciudades.web.office.about import about_network


@dataclass(frozen=True, slots=True)
class Space:
    """A desk or an office: who brings files in, and the template around its pages."""

    name: str
    rule: Rule[Organisation]
    about: Callable[[HttpRequest, Organisation], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """A request in a space: for whom files are brought in, and the addresses of the pages."""

    request: HttpRequest
    space: Space
    owner: Organisation

    def at(self, name: str, *keys: object) -> str:
        """The address of a page: "imports", "import"."""
        return reverse(f"{self.space.name}:{name}", args=[self.owner.slug, *keys])

    def about(self) -> dict[str, Any]:
        """What the template around the page needs."""
        return self.space.about(self.request, self.owner) | {"place": self}

    def fetch(self, pk: int) -> Import:
        """An import of this organisation; NotFound, NotAllowed."""
        rows = Import.objects.filter(organisation=self.owner).select_related("organisation", "brought_by", "file")
        return fetch(rows, pk, may=DRIVE, actor=self.request.user)


DESK_SPACE = Space("desk", DESK, about_organisation)
OFFICE_SPACE = Space("office", OFFICE, about_network)
View = Callable[..., HttpResponse]


def addresses(space: Space, prefix: str) -> list[URLPattern]:
    """The addresses of the imports of an organisation, under a prefix that ends in its slug."""

    def at(route: str, name: str, view: View, allow: Callable[[View], View]) -> URLPattern:
        def answer(request: HttpRequest, /, slug: str, **keys: Any) -> HttpResponse:
            owner = doors.organisation(request, slug, may=space.rule)
            return view(Place(request, space, owner), **keys)

        return path(f"{prefix}imports/{route}", may(space.rule)(allow(answer)), name=name)

    look, do, form = require_safe, require_POST, require_http_methods(["GET", "HEAD", "POST"])
    return [
        at("", "imports", overview.imports, look),
        at("new/<slug:kind>/", "import-new", overview.new, form),
        at("new/<slug:kind>/<slug:form>/", "import-file", overview.file, look),
        at("<int:pk>/", "import", result.show, look),
        at("<int:pk>/columns/", "import-columns", columns.columns, form),
        at("<int:pk>/sheet/", "import-sheet", columns.sheet, do),
        at("<int:pk>/rows/<int:number>/", "import-row", result.row, do),
        at("<int:pk>/<slug:verb>/", "import-act", result.act, do),
    ]
