"""Why cities were left out, and with whom they fit best."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from entreciudades.matching.blocks import Affinities, Ints, Special
from entreciudades.matching.flow import Int64s, Market, Places, Side
from entreciudades.matching.instance import Instance, Pair
from entreciudades.matching.prices import FAR, NARROW, Prices, Whole, gain
from entreciudades.matching.profile import Profile
from entreciudades.matching.result import Alternative, LeftOut, LeftOutBecause
from entreciudades.matching.sweep import NOT, Admissible, Tell
from entreciudades.matching.threads import in_threads

ALTERNATIVES = 5
AT_ONCE = 64
"""So many cities are looked at together."""


@dataclass(frozen=True, slots=True)
class View:
    """The cities of a side, what a pair costs each, and how much of it is the price of the quota of its country.

    ``narrow``: what a pair costs, in 32 bits if that is enough.
    """

    cities: tuple[Profile, ...]
    side: Side
    price: Int64s
    quota_price: Int64s
    narrow: Whole

    @classmethod
    def both(cls, instance: Instance, market: Market, at: Prices) -> tuple["View", "View"]:
        """The two sides at these prices."""
        rows, columns = at.narrow()
        return (
            cls(instance.a, market.a, at.rows, np.append(at.row_quotas, 0)[market.a.country], rows),
            cls(instance.b, market.b, at.columns, np.append(at.column_quotas, 0)[market.b.country], columns),
        )

    def quota_hinders(self, place: int, gained: int) -> bool:
        """Whether a pair of this city would gain, were it not for the price of its quota."""
        return bool(self.price[place] > gained > self.price[place] - self.quota_price[place])

    @property
    def never(self) -> int:
        """A gain below this says that no partner is to be had."""
        return -NARROW if self.narrow.dtype == np.int32 else -FAR // 2

    def spent(self, place: int) -> bool:
        """Whether the quota of this city's country admits none but required pairs."""
        country = self.side.country[place]
        return bool(country >= 0 and self.side.quota[country] <= 0)


def left_out(
    instance: Instance, market: Market, both: tuple[Prices, Prices], paired: Sequence[Pair], tell: Tell
) -> tuple[LeftOut, ...]:
    """Every city without a pair, by id; ``both``: the prices that lie highest for columns, then for rows."""
    found: list[LeftOut] = []
    views = [View.both(instance, market, at) for at in both]
    turned = frozenset((column, row) for row, column in instance.forbidden)
    for own, other, forbidden in ((0, 1, instance.forbidden), (1, 0, turned)):
        with_pair = {pair[own] for pair in paired}
        places = np.array([place for place in range(len(views[0][own].cities)) if place not in with_pair], np.intp)
        (low, dear), (high, cheap) = ((each[own], each[other]) for each in (views if own == 0 else views[::-1]))
        search = _Search(instance, low, dear, high, cheap, places, forbidden, market.bonus)
        for done, cities in enumerate(search.found()):
            found += cities
            tell((own + done * AT_ONCE / len(places)) / 2)
    return tuple(sorted(found, key=lambda city: city.id))


class Gains(NamedTuple):
    """What the best pair of a city gains at the others' highest prices, and at their lowest.

    ``freely``: what one gains, with ``free``, at the highest prices less those of quotas.
    """

    dear: int
    cheap: int
    free: int
    freely: int


@dataclass(frozen=True, slots=True)
class _Search:
    """Cities without a pair, by their places, and the other side.

    ``low`` and ``dear``: the two sides at the prices that are lowest for these cities' own; ``high`` and ``cheap``: at
    those that are highest for it.
    """

    instance: Instance
    low: View
    dear: View
    high: View
    cheap: View
    places: Places
    forbidden: frozenset[Pair]
    bonus: int

    def found(self) -> Iterator[list[LeftOut]]:
        """So many cities at once."""
        if not self.dear.cities:
            yield [LeftOut(self.low.cities[place].id, "no-admissible-partner", "", None, ()) for place in self.places]
            return
        row = {place: row for row, place in enumerate(self.places.tolist())}
        admissible = Admissible(
            Affinities.between([self.low.cities[place] for place in row], self.dear.cities, self.instance.weights),
            len(row),
            len(self.dear.cities),
            self.instance.least,
            Special.of({(row[place], other): NOT for place, other in self.forbidden if place in row}),
        )
        ids = [city.id for city in self.dear.cities]
        by_id = np.empty(len(ids), np.int64)
        by_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))

        def block(first: int) -> list[LeftOut]:
            rows = slice(first, min(first + AT_ONCE, len(row)))
            scores = admissible.strip(rows, slice(0, len(ids)))
            return self._of_block(self.places[rows], scores, by_id)

        with closing(in_threads(block, range(0, len(row), AT_ONCE))) as several:
            yield from several

    def _of_block(self, places: Places, scores: Ints, by_id: Int64s) -> list[LeftOut]:
        """``scores`` with every city of the other side; ``by_id``: their places in the order of ids."""
        lone = np.zeros((1, 1), self.dear.narrow.dtype)
        cheaply = gain(scores, lone.astype(self.cheap.narrow.dtype), self.cheap.narrow).max(axis=1)
        gained = gain(scores, lone, self.dear.narrow)
        dearly = gained.max(axis=1)
        gained += self.dear.quota_price.astype(gained.dtype)
        free = gained.argmax(axis=1)
        freely = gained[np.arange(len(gained)), free]
        gains = map(Gains, *(values.tolist() for values in (dearly, cheaply, free, freely)))
        best = _best(scores, by_id)
        return [self._told(*each) for each in zip(places.tolist(), scores, best, gains, strict=True)]

    def _told(self, place: int, scores: Ints, best: list[int], gains: Gains) -> LeftOut:
        alternatives = tuple(Alternative(self.dear.cities[other].id, int(scores[other])) for other in best)
        because, country = self._reason(place, scores, gains)
        price = int(self.low.price[place])
        by = max(price - gains.dear, int(self.high.price[place]) - gains.cheap)
        known = price < FAR and gains.dear >= self.dear.never and not (self.bonus and by >= self.bonus)
        return LeftOut(self.low.cities[place].id, because, country, by if known else None, alternatives)

    def _reason(self, place: int, scores: Ints, gains: Gains) -> tuple[LeftOutBecause, str]:
        country, price = self.low.cities[place].country, int(self.low.price[place])
        if not (scores >= 0).any():
            return "no-admissible-partner", ""
        if self.low.spent(place):
            return "quota-full", country
        if price >= FAR or gains.dear < self.dear.never:
            partners = np.flatnonzero(scores >= 0).tolist() if price < FAR else []
            spent = next((other for other in partners if self.dear.spent(other)), None)
            return ("capacity-full", "") if spent is None else ("quota-full", self.dear.cities[spent].country)
        if self.low.quota_hinders(place, gains.dear) or self.high.quota_hinders(place, gains.cheap):
            return "quota-full", country
        if gains.freely > price:
            return "quota-full", self.dear.cities[gains.free].country
        return "would-lower-total", ""


def _best(scores: Ints, by_id: Int64s) -> list[list[int]]:
    """For each row the places of its greatest scores, ties by id; none below 0."""
    place = max(0, scores.shape[1] - ALTERNATIVES)
    reached = np.maximum(np.partition(scores, place, axis=1)[:, place], 0)
    rows, columns = np.nonzero(scores >= reached[:, None])
    order = np.lexsort((by_id[columns], -scores[rows, columns], rows))
    by_row = np.split(columns[order], np.searchsorted(rows, np.arange(1, len(scores))))
    return [found[:ALTERNATIVES].tolist() for found in by_row]
