"""``entreciudades match``: pair cities from files; asks for no settings and no database."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from entreciudades.cli._pairs import (
    BAD_INPUT,
    INTERRUPTED,
    OUT,
    Progress,
    explained,
    solvers_aside,
    summary,
    write_files,
)

if TYPE_CHECKING:
    from entreciudades.matching.files import Vocabulary
    from entreciudades.taxonomy.codelists import Vocabulary as Terms

_IN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("match")
@click.option("--cities", type=_IN, required=True, help="A city a line, as JSON.")
@click.option("--call", type=_IN, required=True, help="The rules, as TOML.")
@click.option("--out", type=OUT, required=True, help="The pairs and their proof, as JSON.")
@click.option("--scores", type=OUT, help="The affinity of every pair, as a NumPy archive: check the optimum yourself.")
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
        with solvers_aside():
            result = solve(problem, progress=Progress())
        write_files(problem, result, out, scores)
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
    for line in explained(result, terms, explain):
        click.echo(line)
    click.echo(summary(problem, result, time.perf_counter() - started), err=True)


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
