"""Why cities were left out, and with whom they fit best."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entreciudades.matching.blocks import Affinities, Special
from entreciudades.matching.flow import FAR, Int64s, Prices, Side
from entreciudades.matching.instance import Instance
from entreciudades.matching.profile import Profile
from entreciudades.matching.result import Alternative, LeftOut, LeftOutBecause
from entreciudades.matching.sweep import NOT, Admissible
from entreciudades.matching.threads import in_threads

ALTERNATIVES = 5
AT_ONCE = 2**19
NONE = -(2**62)


@dataclass(frozen=True, slots=True)
class View:
    """The cities of one side as those of the other see them: what each costs, and how much of it is its quota's price."""

    cities: tuple[Profile, ...]
    side: Side
    price: Int64s
    quota_price: Int64s

    @classmethod
    def of(cls, cities: tuple[Profile, ...], side: Side, price: Int64s, quota_prices: Int64s) -> "View":
        """With the price of each city's quota, 0 where its country has none."""
        return cls(cities, side, price, np.append(quota_prices, 0)[side.country])

    def spent(self, place: int) -> bool:
        """Whether the quota of this city's country admits none at all, but for required pairs."""
        country = self.side.country[place]
        return bool(country >= 0 and self.side.quota[country] <= 0)


def left_out(
    instance: Instance, sides: tuple[Side, Side], at: Prices, paired: Iterable[tuple[int, int]], bonus: int
) -> tuple[LeftOut, ...]:
    """Every city without a pair, by id."""
    a = View.of(instance.a, sides[0], at.rows, at.row_quotas)
    b = View.of(instance.b, sides[1], at.columns, at.column_quotas)
    with_pair = [set(places) for places in zip(*paired, strict=True)] or [set(), set()]
    turned = frozenset((column, row) for row, column in instance.forbidden)
    found = [
        *_of_side(
            instance,
            a,
            b,
            [place for place in range(len(a.cities)) if place not in with_pair[0]],
            instance.forbidden,
            bonus,
        ),
        *_of_side(
            instance, b, a, [place for place in range(len(b.cities)) if place not in with_pair[1]], turned, bonus
        ),
    ]
    return tuple(sorted(found, key=lambda city: city.id))


def _of_side(
    instance: Instance,
    own: View,
    others: View,
    places: Sequence[int],
    forbidden: frozenset[tuple[int, int]],
    bonus: int,
) -> Iterator[LeftOut]:
    row = {place: row for row, place in enumerate(places)}
    admissible = Admissible(
        Affinities.between([own.cities[place] for place in places], others.cities, instance.weights),
        len(places),
        len(others.cities),
        instance.least,
        Special.of({(row[place], other): NOT for place, other in forbidden if place in row}),
    )
    ids = [city.id for city in others.cities]
    by_id = np.empty(len(ids), np.int64)
    by_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    columns, height = slice(0, len(ids)), max(1, AT_ONCE // max(1, len(ids)))

    def block(first: int) -> list[LeftOut]:
        rows = slice(first, min(first + height, len(places)))
        scores = admissible.block(rows, columns).astype(np.int64)
        return [_one(own, others, places[rows.start + line], scores[line], by_id, bonus) for line in range(len(scores))]

    for cities in in_threads(block, range(0, len(places), height)):
        yield from cities


def _one(own: View, others: View, place: int, scores: Int64s, by_id: Int64s, bonus: int) -> LeftOut:
    """``scores`` with every other city; ``by_id``: its place among them by id."""
    partners = np.flatnonzero(scores >= 0)
    scores = scores[partners]
    keys = (scores << 32) - by_id[partners]
    best = np.argpartition(keys, -ALTERNATIVES)[-ALTERNATIVES:] if len(keys) > ALTERNATIVES else np.arange(len(keys))
    best = best[np.argsort(-keys[best])]
    alternatives = tuple(Alternative(others.cities[partners[line]].id, int(scores[line])) for line in best)
    because, country, by = _reason(own, others, place, partners, scores)
    return LeftOut(
        own.cities[place].id, because, country, None if by is None or (bonus and by >= bonus) else by, alternatives
    )


def _reason(
    own: View, others: View, place: int, partners: NDArray[np.intp], scores: Int64s
) -> tuple[LeftOutBecause, str, int | None]:
    city = own.cities[place]
    if not len(partners):
        return "no-admissible-partner", "", None
    if own.spent(place):
        return "quota-full", city.country, None
    prices = others.price[partners]
    if own.side.capacity[place] <= 0:
        return "capacity-full", "", None
    if prices.min() >= FAR:
        spent = [other for other in partners.tolist() if others.spent(other)]
        return ("quota-full", others.cities[spent[0]].country, None) if spent else ("capacity-full", "", None)
    gain = int((scores - prices).max())
    free = int((scores - prices + others.quota_price[partners]).argmax())
    loss = int(own.price[place]) - gain
    if gain > own.price[place] - own.quota_price[place]:
        return "quota-full", city.country, loss
    if scores[free] - prices[free] + others.quota_price[partners[free]] > own.price[place]:
        return "quota-full", others.cities[partners[free]].country, loss
    return "would-lower-total", "", loss
