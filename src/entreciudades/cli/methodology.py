"""`entreciudades methodology`: check packs anywhere, load them into the database."""

import sys
from pathlib import Path

import click

from entreciudades.cli._refusals import REFUSED
from entreciudades.methodologies.check import check_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """A network's way of working, as a file."""


@command.command()
@click.argument("files", metavar="FILE...", type=_FILE, nargs=-1, required=True)
def check(files: tuple[Path, ...]) -> None:
    """Tell every problem of each FILE, with its line and what to write instead. Needs no settings and no database."""
    failed = False
    for file in files:
        report = check_file(file)
        if report.pack is None:
            failed = True
            click.echo(report)
            click.echo(f"{file}: {counted(len(report.problems))}")
        else:
            click.echo(f"{file}: {report.pack.slug} {report.pack.version} is good")
    if failed:
        sys.exit(REFUSED)


@command.command()
@click.argument("file", metavar="FILE", type=_FILE)
def load(file: Path) -> None:
    """Load FILE into the database as a version of its methodology; the same file again changes nothing."""
    report = check_file(file)
    if report.pack is None:
        click.echo(report, err=True)
        click.echo(f"{file}: {counted(len(report.problems))}; nothing was loaded", err=True)
        sys.exit(REFUSED)

    from entreciudades.cli._django import start

    start()
    from entreciudades.methodologies.errors import PackRefused
    from entreciudades.methodologies.services import load_methodology

    try:
        row = load_methodology(file.read_text(encoding="utf-8-sig"), file=str(file), by=None)
    except PackRefused as refused:
        click.echo(refused, err=True)
        click.echo(f"{file}: nothing was loaded", err=True)
        sys.exit(REFUSED)
    click.echo(f"{file}: {row} is loaded")


def counted(problems: int) -> str:
    """The number of problems in words."""
    return "1 problem" if problems == 1 else f"{problems} problems"
