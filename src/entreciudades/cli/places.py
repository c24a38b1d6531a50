"""``entreciudades places``: the list of the world's cities to pick from."""

import sys
from pathlib import Path

import click

from entreciudades.cli import _django
from entreciudades.cli._refusals import REFUSED


@click.group("places")
def command() -> None:
    """Cities of the world."""


@command.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path | None) -> None:
    """Load the places of FILE (default: the shipped list) into the database; loading again changes nothing."""
    _django.start()
    from entreciudades.taxonomy import services
    from entreciudades.taxonomy.places import PLACES, PlacesError

    try:
        counts = services.load_places(file or PLACES)
    except PlacesError as error:
        click.echo(f"{error}; nothing was loaded", err=True)
        sys.exit(REFUSED)
    click.echo(f"{counts.created} places new, {counts.changed} changed, {counts.unchanged} as they were")
