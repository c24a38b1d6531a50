"""Where a reader finds what stands behind an entry of a programme's book: on the same page, or on that of a city."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core.refs import kind_of
from entreciudades.documents.book import Book, Listing, Origin
from entreciudades.programmes.models import Programme

#: What a city's page shows row by row, each with an anchor "kind-key".
ON_A_CITYS_PAGE: Final = {"actors.plan", "actors.department", "actors.cooperationinstrument"}

T = TypeVar("T")
Addresses = dict[Origin, str]


def addresses_of(book: Book, programme: Programme, reader: User | AnonymousUser) -> Addresses:
    """The address of each origin named in the book that has one. One query."""
    origins = set(_walk(book, Origin))
    listed = {item.origin for block in _walk(book, Listing) for item in block.items if item.origin}
    found = {origin: f"#{anchor(origin)}" for origin in listed}
    if programme.holder.is_city and programme.holder.published:
        page = reverse("public:city", args=[programme.holder.slug])
        found |= {origin: f"{page}#{anchor(origin)}" for origin in origins if origin.kind in ON_A_CITYS_PAGE}
    return found | _organisations(origins, reader)


def anchor(origin: Origin) -> str:
    """The name of a row inside a page: "plan-12"."""
    return f"{origin.kind.rpartition('.')[2]}-{origin.key}"


def _organisations(origins: set[Origin], reader: User | AnonymousUser) -> Addresses:
    named = {origin.key: origin for origin in origins if origin.kind == kind_of(Organisation)}
    pages = {"city": "public:city", "network": "public:network", "other": "public:organisation"}
    rows = Organisation.objects.visible_to(reader).filter(slug__in=named).values_list("slug", "form")
    addresses: Addresses = dict.fromkeys(named.values(), "")
    return addresses | {named[slug]: reverse(pages[form], args=[slug]) for slug, form in rows}


def _walk(value: object, wanted: type[T]) -> Iterator[T]:
    if isinstance(value, wanted):
        yield value
    if isinstance(value, tuple):
        for one in value:
            yield from _walk(one, wanted)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name), wanted)
