"""Who meets whom in which slot: pure, and the same for the same input.

Pairs are placed in the order in which they come. One that finds no slot free for both cities makes room: its first city
is free in one slot, its second in another, and along the chain of meetings that alternates between these two slots,
each moves into the other one. Where cities stand on two sides and nobody is away, every pair finds its place as long as
no city has more meetings than there are slots (König, 1916).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Cities = tuple[int, int]
"""Two cities by their keys."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The slot of each pair that was placed, and the pairs that were not, both in the order in which they came."""

    placed: Mapping[Cities, int]
    unplaced: tuple[Cities, ...]


def timetable(
    pairs: Iterable[Cities],
    *,
    slots: int,
    tables: int | None = None,
    away: Mapping[int, Collection[int]] | None = None,
) -> Timetable:
    """Place each pair in one of the slots 0, 1, … so that no city has two meetings in a slot.

    `tables`: how many pairs meet at the same time at most; `away`: the slots in which a city does not meet.
    """
    plan = _Plan(slots=slots, tables=tables, away={city: frozenset(when) for city, when in (away or {}).items()})
    wanted = list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))
    unplaced = list(wanted)
    while any([plan.place(pair) for pair in unplaced]):  # noqa: C419 - making room for one may free a slot for another
        unplaced = [pair for pair in wanted if pair not in plan.slot_of]
    return Timetable({pair: plan.slot_of[pair] for pair in wanted if pair in plan.slot_of}, tuple(unplaced))


@dataclass(slots=True)
class _Plan:
    slots: int
    tables: int | None
    away: Mapping[int, frozenset[int]]
    slot_of: dict[Cities, int] = field(default_factory=dict)
    partner: dict[tuple[int, int], int] = field(default_factory=dict)
    """Whom a city meets in a slot."""
    load: dict[int, int] = field(default_factory=dict)
    """How many pairs meet in a slot."""

    def place(self, pair: Cities) -> bool:
        a, b = pair
        free_a, free_b = self._free(a), self._free(b)
        for slot in free_a:
            if slot in free_b and self._has_table(slot):
                self._put(pair, slot)
                return True
        return any(self._makes_room(pair, here, there) for here in free_a for there in free_b)

    def _free(self, city: int) -> Sequence[int]:
        away = self.away.get(city, frozenset())
        return [slot for slot in range(self.slots) if slot not in away and (city, slot) not in self.partner]

    def _has_table(self, slot: int) -> bool:
        return self.tables is None or self.load.get(slot, 0) < self.tables

    def _makes_room(self, pair: Cities, here: int, there: int) -> bool:
        """Free the second city in slot `here`, in which the first is free, by the chain that begins at it."""
        a, b = pair
        chain = self._chain(b, here, there)
        if not chain:  # it is away, or no table is left
            return False
        if any(a in meeting for meeting in chain) or any(self._would_miss(one, here, there) for one in chain):
            return False
        fuller = there if len(chain) % 2 else here  # the other slot wins a meeting and loses one
        if not self._has_table(fuller):
            return False
        swapped = {one: there if self.slot_of[one] == here else here for one in chain}
        for one in chain:
            self._take(one)
        for one, slot in swapped.items():
            self._put(one, slot)
        self._put(pair, here)
        return True

    def _chain(self, city: int, here: int, there: int) -> list[Cities]:
        """The meetings that one reaches from a city by going through its slots `here` and `there` in turn."""
        chain: list[Cities] = []
        slot = here
        while (other := self.partner.get((city, slot))) is not None:
            chain.append((min(city, other), max(city, other)))
            city, slot = other, there if slot == here else here
        return chain

    def _would_miss(self, meeting: Cities, here: int, there: int) -> bool:
        slot = there if self.slot_of[meeting] == here else here
        return any(slot in self.away.get(city, frozenset()) for city in meeting)

    def _put(self, pair: Cities, slot: int) -> None:
        a, b = pair
        self.slot_of[pair] = slot
        self.partner[a, slot], self.partner[b, slot] = b, a
        self.load[slot] = self.load.get(slot, 0) + 1

    def _take(self, pair: Cities) -> None:
        a, b = pair
        slot = self.slot_of.pop(pair)
        del self.partner[a, slot], self.partner[b, slot]
        self.load[slot] -= 1
