"""``entreciudades call``: the calls of the networks that work here."""

import sys
import time
from pathlib import Path
from typing import NoReturn

import click

from entreciudades.cli import _django
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
from entreciudades.cli._refusals import REFUSED


@click.group("call")
def command() -> None:
    """Calls of a network."""


@command.command()
@click.argument("slug", metavar="SLUG")
@click.option("--out", metavar="FILE", type=OUT, help="The pairs and their proof, as JSON: what `match` writes.")
def pair(*, slug: str, out: Path | None) -> None:
    """Pair the admitted cities of the call SLUG by its rules of today, and tell every pair and the proof.

    Nothing is kept in the database and nobody is told: runs are asked for in the office. The file holds affinities,
    and as a part of them what cities said of each other after they met: it is for the secretariat alone.

    Exits 1 where the call pairs nobody, 2 where its rules cannot hold together, 130 when it is interrupted: then
    nothing is written.
    """
    started = time.perf_counter()
    _django.start()
    from entreciudades.calls.cities import problem_of
    from entreciudades.calls.models import Call
    from entreciudades.core.errors import NotFound
    from entreciudades.matching import Infeasible, solve
    from entreciudades.processes.pairing import rules_today
    from entreciudades.taxonomy import codelists

    call = Call.objects.select_related("methodology").filter(slug=slug).first()
    if call is None:
        _refuse(f"There is no call “{slug}”.", REFUSED)

    try:
        problem = problem_of(call, rules_today(call))
        if not problem.cities:
            _refuse(f"No city is admitted to {slug} yet.", REFUSED)
        with solvers_aside():
            result = solve(problem, progress=Progress())
        if out is not None:
            write_files(problem, result, out, None)
    except NotFound:
        _refuse(f"The call {slug} pairs no cities: its methodology has no pairing.", REFUSED)
    except Infeasible as infeasible:
        told = "\n".join(f"{conflict}." for conflict in infeasible.conflicts)
        _refuse(
            f"These rules cannot hold together; without any one of a line, the others of it can.\n{told}", BAD_INPUT
        )
    except OSError as error:
        raise click.ClickException(f"{error}; nothing was written") from None
    except KeyboardInterrupt:
        click.echo("Interrupted; nothing was written.", err=True)
        sys.exit(INTERRUPTED)
    for line in explained(result, codelists.load(), len(result.pairs)):
        click.echo(line)
    click.echo(summary(problem, result, time.perf_counter() - started), err=True)


def _refuse(told: str, status: int) -> NoReturn:
    click.echo(f"{told}\nNothing was written.", err=True)
    sys.exit(status)
