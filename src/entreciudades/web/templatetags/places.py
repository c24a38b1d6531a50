"""Addresses in a place that several spaces share: ``{% at venue "meeting" row.pk %}``."""

from typing import Protocol

from django import template

register = template.Library()


class Place(Protocol):
    """What knows its own addresses."""

    def at(self, page: str = "", *keys: object) -> str:
        """The address of a page."""


@register.simple_tag
def at(place: Place, page: str = "", *keys: object) -> str:
    """The address of a page of a place."""
    return place.at(page, *keys)
