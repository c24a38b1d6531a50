"""The addresses of a network's alliances."""

from django.urls import URLPattern, path

from entreciudades.web.alliances import spaces
from entreciudades.web.exchanges.urls import addresses as exchange_addresses
from entreciudades.web.office.alliances import listing


def addresses(base: str) -> list[URLPattern]:
    """The list and the pages of each under the address of a network."""
    return [
        path(f"{base}alliances/", listing.alliances, name="alliances"),
        *spaces.addresses(spaces.OFFICE_SPACE, base),
        *exchange_addresses(spaces.OFFICE_SPACE, base),
    ]
