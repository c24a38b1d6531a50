"""Django's own commands."""

import click

from entreciudades.cli import _django


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as "shell" or "check --deploy"."""
    _django.start()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["entreciudades manage", *arguments])
