"""The addresses of an organisation's alliances."""

from django.urls import URLPattern, path

from entreciudades.web.alliances import spaces
from entreciudades.web.desk.alliances import listing, proposals
from entreciudades.web.exchanges.urls import addresses as exchange_addresses


def addresses(base: str) -> list[URLPattern]:
    """The list and the pages of each under the address of an organisation."""
    return [
        path(f"{base}alliances/", listing.alliances, name="alliances"),
        path(f"{base}alliances/add/", proposals.add, name="alliance-add"),
        path(f"{base}alliances/<slug:alliance>/propose/", proposals.take_up, name="alliance-propose"),
        *spaces.addresses(spaces.DESK, base),
        *exchange_addresses(spaces.DESK, base),
    ]
