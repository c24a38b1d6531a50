"""What came of pairing: the pairs with their reasons, the cities left out with theirs, and the certificate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

MICRO = 1_000_000
"""Affinities are whole numbers of micro-units: 1,000,000 is the greatest."""
LeftOutBecause = Literal["no-admissible-partner", "quota-full", "capacity-full", "would-lower-total"]


@dataclass(frozen=True, slots=True)
class Affinity:
    """How well ``a`` and ``b`` fit.

    ``parts``: micro-units by component of weight above 0; ``unknown``: those that are neutral for want of data;
    ``a_learns``, ``b_learns``: the terms, those that weigh most first.
    """

    a: str
    b: str
    score: int
    parts: Mapping[str, int]
    unknown: tuple[str, ...]
    a_learns: tuple[str, ...]
    b_learns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another city with which this one could have gone, had the total not been better otherwise."""

    id: str
    score: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A city without a pair: why, and its five best admissible partners.

    ``country``: whose quota is full; ``by``: micro-units by which the total would fall, were it paired; None where it
    was not computed.
    """

    id: str
    reason: LeftOutBecause
    country: str
    by: int | None
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The pairs by ids, and the proof: no admissible set of pairs has a total above ``bound`` (micro-units)."""

    pairs: tuple[Affinity, ...]
    left_out: tuple[LeftOut, ...]
    total: int
    bound: int
    admissible_pairs: int
    engine: str

    @property
    def gap(self) -> int:
        """Micro-units between the total and what can at most be reached; 0 is a proved optimum."""
        return self.bound - self.total
