"""`entreciudades demo`: the demonstration's files are checked, loaded, and their people named."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from entreciudades.cli import _django
from entreciudades.cli._refusals import REFUSED
from entreciudades.settings.addresses import ROOT

if TYPE_CHECKING:
    from entreciudades.imports.collection import FilesRefused

NOT_HERE: Final = """\
Nothing was loaded: the settings are those of an installation, where invented cities and people would stand among real
ones. The demonstration has a database of its own: make demo
To load it here all the same: entreciudades demo load --yes-into-this-database"""

_from = click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT / "demo",
    help="The folder of the files (default: demo/ of the checkout).",
)


@click.group()
def command() -> None:
    """La Paz, Madrid and a fictional network, to try the product on."""


@command.command()
@_from
def check(folder: Path) -> None:
    """Tell everything that is wrong in the files, with file and line; nothing is loaded."""
    _django.start()
    from entreciudades.imports.collection import FilesRefused, read_folder

    try:
        collection = read_folder(folder)
    except FilesRefused as refused:
        _refuse(refused)
    else:
        entries = sum(len(one) for one in collection.entries.values())
        click.echo(f"{folder}: {entries} entries, no problem")


@command.command()
@_from
@click.option("--yes-into-this-database", "sure", is_flag=True, help="Load it even beside the work of real cities.")
def load(folder: Path, *, sure: bool) -> None:
    """Load the files into the database; what is there already is left as it stands."""
    _django.start()
    from django.conf import settings

    if not (settings.DEMONSTRATION or sure):
        click.echo(NOT_HERE, err=True)
        sys.exit(REFUSED)
    from entreciudades.imports.collection import FilesRefused
    from entreciudades.imports.demonstration import load_demonstration
    from entreciudades.processes.demonstration import live

    try:
        loaded = load_demonstration(folder, live=live)
    except FilesRefused as refused:
        _refuse(refused)
    else:
        click.echo(loaded)


@command.command()
@_from
def people(folder: Path) -> None:
    """Name the invented people of the demonstration, what each may do, and what to look at as them."""
    _django.start()
    from entreciudades.core.labels import label
    from entreciudades.imports.collection import FilesRefused
    from entreciudades.imports.people import cast_of

    try:
        cast = cast_of(folder)
    except FilesRefused as refused:
        _refuse(refused)
    else:
        click.echo(
            "The people of the demonstration, all invented. Enter as each of them, without a password, at /demo:"
        )
        for one in cast:
            roles = ", ".join(f"{role} of {label(names, 'en')}" for role, names in one.roles)
            click.echo(f"\n{one.name}, {roles}\n  {one.email}\n  {label(one.shows, 'en')}")


def _refuse(refused: "FilesRefused") -> None:
    click.echo(refused, err=True)
    count = len(refused.problems)
    click.echo(f"{count} {'problem' if count == 1 else 'problems'}; nothing was loaded", err=True)
    sys.exit(REFUSED)
