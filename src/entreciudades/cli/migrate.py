"""Brings the database to this version."""

from pathlib import Path

import click

from entreciudades.cli import _django


@click.command
def command() -> None:
    """Bring the database to this version: tables, guards of the trail, vocabularies, cache."""
    _django.start()
    from django.conf import settings

    try:
        if folder := settings.STORAGES["default"]["OPTIONS"].get("location"):
            Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"The folder of STORAGE_URL cannot be made: {error}") from error
    _django.call("createcachetable", verbosity=0)
    _django.call("migrate", interactive=False, verbosity=1)
