"""``entreciudades network``: the networks of cities that work here."""

import sys

import click

from entreciudades.cli import LANGUAGES, _django
from entreciudades.cli._refusals import REFUSED, refusals


@click.group("network")
def command() -> None:
    """Networks of cities."""


@command.command()
@click.option("--slug", required=True, help="Its name in addresses, such as ucci; it stays.")
@click.option(
    "--name", "names", multiple=True, required=True, metavar='LANGUAGE="NAME"', help="Once for each language."
)
@click.option("--acronym", default="", help="Its acronym, such as UCCI.")
def add(slug: str, names: tuple[str, ...], acronym: str) -> None:
    """Enter a network. Its secretary, named with "people add", does the rest in the browser."""
    labels = _labels(names)
    _django.start()
    from entreciudades.actors.models import Organisation
    from entreciudades.actors.services import create_organisation
    from entreciudades.taxonomy.models import Term

    if Organisation.objects.filter(slug=slug).exists():
        click.echo(f"There is an organisation “{slug}” already. Nothing was changed.", err=True)
        sys.exit(REFUSED)
    form = Organisation.Form.NETWORK
    kind = Term.objects.get(pk="actor:network")
    network = Organisation(slug=slug, form=form, kind=kind, names=labels, acronym=acronym)
    network.source_language = next(iter(labels))
    with refusals(left="Nothing was entered."):
        create_organisation(network, by=None)
    click.echo(f"Network {slug} is entered: {next(iter(labels.values()))}")
    click.echo(f'Next: entreciudades people add E-MAIL --name "…" --role secretary --organisation {slug}')


def _labels(names: tuple[str, ...]) -> dict[str, str]:
    labels = {}
    for written in names:
        language, _sign, name = written.partition("=")
        if language not in LANGUAGES or not name.strip():
            expected = ", ".join(f'{one}="…"' for one in LANGUAGES)
            raise click.BadParameter(f"found {written!r}, expected one of {expected}", param_hint="--name")
        labels[language] = name.strip()
    return labels
