"""Starts Django for the commands that need it."""

import os

import click


def start(*, serving: bool = False) -> None:
    """Choose the settings and start Django.

    A place where the product is installed has a ``SECRET_KEY``. Without one, commands work on the demonstration under
    ``var/``; those that serve never do so unasked: they stop and name what is missing.

    Raises:
        EnvironmentRefused: settings are missing or malformed.
    """
    product = serving or bool(os.environ.get("SECRET_KEY"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"entreciudades.settings.{'product' if product else 'demo'}")
    import django

    django.setup()


def call(name: str, *arguments: str, **options: object) -> None:
    """Run one of Django's own commands; its errors are told without a traceback."""
    from django.core.management import CommandError, call_command

    try:
        call_command(name, *arguments, **options)
    except CommandError as error:
        raise click.ClickException(str(error)) from error
