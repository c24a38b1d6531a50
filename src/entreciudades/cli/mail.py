"""``entreciudades mail``: what the mail server has to tell."""

import sys

import click

from entreciudades.cli import _django

LONGEST_REPORT = 10 * 1024 * 1024


@click.group("mail")
def command() -> None:
    """Mail that came back."""


@command.command()
def bounce() -> None:
    """Read a mail that came back from the standard input, as a mail server pipes it; note addresses that do not work.

    It ends well even where the mail is no report, so that the server does not answer the answer.
    """
    _django.start()
    from entreciudades.processes.bounces import take_report

    found = take_report(sys.stdin.buffer.read(LONGEST_REPORT))
    for address in found:
        click.echo(f"{address} does not work")
    if not found:
        click.echo("no address that was not known already")


@command.command()
@click.argument("address")
def works(address: str) -> None:
    """Write to ADDRESS again."""
    _django.start()
    from entreciudades.core.bounces import revive

    click.echo(f"{address} is written to again" if revive(address) else f"{address} was not noted as not working")
