"""Who reviews what, by a lot that anybody can check: pure, and the same from the same seed on every machine.

The ticket of a reviewer for an application is the SHA-256 of ``seed:application:reviewer`` (of ``seed:application`` for
the order of applications), in hexadecimal; the lowest goes first. Each application in that order takes the eligible
reviewers with the least to do, ties by ticket. Then, as long as some chain of exchanges brings work from a reviewer to
another who has two less, the shortest chain is made: what remains is as even as the exclusions allow (a semi-matching
without cost-reducing path is optimal: Harvey, Ladner, Lovász, Tamir, 2006).
"""

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lot:
    """An application in the draw: how many reviewers it lacks, and who cannot be drawn for it."""

    application: int
    lacks: int
    barred: frozenset[int] = frozenset()


def ticket(seed: str, *keys: int) -> str:
    """The lot of these keys, in hexadecimal."""
    return hashlib.sha256(":".join([seed, *map(str, keys)]).encode()).hexdigest()


def draw(
    lots: Iterable[Lot], *, reviewers: Collection[int], seed: str, load: Mapping[int, int] | None = None
) -> dict[int, tuple[int, ...]]:
    """Give each application as many different reviewers as it lacks, or as many as may review it where fewer do.

    `load` says how much reviewers have already. Reviewers of an application stand in the order of their keys.
    """
    known = sorted(set(reviewers))
    draws = _Draw(known, {key: (load or {}).get(key, 0) for key in known})
    for lot in sorted(lots, key=lambda one: (ticket(seed, one.application), one.application)):
        draws.deal(lot, seed)
    draws.even_out()
    return {application: tuple(sorted(drawn)) for application, drawn in sorted(draws.drawn.items())}


class _Draw:
    def __init__(self, reviewers: list[int], load: dict[int, int]) -> None:
        self.reviewers = reviewers
        self.load = load
        self.drawn: dict[int, set[int]] = {}
        self.barred: dict[int, frozenset[int]] = {}
        self.held: dict[int, set[int]] = {key: set() for key in reviewers}  # what was drawn here, by reviewer

    def deal(self, lot: Lot, seed: str) -> None:
        may = [key for key in self.reviewers if key not in lot.barred]
        may.sort(key=lambda key: (self.load[key], ticket(seed, lot.application, key), key))
        self.drawn[lot.application], self.barred[lot.application] = set(), lot.barred
        for key in may[: lot.lacks]:
            self._give(lot.application, key)

    def even_out(self) -> None:
        while chain := self._chain():
            for giver, application, taker in chain:
                self._take(application, giver)
                self._give(application, taker)

    def _chain(self) -> list[tuple[int, int, int]]:
        """The shortest chain of hand-overs (from, application, to) that evens out, from whoever has most to do."""
        for start in sorted(self.reviewers, key=lambda key: (-self.load[key], key)):
            came: dict[int, tuple[int, int]] = {}
            queue = deque([start])
            seen = {start}
            while queue:
                giver = queue.popleft()
                for application, taker in self._hand_overs(giver, seen):
                    seen.add(taker)
                    came[taker] = (giver, application)
                    if self.load[taker] <= self.load[start] - 2:
                        return _way(came, taker)
                    queue.append(taker)
        return []

    def _hand_overs(self, giver: int, seen: set[int]) -> Iterable[tuple[int, int]]:
        for application in sorted(self.held[giver]):
            for taker in self.reviewers:
                if taker not in seen and taker not in self.barred[application] | self.drawn[application]:
                    yield application, taker

    def _give(self, application: int, reviewer: int) -> None:
        self.drawn[application].add(reviewer)
        self.held[reviewer].add(application)
        self.load[reviewer] += 1

    def _take(self, application: int, reviewer: int) -> None:
        self.drawn[application].remove(reviewer)
        self.held[reviewer].remove(application)
        self.load[reviewer] -= 1


def _way(came: Mapping[int, tuple[int, int]], end: int) -> list[tuple[int, int, int]]:
    way = []
    while end in came:
        giver, application = came[end]
        way.append((giver, application, end))
        end = giver
    return way[::-1]
