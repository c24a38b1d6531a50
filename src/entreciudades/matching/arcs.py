"""Some of all pairs, by the places of their cities."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Arcs:
    """Pairs, each once, in the order of rows and columns, with their affinity."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    scores: NDArray[np.int64]

    @classmethod
    def joined(cls, *several: "Arcs") -> "Arcs":
        """All of them, each pair once."""
        several = (cls(np.array([], np.intp), np.array([], np.intp), np.array([], np.int64)), *several)
        rows, columns = (np.concatenate([getattr(arcs, name) for arcs in several]) for name in ("rows", "columns"))
        scores = np.concatenate([arcs.scores for arcs in several])
        order = np.lexsort((columns, rows))
        rows, columns, scores = rows[order], columns[order], scores[order]
        first = np.ones(len(rows), bool)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        return cls(rows[first], columns[first], scores[first])

    def __len__(self) -> int:
        return len(self.rows)

    def without(self, others: "Arcs") -> "Arcs":
        """Those that are not among others."""
        width = 1 + max(int(arcs.columns.max(initial=0)) for arcs in (self, others))
        own, known = (arcs.rows * width + arcs.columns for arcs in (self, others))
        place = np.minimum(np.searchsorted(known, own), max(len(known) - 1, 0))
        return self.where(known[place] != own if len(known) else np.ones(len(own), bool))

    def where(self, chosen: NDArray[Any]) -> "Arcs":
        """Those chosen by a mask or by places."""
        return Arcs(self.rows[chosen], self.columns[chosen], self.scores[chosen])
