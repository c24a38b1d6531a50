"""From an address to the application of an admitted city, and how its pages say what is about another city."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application
from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import Localized
from entreciudades.core.refs import kind_of
from entreciudades.web.desk.applications.about import found
from entreciudades.web.desk.partners.tabs import is_admitted


@dataclass(frozen=True, slots=True)
class Other:
    """Another city as a city sees it: what it would learn from it and share with it, in words.

    `common`: what both need.
    """

    city: Organisation
    learns: tuple[Localized, ...]
    shares: tuple[Localized, ...]
    languages: tuple[str, ...] = ()
    population: int | None = None
    common: tuple[Localized, ...] = ()


def admitted(request: HttpRequest, slug: str, pk: int, *, may: Rule[Application] = EDIT_APPLICATION) -> Application:
    """The application of that city, admitted; else NotFound or NotAllowed."""
    application = found(request, slug, pk, may=may)
    if not is_admitted(application):
        raise NotFound(kind_of(Application), pk)
    return application


def words(codes: Iterable[str], labels: dict[str, Localized]) -> tuple[Localized, ...]:
    """The labels of these terms, in their order."""
    return tuple(labels[code] for code in codes if code in labels)
