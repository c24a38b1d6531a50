"""One pass over all admissible pairs, block by block: the whole matrix is never held."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from entreciudades.matching.blocks import Affinities, Ints, Special
from entreciudades.matching.threads import in_threads

Progress = Callable[[str, float], None]
"""Is told what goes on and which share of it is done; it may raise to stop."""
Tell = Callable[[float], None]
T = TypeVar("T")
ROWS, COLUMNS = 256, 512
NOT = -(2**30)
"""Where a pair is not admissible: below every score less every price."""


@dataclass(frozen=True, slots=True)
class Admissible:
    """The affinities of ``rows`` cities with ``columns`` others, and ``NOT`` where a pair may not be chosen."""

    affinities: Affinities
    rows: int
    columns: int
    least: int
    closed: Special

    def block(self, rows: slice, columns: slice) -> Ints:
        """Micro-units of the pairs that may be chosen."""
        scores = self.affinities.block(rows, columns)
        if self.least > 0:
            scores[scores < self.least] = NOT
        for row, column, _value in self.closed.within(rows, columns):
            scores[row, column] = NOT
        return scores

    def strip(self, rows: slice, columns: slice) -> Ints:
        """The same for more pairs at once, put together from blocks, which stay in the processor's cache."""
        found = np.empty((rows.stop - rows.start, columns.stop - columns.start), np.int32)
        for up, down in _cuts(rows, ROWS):
            for left, right in _cuts(columns, COLUMNS):
                block = self.block(slice(up, down), slice(left, right))
                found[up - rows.start : down - rows.start, left - columns.start : right - columns.start] = block
        return found

    def sweep(self, act: Callable[[slice, slice, Ints], T], tell: Tell) -> Iterator[T]:
        """What the act gives for every block, in order; the blocks are computed by two threads."""
        blocks = [
            (slice(up, down), slice(left, right))
            for up, down in _cuts(slice(0, self.rows), ROWS)
            for left, right in _cuts(slice(0, self.columns), COLUMNS)
        ]

        def one(block: tuple[slice, slice]) -> T:
            return act(*block, self.block(*block))

        with closing(in_threads(one, blocks)) as several:
            for done, found in enumerate(several, 1):
                yield found
                tell(done / len(blocks))


def _cuts(whole: slice, size: int) -> list[tuple[int, int]]:
    return [(start, min(start + size, whole.stop)) for start in range(whole.start, whole.stop, size)]
