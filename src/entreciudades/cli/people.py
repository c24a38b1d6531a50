"""``entreciudades people``: who may sign in, and as what; how the first of them come into a fresh installation."""

import sys
from typing import TYPE_CHECKING

import click

from entreciudades.cli import READERS_LANGUAGES, _django
from entreciudades.cli._refusals import REFUSED, refusals

if TYPE_CHECKING:
    from entreciudades.actors.models import Organisation

ROLES = ("secretary", "reviewer", "auditor", "coordinator", "colleague")


@click.group("people")
def command() -> None:
    """People who work here."""


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="As others read it; somebody who is known keeps theirs.")
@click.option(
    "--language", type=click.Choice(READERS_LANGUAGES), default="es", show_default=True, help="In which we write."
)
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--organisation", "slug", required=True, metavar="SLUG", help="The network, city or other organisation.")
def add(email: str, name: str, language: str, role: str, slug: str) -> None:
    """Give EMAIL a role. The mail by which they choose a password leaves with the worker; again sends it anew."""
    _django.start()
    from entreciudades.actors.models import Role
    from entreciudades.processes.appointments import appoint

    organisation = _organisation(slug)
    with refusals(left="Nothing was changed."):
        membership = appoint(organisation, role=Role(role), email=email, name=name, language=language, by=None)
    user = membership.user
    click.echo(f"{user.get_full_name()} <{user.email}> is {role} of {slug}. A mail waits in the outbox for the worker.")


@command.command("list")
def list_people() -> None:
    """Name everybody who may sign in, with their roles."""
    _django.start()
    from django.db.models import Prefetch

    from entreciudades.accounts.models import User
    from entreciudades.actors.models import Membership

    memberships = Prefetch("memberships", Membership.objects.select_related("organisation"))
    people = list(User.objects.active().prefetch_related(memberships))
    for one in people:
        roles = ", ".join(f"{row.role} of {row.organisation.slug}" for row in one.memberships.all())
        click.echo(f"{one.get_full_name()} <{one.email}>: {roles or 'no role'}")
    if not people:
        click.echo("Nobody yet. The first comes in by “entreciudades people add”.")


@command.command()
@click.argument("email")
@click.option("--language", type=click.Choice(READERS_LANGUAGES), default="es", show_default=True)
def export(email: str, language: str) -> None:
    """Write all that is kept of the person of EMAIL, with an account or without, as JSON."""
    _django.start()
    from django.utils.translation import override

    from entreciudades.processes.personal_data import all_about

    with override(language):
        found = all_about(email)
        said = found.as_json().decode()
    if found.is_empty:
        click.echo(f"Nothing is kept of {found.email}.", err=True)
        sys.exit(REFUSED)
    click.echo(said)


@command.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def anonymise(email: str, *, yes: bool) -> None:
    """Erase the person of EMAIL: account, roles, contacts of organisations, waiting mail. It cannot be undone."""
    _django.start()
    from entreciudades.accounts.models import User
    from entreciudades.actors.models import Person
    from entreciudades.processes.erasure import erase

    address = email.strip().lower()
    if not (User.objects.filter(email=address).exists() or Person.objects.filter(email__iexact=address).exists()):
        click.echo(f"Nobody here has the address {address}. Nothing was changed.", err=True)
        sys.exit(REFUSED)
    if not yes:
        click.confirm(f"Erase {address} for good? What they did stays told, without the name.", abort=True)
    erased = erase(address, by=None)
    account = "account" if erased.account else "no account"
    counts = f"roles: {erased.roles}, contacts of organisations: {erased.contacts}, mails: {erased.mails}"
    click.echo(f"{address} is erased. Found: {account}, {counts}.")


@command.command("reset-second-factor")
@click.argument("email")
@click.option("--reason", required=True, help="The person reads it in the mail.")
def reset_second_factor(email: str, reason: str) -> None:
    """Let EMAIL in again by password alone, after they lost passkey, app and recovery codes. Be sure who asks."""
    _django.start()
    from entreciudades.accounts.models import User
    from entreciudades.processes.second_factor import reset

    address = email.strip().lower()
    user = User.objects.active().filter(email=address).first()
    if user is None:
        click.echo(f"Nobody here has the address {address}. Nothing was changed.", err=True)
        sys.exit(REFUSED)
    taken = reset(user, reason=reason, by=None)
    click.echo(f"{address} signs in by password alone again. Taken: {taken}. A mail waits.")


def _organisation(slug: str) -> "Organisation":
    """The organisation of that slug; else the command ends, and names the one that may be meant."""
    from entreciudades.actors.models import Organisation
    from entreciudades.methodologies.problems import nearest

    found = Organisation.objects.filter(slug=slug).first()
    if found:
        return found
    known = list(Organisation.objects.values_list("slug", flat=True))
    meant = nearest(slug, known)
    hint = f"did you mean “{meant}”?" if meant else "enter a network with “entreciudades network add”."
    click.echo(f"There is no organisation “{slug}”; {hint} Nothing was changed.", err=True)
    sys.exit(REFUSED)
