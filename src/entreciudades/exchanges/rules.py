"""Who may do what with exchanges, products and what was given: as the alliance lets its parties and its network."""

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.alliances.rules import EDIT_ALLIANCE
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.exchanges.models import Exchange, Giving, Product

_OfAlliance = TypeVar("_OfAlliance", Exchange, Product, Giving)


def _working(user: User | AnonymousUser, row: _OfAlliance) -> bool:
    """Whoever works for a party that takes part. What a source tells of no alliance is nobody's to change here."""
    return row.alliance is not None and EDIT_ALLIANCE.predicate(user, row.alliance)


SEE_EXCHANGE: Rule[Exchange] = seeing("exchange:see")
SEE_PRODUCT: Rule[Product] = seeing("product:see")
EDIT_EXCHANGE: Rule[Exchange] = Rule("exchange:edit", _working, known_to)
EDIT_PRODUCT: Rule[Product] = Rule("product:edit", _working, known_to)
EDIT_GIVING: Rule[Giving] = Rule("giving:edit", _working, known_to)
