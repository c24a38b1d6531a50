"""``entreciudades address``: where a page stands."""

import sys
from typing import TYPE_CHECKING, cast

import click

from entreciudades.cli import _django
from entreciudades.cli._refusals import REFUSED

if TYPE_CHECKING:
    from entreciudades.processes.addresses import Addressed


@click.group("address")
def command() -> None:
    """Addresses of pages."""


@command.command()
@click.argument("kind", type=click.Choice(("organisation", "practice", "programme")))
@click.argument("old")
@click.argument("new")
def change(kind: str, old: str, new: str) -> None:
    """Move the page of a KIND from the slug OLD to NEW, as la-paz-bo; the former address leads there from then on."""
    _django.start()
    from entreciudades.core.errors import NotFound
    from entreciudades.core.slugs import find
    from entreciudades.methodologies.problems import nearest
    from entreciudades.processes.addresses import KINDS, change_address

    rows = KINDS[kind]._default_manager.all()
    try:
        obj = cast("Addressed", find(rows, old))
    except NotFound:
        meant = nearest(old, list(rows.values_list("slug", flat=True)))
        hint = f"; did you mean “{meant}”?" if meant else "."
        click.echo(f"There is no {kind} “{old}”{hint} Nothing was changed.", err=True)
        sys.exit(REFUSED)
    former = obj.slug
    try:
        change_address(obj, new, by=None)
    except ValueError:
        expected = "small letters without accents, digits and hyphens, that no other has or had"
        click.echo(f"“{new}” cannot be the address of this {kind}: expected {expected}. Nothing was changed.", err=True)
        sys.exit(REFUSED)
    click.echo(f"{kind} {former} stands at {new} from now on; the former address leads there.")
