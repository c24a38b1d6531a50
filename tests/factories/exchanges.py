"""Exchanges, products and givings of an alliance that lives."""

import datetime as dt
from typing import Any

from django.utils import timezone
from tests.factories.lives import Living, pack_text, running

from entreciudades.exchanges.models import Exchange, Giving, Product
from entreciudades.exchanges.services.exchanges import hold_exchange, keep_exchange
from entreciudades.exchanges.services.givings import confirm_giving, keep_giving
from entreciudades.exchanges.services.products import hand_in, keep_product

CAPS = "\n[alliance.caps]\ntravellers = 5\nvisits_min = 2\nvisits_max = 3\n"


def travelling(*, cities: int = 2) -> Living:
    """An alliance under way, with the caps of IUC: up to 5 travellers of a city, 3 visits."""
    return running(pack_text() + CAPS, cities=cities)


def in_days(days: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def exchange_of(found: Living, *, host: int = 0, guests: dict[int, int] | None = None, **said: Any) -> Exchange:
    """A visit of the other city to the first, in ten days, as the first one plans it."""
    values = {"kind": "visit", "titles": {"es": "Visita de estudio"}, "starts": in_days(10), "ends": in_days(12)}
    row = Exchange(host=found.cities[host], **values | said)
    people = {found.cities[place]: count for place, count in (guests or {1: 2}).items()}
    return keep_exchange(row, people=people, seat=found.seat(0), by=found.by)


def held_exchange_of(found: Living, **said: Any) -> Exchange:
    """The same, over and held."""
    row = exchange_of(found, **{"starts": in_days(-12), "ends": in_days(-10)} | said)
    return hold_exchange(row, seat=found.seat(0), by=found.by)


def product_of(found: Living, *, receives: tuple[int, ...] = (1,), **said: Any) -> Product:
    """A plan that the first city made for the second."""
    values = {"titles": {"es": "Plan de drenaje"}, "descriptions": {"es": "Para los tres barrios de la ribera."}}
    row = Product(**values | said)
    receivers = [found.cities[place] for place in receives]
    return keep_product(row, receivers=receivers, links={"makers": [found.cities[0]]}, seat=found.seat(0), by=found.by)


def handed_in_of(found: Living, **said: Any) -> Product:
    """The same, handed in."""
    return hand_in(product_of(found, **said), seat=found.seat(0), by=found.by)


def giving_of(
    found: Living, *, giver: int = 0, receiver: int = 1, supporters: tuple[int, ...] = (), **said: Any
) -> Giving:
    """Three days of expertise that the first city gave the second, as it records them."""
    values = {
        "kind": "expertise",
        "words": {"es": "Dos ingenieras revisaron el plan de drenaje"},
        "amount": 3,
        "unit": "days",
        "given_on": "2026-10",
    }
    row = Giving(giver=found.cities[giver], receiver=found.cities[receiver], **values | said)
    links = {"supporters": [found.cities[place] for place in supporters]}
    return keep_giving(row, links=links, seat=found.seat(giver), by=found.coordinators[giver])


def confirmed_giving_of(found: Living, *, receiver: int = 1, **said: Any) -> Giving:
    """The same, confirmed by the city that received it."""
    row = giving_of(found, receiver=receiver, **said)
    return confirm_giving(row, seat=found.seat(receiver), by=found.coordinators[receiver])
