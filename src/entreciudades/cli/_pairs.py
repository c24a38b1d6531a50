"""What the commands that pair cities have in common: progress, the files, the result in words."""

import os
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from entreciudades import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from entreciudades.matching import Problem, Result
    from entreciudades.taxonomy.codelists import Vocabulary as Terms

BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
OUT: Final = click.Path(dir_okay=False, writable=True, path_type=Path)


@contextmanager
def solvers_aside() -> "Iterator[None]":
    """What a solver's own code prints goes to standard error: standard output is for results."""
    standard_output = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(standard_output, 1)
        os.close(standard_output)


class Progress:
    """Tells on standard error how far the work is, every two seconds at most."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, what: str, share: float) -> None:
        if (now := time.monotonic()) - self.told >= 2:  # noqa: PLR2004 - seconds
            self.told = now
            click.echo(f"{what}: {share:.0%}", err=True)


def write_files(problem: "Problem", result: "Result", out: Path, scores: Path | None) -> None:
    """Write both files whole, or neither."""
    import numpy as np

    from entreciudades.matching import MICRO, score_matrix
    from entreciudades.matching.result_file import result_text

    with ExitStack() as left_over:
        made = []
        for path in filter(None, (out, scores)):
            beside = path.with_name(f".{path.name}.{os.getpid()}.part")
            left_over.callback(beside.unlink, missing_ok=True)
            made.append((beside, path))
        made[0][0].write_text(result_text(result, problem, version=__version__), encoding="utf-8")
        if scores is not None:
            ids_a, ids_b, matrix = score_matrix(problem)
            matrix /= MICRO
            with made[1][0].open("wb") as file:
                np.savez(file, ids_a=np.array(ids_a, str), ids_b=np.array(ids_b, str), scores=matrix)
        for beside, path in made:
            beside.replace(path)


def explained(result: "Result", terms: "Terms", count: int) -> "Iterator[str]":
    """The best pairs, in words."""
    from entreciudades.matching import MICRO

    best = sorted(result.pairs, key=lambda pair: (-pair.score, pair.a, pair.b))[:count]
    for place, pair in enumerate(best, 1):
        yield f"{place}. {pair.a} with {pair.b}: {pair.score / MICRO:.6f}"
        for learner, learns in ((pair.a, pair.a_learns), (pair.b, pair.b_learns)):
            words = ", ".join(f"{terms[term].label('en')} ({term})" for term in learns)
            yield f"   {learner} learns {words or 'nothing that it says it needs'}"
        known = [f"{component} {part / MICRO:.2f}" for component, part in pair.parts.items()]
        yield f"   parts: {', '.join(known)}"
        if pair.unknown:
            yield f"   not known, and so neutral: {', '.join(pair.unknown)}"


def summary(problem: "Problem", result: "Result", seconds: float) -> str:
    from entreciudades.matching import MICRO

    proof = (
        f"and no admissible set of pairs has a greater one (bound {result.bound / MICRO:.6f})"
        if not result.gap
        else f"and none has more than {result.bound / MICRO:.6f}: a gap of {result.gap / result.bound:.4%}"
    )
    left = "city" if len(result.left_out) == 1 else "cities"
    return (
        f"{len(problem.cities):,} cities, {result.admissible_pairs:,} admissible pairs: {len(result.pairs):,} pairs, "
        f"{len(result.left_out):,} {left} left out; total {result.total / MICRO:.6f}, {proof}; {seconds:.1f} s"
    )
