"""At which pairs does the solver look? First at the best of each city, then at those that gain at its prices."""

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from entreciudades.matching.arcs import Arcs
from entreciudades.matching.blocks import Ints
from entreciudades.matching.flow import Mask
from entreciudades.matching.prices import Prices, Whole, gain
from entreciudades.matching.sweep import COLUMNS, ROWS, Admissible, Tell
from entreciudades.matching.threads import in_threads

ALL = 100_000
"""So many pairs are all candidates."""
BEST = 24
"""About so many of each city's best pairs are candidates at first."""
SAMPLE = 1024


def first_candidates(admissible: Admissible, tell: Tell) -> tuple[Arcs, int]:
    """About the best pairs of each city, and the number of admissible pairs."""
    if admissible.rows * admissible.columns <= ALL:
        by_row, by_column = np.zeros(admissible.rows, np.int32), np.zeros(admissible.columns, np.int32)
    else:
        by_row, by_column = _thresholds(admissible)

    def act(rows: slice, columns: slice, scores: Ints) -> tuple[Arcs, int]:
        chosen = scores >= np.minimum(by_row[rows, None], by_column[columns])
        admitted = scores >= 0
        chosen &= admitted
        return taken(admissible, (rows, columns), scores, chosen, scores), int(np.count_nonzero(admitted))

    found, admitted = [], 0
    for arcs, count in admissible.sweep(act, tell):
        found.append(arcs)
        admitted += count
    return Arcs.joined(*found), admitted


def gaining(admissible: Admissible, several: Sequence[Prices], tell: Tell) -> Arcs:
    """Pairs that gain at any of these prices, among all; where very many do, the best of each city in each block."""
    priced = [at.narrow() for at in several]

    def act(rows: slice, columns: slice, scores: Ints) -> Arcs:
        gains = [gain(scores, of_rows[rows, None], of_columns[columns]) for of_rows, of_columns in priced]
        most: Whole = reduce(np.maximum, gains)
        return taken(admissible, (rows, columns), scores, most > 0, most)

    return Arcs.joined(*admissible.sweep(act, tell))


def _thresholds(admissible: Admissible) -> tuple[Ints, Ints]:
    """The score that about ``BEST`` pairs of each city reach, by a sample: cities stand in the order of digests."""
    return (
        _reached(admissible.rows, admissible.columns, admissible.strip),
        _reached(admissible.columns, admissible.rows, lambda columns, sample: admissible.strip(sample, columns).T),
    )


def _reached(cities: int, others: int, strip: Callable[[slice, slice], Ints]) -> Ints:
    sample = min(max(SAMPLE, others // 8), others)
    place = sample - max(1, BEST * sample // others)

    def one(first: int) -> Ints:
        scores = strip(slice(first, min(first + ROWS, cities)), slice(0, sample))
        return np.partition(scores, place, axis=1)[:, place]

    return np.concatenate(list(in_threads(one, range(0, cities, ROWS))))


def taken(admissible: Admissible, block: tuple[slice, slice], scores: Ints, chosen: Mask, wanted: Whole) -> Arcs:
    """The chosen pairs of a block; the most gaining ones of each row and column where they are very many.

    Among equals a row prefers the columns after its own place: so all rows do not want the same few.
    """
    rows, columns = block
    each = max(1, 2 * BEST * COLUMNS // admissible.columns)
    height, width = chosen.shape
    if np.count_nonzero(chosen) > 4 * each * height:
        after = (
            np.arange(columns.start, columns.stop) - np.arange(rows.start, rows.stop)[:, None]
        ) % admissible.columns
        by_want = (np.minimum(wanted, 2**30).astype(np.int64) << 32) - after
        by_want[~chosen] = np.iinfo(np.int64).min
        best = np.zeros_like(chosen)
        np.put_along_axis(best, np.argpartition(by_want, max(0, width - each), axis=1)[:, -each:], values=True, axis=1)
        np.put_along_axis(best, np.argpartition(by_want, max(0, height - each), axis=0)[-each:], values=True, axis=0)
        chosen &= best
    row, column = np.nonzero(chosen)
    return Arcs(row + rows.start, column + columns.start, scores[row, column].astype(np.int64))
