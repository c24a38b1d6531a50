"""From an address of the desk or the office to its object, through the one door."""

from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Call
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotFound
from entreciudades.core.refs import kind_of
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme

M = TypeVar("M", bound=Model)

MOST_DIGITS: Final = 18
"""Of a number that every database holds."""


def person(request: HttpRequest) -> User:
    """Who asks, where nobody comes without having signed in."""
    if not isinstance(request.user, User):
        raise TypeError("this page is for people who have signed in")
    return request.user


def number(written: str) -> int:
    """The key or version that a form sends; 0, which nothing has, where it sends anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS else 0


def organisation(request: HttpRequest, slug: str, *, may: Rule[Organisation]) -> Organisation:
    """The organisation of that slug, for whom the rule admits; else NotFound or NotAllowed."""
    return _by_slug(request, Organisation.objects.select_related("profile", "place"), slug, may)


def programme(request: HttpRequest, slug: str, *, may: Rule[Programme]) -> Programme:
    """The programme of that slug with its holder, network and methodology."""
    return _by_slug(
        request, Programme.objects.select_related("holder", "network", "methodology", "alliance"), slug, may
    )


def practice(request: HttpRequest, slug: str, *, may: Rule[Practice]) -> Practice:
    """The practice of that slug with its city and methodology."""
    return _by_slug(request, Practice.objects.select_related("organisation", "methodology"), slug, may)


def call(request: HttpRequest, network: str, slug: str, *, may: Rule[Call]) -> Call:
    """The call of that slug of the network of the other, with its network, holder and methodology."""
    rows = Call.objects.filter(network__slug=network).select_related("network", "holder", "methodology")
    return _by_slug(request, rows, slug, may)


def alliance(request: HttpRequest, slug: str, *, may: Rule[Alliance]) -> Alliance:
    """The alliance of that slug with its network and methodology."""
    return _by_slug(request, Alliance.objects.select_related("network", "methodology"), slug, may)


def search(request: HttpRequest, holder: str, slug: str, *, may: Rule[Call]) -> Call:
    """The search of that slug by the city of the other, with its network, holder and methodology."""
    rows = Call.objects.filter(holder__slug=holder).select_related("network", "holder", "methodology")
    return _by_slug(request, rows, slug, may)


def _by_slug(request: HttpRequest, queryset: QuerySet[M], slug: str, may: Rule[M]) -> M:
    # The key is found inside the door's own query: one trip, and a stranger learns nothing from its absence.
    key = queryset.model._base_manager.filter(slug=slug).values("pk")[:1]
    try:
        return fetch(queryset, key, may=may, actor=request.user)
    except NotFound:
        raise NotFound(kind_of(queryset.model), slug) from None
