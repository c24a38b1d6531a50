"""``entreciudades search``: the index of the search."""

import click

from entreciudades.cli import _django


@click.group("search")
def command() -> None:
    """The index of the search."""


@command.command()
def rebuild() -> None:
    """Make the index anew from the data, after words were changed by other ways than the pages."""
    _django.start()
    from entreciudades.processes.reindex import rebuild_index

    click.echo(f"{rebuild_index()} objects indexed")
