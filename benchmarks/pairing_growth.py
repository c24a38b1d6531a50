"""From 1,500 to 25,000 cities: time grows with the number of pairs, memory far more slowly."""

import math
import time

from _cities import problem
from _measure import alone, kept, megabytes, show

SIZES = (1_500, 3_000, 6_000, 12_000, 25_000)
TIME_EXPONENT, MEMORY_EXPONENT = 2.2, 1.2


def _paired(cities: int) -> tuple[int, float, float, int]:
    """Pairs that are admissible, seconds, megabytes on top of what the programme takes, gap."""
    from entreciudades.matching import solve  # noqa: PLC0415 - what it needs counts as its own

    made = problem(cities)
    solve(problem(60))
    before, start = megabytes(), time.perf_counter()
    result = solve(made)
    return result.admissible_pairs, time.perf_counter() - start, megabytes() - before, result.gap


def _exponent(values: list[float]) -> float:
    """By which power of the number of cities it grows: the slope of the straight line through the logarithms."""
    points = [(math.log(size), math.log(max(value, 1e-9))) for size, value in zip(SIZES, values, strict=True)]
    middle = [sum(column) / len(points) for column in zip(*points, strict=True)]
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return above / sum((x - middle[0]) ** 2 for x, _y in points)


if __name__ == "__main__":
    rows = [(size, *alone(_paired, size)) for size in SIZES]
    seconds, memory = (_exponent([row[column] for row in rows]) for column in (2, 3))
    show(("cities", "pairs", "seconds", "MB", "gap"), [*rows, ("exponent", "", seconds, memory, "")])
    kept("a proved optimum at every size", holds=not any(row[4] for row in rows))
    kept(f"time grows by a power of at most {TIME_EXPONENT}", holds=seconds <= TIME_EXPONENT)
    kept(f"memory by one of at most {MEMORY_EXPONENT}", holds=memory <= MEMORY_EXPONENT)
