"""``entreciudades match``: pair cities from files; asks for no settings and no database."""

import os
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from entreciudades import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from entreciudades.matching import Problem, Result
    from entreciudades.matching.files import Vocabulary
    from entreciudades.taxonomy.codelists import Vocabulary as Terms

BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("match")
@click.option("--cities", type=_IN, required=True, help="A city a line, as JSON.")
@click.option("--call", type=_IN, required=True, help="The rules, as TOML.")
@click.option("--out", type=_OUT, required=True, help="The pairs and their proof, as JSON.")
@click.option("--scores", type=_OUT, help="The affinity of every pair, as a NumPy archive: check the optimum yourself.")
@click.option("--explain", metavar="N", type=click.IntRange(min=0), default=0, help="Tell the N best pairs in words.")
@click.option(
    "--vocabulary",
    "vocabularies",
    metavar="FILE",
    type=_IN,
    multiple=True,
    help="Terms that the cities may name, instead of the shipped codelists: a codelist (*.toml), or a term a line.",
)
def command(
    *, cities: Path, call: Path, out: Path, scores: Path | None, explain: int, vocabularies: tuple[Path, ...]
) -> None:
    """Find the set of pairs with the greatest total affinity, and prove it.

    Exits 2 where the files or the rules cannot stand, and 130 when it is interrupted: then nothing is written, and
    what stood in the files before stays.
    """
    started = time.perf_counter()
    _check_places(cities, call, out, scores)
    from entreciudades.matching import Infeasible, solve
    from entreciudades.matching.faults import FilesRefused
    from entreciudades.matching.files import read_problem

    try:
        terms, vocabulary = _vocabulary(vocabularies)
        problem = read_problem(cities, call, vocabulary)
        with _solvers_aside():
            result = solve(problem, progress=_Progress())
        _write(problem, result, out, scores)
    except FilesRefused as refused:
        more = f"; the first {len(refused.faults)} are told" if refused.count > len(refused.faults) else ""
        _refuse(f"{refused}\n{refused.count} to mend{more}")
    except Infeasible as infeasible:
        told = "\n".join(f"{call}: {conflict}." for conflict in infeasible.conflicts)
        _refuse(f"These rules cannot hold together; without any one of a line, the others of it can.\n{told}")
    except OSError as error:
        raise click.ClickException(f"{error}; nothing was written") from None
    except KeyboardInterrupt:
        click.echo(f"Interrupted; nothing was written, {out} is as it was.", err=True)
        sys.exit(INTERRUPTED)
    for line in _explained(result, terms, explain):
        click.echo(line)
    click.echo(_summary(problem, result, time.perf_counter() - started), err=True)


def _refuse(told: str) -> NoReturn:
    click.echo(f"{told}\nNothing was written.", err=True)
    sys.exit(BAD_INPUT)


def _check_places(cities: Path, call: Path, out: Path, scores: Path | None) -> None:
    """Before the work, not after it, tell that its result has no place."""
    taken = {cities.resolve(): "--cities", call.resolve(): "--call"}
    for option, path in (("--out", out), ("--scores", scores)):
        if path is None:
            continue
        if not path.parent.is_dir():
            raise click.BadParameter(f"there is no folder {path.parent}", param_hint=option)
        if path.exists() and not path.is_file():
            raise click.BadParameter(f"{path} is no plain file", param_hint=option)
        if other := taken.get(path.resolve()):
            raise click.BadParameter(f"{path} is the file of {other}", param_hint=option)
        taken[path.resolve()] = option


def _vocabulary(files: tuple[Path, ...]) -> "tuple[Terms, Vocabulary]":
    """The terms with their labels, and what the files of the problem may name."""
    from entreciudades.matching.files import Vocabulary
    from entreciudades.taxonomy import codelists
    from entreciudades.taxonomy.countries import is_country
    from entreciudades.taxonomy.kinship import kinship
    from entreciudades.taxonomy.term_list import read_list

    if not files:
        terms = codelists.load()
    else:
        terms, problems = codelists.read_files([file for file in files if file.suffix == ".toml"])
        for file in files:
            if file.suffix != ".toml":
                rows, more = read_list(file)
                problems += more
                terms = codelists.Vocabulary(terms.codelists, {**terms.terms, **{row.id: row for row in rows}})
        if problems:
            _refuse("\n".join(map(str, problems)))
    return terms, Vocabulary(terms.terms.keys(), kinship(terms), is_country)


@contextmanager
def _solvers_aside() -> "Iterator[None]":
    """What a solver's own code prints goes to standard error: standard output is for results."""
    standard_output = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(standard_output, 1)
        os.close(standard_output)


class _Progress:
    """Tells on standard error how far the work is, every two seconds at most."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, what: str, share: float) -> None:
        if (now := time.monotonic()) - self.told >= 2:  # noqa: PLR2004 - seconds
            self.told = now
            click.echo(f"{what}: {share:.0%}", err=True)


def _write(problem: "Problem", result: "Result", out: Path, scores: Path | None) -> None:
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


def _explained(result: "Result", terms: "Terms", count: int) -> "Iterator[str]":
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


def _summary(problem: "Problem", result: "Result", seconds: float) -> str:
    from entreciudades.matching import MICRO

    proof = (
        f"and no admissible set of pairs has a greater one (bound {result.bound / MICRO:.6f})"
        if not result.gap
        else f"and none has more than {result.bound / MICRO:.6f}: a gap of {result.gap / result.bound:.4%}"
    )
    return (
        f"{len(problem.cities):,} cities, {result.admissible_pairs:,} admissible pairs: {len(result.pairs):,} pairs, "
        f"{len(result.left_out):,} cities left out; total {result.total / MICRO:.6f}, {proof}; {seconds:.1f} s"
    )
