"""The rows of the room."""

from entreciudades.exchanges.models.exchange import Exchange, ExchangeGuest, Traveller
from entreciudades.exchanges.models.giving import CountrySide, Giving, ReciprocityConsent
from entreciudades.exchanges.models.product import Product, ProductConsent, Reception

__all__ = [
    "CountrySide",
    "Exchange",
    "ExchangeGuest",
    "Giving",
    "Product",
    "ProductConsent",
    "Reception",
    "ReciprocityConsent",
    "Traveller",
]
