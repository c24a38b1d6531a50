"""Where a reader finds what stands behind an entry of a programme's book: on the same page, or on that of a city."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core.refs import kind_of
from entreciudades.documents.book import Book, Chip, Listing, Origin
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.models import Term

#: What a city's page shows row by row, each with an anchor "kind-key".
ON_A_CITYS_PAGE: Final = {"actors.plan", "actors.department", "actors.cooperationinstrument"}

T = TypeVar("T")
Addresses = dict[Origin, str]


def addresses_of(book: Book, programme: Programme, reader: User | AnonymousUser) -> Addresses:
    """The address of each origin named in the book that has one. One query."""
    origins = set(_walk(book, Origin))
    listed = {item.origin for block in _walk(book, Listing) for item in block.items if item.origin}
    goals = {chip.number for chip in _walk(book, Chip)}
    found = {origin: f"#{anchor(origin)}" for origin in listed}
    found |= {origin: f"#goal-{goal}" for origin in origins if (goal := _goal(origin)) in goals}
    if programme.holder.is_city and programme.holder.published:
        page = reverse("public:city", args=[programme.holder.slug])
        found |= {origin: f"{page}#{place}" for origin in origins if (place := _place_on_a_citys_page(origin))}
    return found | _organisations(origins, reader)


def anchor(origin: Origin) -> str:
    """The name of a row inside a page: "plan-12"."""
    return f"{origin.kind.rpartition('.')[2]}-{origin.key}"


def _goal(origin: Origin) -> str:
    """The number of the goal of a goal or target, "11" for `sdg:11.2`; empty for anything else."""
    codelist, _colon, code = origin.key.partition(":")
    return code.partition(".")[0] if origin.kind == kind_of(Term) and codelist == "sdg" else ""


def _place_on_a_citys_page(origin: Origin) -> str:
    if origin.kind in ON_A_CITYS_PAGE:
        return anchor(origin)
    return "modalities" if origin.kind == kind_of(Term) and origin.key.startswith("modality:") else ""


def _organisations(origins: set[Origin], reader: User | AnonymousUser) -> Addresses:
    """Pages of organisations, named by slug in lists and by number in matrices."""
    named = {origin.key: origin for origin in origins if origin.kind == kind_of(Organisation)}
    numbers = [key for key in named if key.isdecimal()]
    pages = {"city": "public:city", "network": "public:network", "other": "public:organisation"}
    rows = Organisation.objects.visible_to(reader).filter(Q(slug__in=named) | Q(pk__in=numbers))
    addresses: Addresses = dict.fromkeys(named.values(), "")
    for pk, slug, form in rows.values_list("pk", "slug", "form"):
        for key in {slug, str(pk)} & named.keys():
            addresses[named[key]] = reverse(pages[form], args=[slug])
    return addresses


def _walk(value: object, wanted: type[T]) -> Iterator[T]:
    if isinstance(value, wanted):
        yield value
    if isinstance(value, tuple):
        for one in value:
            yield from _walk(one, wanted)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name), wanted)
