"""Two pairings side by side: what a changed weight, quota, pin or prohibition does."""

from dataclasses import dataclass

from entreciudades.matching.result import Affinity, Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two results share and where they part.

    ``both``: each pair that is in both, as it was and as it is, for its score may have changed; ``only_former`` and
    ``only_now``: pairs of one of them; ``newly_left_out`` and ``newly_paired``: ids of cities; ``difference``:
    micro-units by which the total rose. All in the order of their result, cities by id.
    """

    both: tuple[tuple[Affinity, Affinity], ...]
    only_former: tuple[Affinity, ...]
    only_now: tuple[Affinity, ...]
    newly_left_out: tuple[str, ...]
    newly_paired: tuple[str, ...]
    difference: int


def compare(former: Result, now: Result) -> Comparison:
    """Compare two results by the ids of their cities; totals under different weights measure different things."""
    was = {frozenset((pair.a, pair.b)): pair for pair in former.pairs}
    is_ = {frozenset((pair.a, pair.b)): pair for pair in now.pairs}
    left_out_then, left_out_now = ({city.id for city in result.left_out} for result in (former, now))
    paired_then, paired_now = ({city for pair in pairs for city in pair} for pairs in (was, is_))
    return Comparison(
        both=tuple((pair, is_[cities]) for cities, pair in was.items() if cities in is_),
        only_former=tuple(pair for cities, pair in was.items() if cities not in is_),
        only_now=tuple(pair for cities, pair in is_.items() if cities not in was),
        newly_left_out=tuple(sorted(left_out_now & paired_then)),
        newly_paired=tuple(sorted(left_out_then & paired_now)),
        difference=now.total - former.total,
    )
