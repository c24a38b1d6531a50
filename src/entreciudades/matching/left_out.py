"""Why cities were left out, and with whom they fit best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from entreciudades.matching.blocks import Affinities, Ints, Special
from entreciudades.matching.flow import Int64s, Market, Places, Side
from entreciudades.matching.instance import Instance, Pair
from entreciudades.matching.prices import FAR, NARROW, Prices, Whole, gain
from entreciudades.matching.profile import Profile
from entreciudades.matching.result import Alternative, LeftOut, LeftOutBecause
from entreciudades.matching.sweep import NOT, Admissible
from entreciudades.matching.threads import in_threads

ALTERNATIVES = 5
AT_ONCE = 128
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

    @property
    def never(self) -> int:
        """A gain below this says that no partner is to be had."""
        return -NARROW if self.narrow.dtype == np.int32 else -FAR // 2

    def spent(self, place: int) -> bool:
        """Whether the quota of this city's country admits none but required pairs."""
        country = self.side.country[place]
        return bool(country >= 0 and self.side.quota[country] <= 0)


def left_out(
    instance: Instance, market: Market, both: tuple[Prices, Prices], paired: Sequence[Pair]
) -> tuple[LeftOut, ...]:
    """Every city without a pair, by id; for each side the prices that lie highest for the other."""
    turned = frozenset((column, row) for row, column in instance.forbidden)
    found: list[LeftOut] = []
    for which, at, forbidden in ((0, both[0], instance.forbidden), (1, both[1], turned)):
        a, b = View.both(instance, market, at)
        own, others = (b, a) if which else (a, b)
        taken = {pair[which] for pair in paired}
        places = np.array([place for place in range(len(own.cities)) if place not in taken], np.intp)
        found += _Search(instance, own, others, places, forbidden, market.bonus).found()
    return tuple(sorted(found, key=lambda city: city.id))


class Gains(NamedTuple):
    """What the best pair of a city gains at the others' prices; without those of quotas, with whom and how much."""

    greatest: int
    free: int
    freely: int


@dataclass(frozen=True, slots=True)
class _Search:
    """Cities without a pair, by their places, and the other side."""

    instance: Instance
    own: View
    others: View
    places: Places
    forbidden: frozenset[Pair]
    bonus: int

    def found(self) -> Iterator[LeftOut]:
        if not self.others.cities:
            yield from (
                LeftOut(self.own.cities[place].id, "no-admissible-partner", "", None, ()) for place in self.places
            )
            return
        row = {place: row for row, place in enumerate(self.places.tolist())}
        admissible = Admissible(
            Affinities.between([self.own.cities[place] for place in row], self.others.cities, self.instance.weights),
            len(row),
            len(self.others.cities),
            self.instance.least,
            Special.of({(row[place], other): NOT for place, other in self.forbidden if place in row}),
        )
        ids = [city.id for city in self.others.cities]
        by_id = np.empty(len(ids), np.int64)
        by_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))

        def block(first: int) -> list[LeftOut]:
            rows = slice(first, min(first + AT_ONCE, len(row)))
            scores = admissible.strip(rows, slice(0, len(ids)))
            return self._of_block(self.places[rows], scores, by_id)

        for cities in in_threads(block, range(0, len(row), AT_ONCE)):
            yield from cities

    def _of_block(self, places: Places, scores: Ints, by_id: Int64s) -> list[LeftOut]:
        """``scores`` with every city of the other side; ``by_id``: their places in the order of ids."""
        lone = np.zeros((1, 1), self.others.narrow.dtype)
        gained = gain(scores, lone, self.others.narrow)
        greatest = gained.max(axis=1)
        gained += self.others.quota_price.astype(gained.dtype)
        free = gained.argmax(axis=1)
        gains = map(Gains, greatest.tolist(), free.tolist(), gained[np.arange(len(gained)), free].tolist())
        best = _best(scores, by_id)
        return [self._told(*each) for each in zip(places.tolist(), scores, best, gains, strict=True)]

    def _told(self, place: int, scores: Ints, best: list[int], gains: Gains) -> LeftOut:
        alternatives = tuple(Alternative(self.others.cities[other].id, int(scores[other])) for other in best)
        because, country = self._reason(place, scores, gains)
        by = int(self.own.price[place]) - gains.greatest
        known = gains.greatest >= self.others.never and by < FAR // 2 and not (self.bonus and by >= self.bonus)
        return LeftOut(self.own.cities[place].id, because, country, by if known else None, alternatives)

    def _reason(self, place: int, scores: Ints, gains: Gains) -> tuple[LeftOutBecause, str]:
        country, price = self.own.cities[place].country, int(self.own.price[place])
        if not (scores >= 0).any():
            return "no-admissible-partner", ""
        if self.own.spent(place) or price > gains.greatest > price - int(self.own.quota_price[place]):
            return "quota-full", country
        if price >= FAR or gains.greatest < self.others.never:
            partners = np.flatnonzero(scores >= 0).tolist() if price < FAR else []
            spent = next((other for other in partners if self.others.spent(other)), None)
            return ("capacity-full", "") if spent is None else ("quota-full", self.others.cities[spent].country)
        if gains.freely > price:
            return "quota-full", self.others.cities[gains.free].country
        return "would-lower-total", ""


def _best(scores: Ints, by_id: Int64s) -> list[list[int]]:
    """For each row the places of its greatest scores, ties by id; none below 0."""
    place = max(0, scores.shape[1] - ALTERNATIVES)
    reached = np.maximum(np.partition(scores, place, axis=1)[:, place], 0)
    rows, columns = np.nonzero(scores >= reached[:, None])
    order = np.lexsort((by_id[columns], -scores[rows, columns], rows))
    by_row = np.split(columns[order], np.searchsorted(rows, np.arange(1, len(scores))))
    return [found[:ALTERNATIVES].tolist() for found in by_row]
