"""``entreciudades taxonomy``: look after the files of the vocabulary; asks for no settings."""

import sys
from pathlib import Path

import click

from entreciudades.cli._refusals import REFUSED


@click.group("taxonomy")
def command() -> None:
    """Codelists, terms and crosswalks."""


@command.command()
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(directory: Path | None) -> None:
    """Check the codelists and crosswalks of DIRECTORY (default: the shipped ones).

    Prints every problem with its file and line and what to write instead; exits 1 when there is one.
    """
    from entreciudades.taxonomy import codelists, crosswalks

    directory = directory or codelists.DATA
    problems = crosswalks.check(directory)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        click.echo(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}; nothing was loaded", err=True)
        sys.exit(REFUSED)
    vocabulary = codelists.load(directory)
    rows = len(crosswalks.load(directory).links)
    click.echo(f"{len(vocabulary.codelists)} codelists, {len(vocabulary)} terms, {rows} rows of crosswalks: no problem")
