"""A programme's book on a page: which template shows a block, what stands in a row, where a piece of data is kept."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString, mark_safe

from entreciudades.documents import worldmap
from entreciudades.documents.book import Chips, DataBlock, FactList, Listing, Origin, Point, Row, Sheets, Tables

register = template.Library()

TEMPLATES: Final = {
    Sheets: "components/book/sheets.html",
    FactList: "components/book/facts.html",
    Listing: "components/book/listing.html",
    Chips: "components/book/chips.html",
    Tables: "components/book/tables.html",
}


@register.filter
def template_of(block: DataBlock) -> str:
    """The template that shows a block of data."""
    return TEMPLATES[type(block)]


@register.filter
def city_map(point: Point) -> SafeString:
    """The surroundings of a city, as SVG."""
    drawn = worldmap.city_svg(point.name, point.latitude, point.longitude, country=point.country)
    return mark_safe(drawn.decode())  # noqa: S308 - drawn here, its words escaped


@register.filter
def cells(row: Row, columns: Iterable[str]) -> list[tuple[str, Any]]:
    """The cells of a row, each with the name of its column; the first column is the row's head."""
    return list(zip(list(columns)[1:], row.cells, strict=False))


@register.filter
def of(addresses: Mapping[Origin, str] | None, origin: Origin | None) -> str:
    """Where a piece of data is kept (`web.public.origins`); empty where that has no page."""
    return (addresses or {}).get(origin, "") if origin else ""
