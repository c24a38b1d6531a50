"""The console command: what operators and programs do without a browser.

Each file of this folder holds one command (or group), named ``command``; it is read only when it is called, so that
a command which needs neither settings nor database asks for none.
"""

import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import click

from entreciudades import __version__
from entreciudades.settings.environment import EnvironmentRefused

NO_DATABASE: Final = 1
NO_START: Final = 2
LANGUAGES: Final = ("es", "pt", "en")
READERS_LANGUAGES: Final = ("es", "pt", "pt-pt", "en")
"""Languages of names and texts, and those in which the site speaks, for options that are read before the settings."""


class Commands(click.Group):
    """Finds a command by its file."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name every file of this folder."""
        return sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read the file of a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command


@click.command(cls=Commands)
@click.version_option(__version__, message="%(version)s")
def entreciudades() -> None:
    """Run Entreciudades and work with its data."""


def main() -> None:
    """Run the command; settings or a database that do not allow it are told without a traceback."""
    try:
        entreciudades()
    except EnvironmentRefused as refused:
        click.echo(refused, err=True)
        sys.exit(NO_START)
    except Exception as error:
        from django.db import OperationalError, ProgrammingError

        if not isinstance(error, OperationalError | ProgrammingError):
            raise
        click.echo(f"The database of DATABASE_URL does not answer: {error}", err=True)
        click.echo("Where it lacks tables or columns, bring it to this version: entreciudades migrate", err=True)
        sys.exit(NO_DATABASE)
