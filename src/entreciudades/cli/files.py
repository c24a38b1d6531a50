"""``entreciudades files``: what the storage of STORAGE_URL holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from entreciudades.cli import _django

if TYPE_CHECKING:
    from entreciudades.core.storage import Findings


@click.group("files")
def command() -> None:
    """The files that people handed in and the books that were made."""


@command.command()
def check() -> None:
    """Read every file and compare it with the database; 1 where bytes are missing or changed."""
    _django.start()
    from entreciudades.core.storage import check as check_files

    _tell(check_files())


@command.command()
@click.option("--to", "address", required=True, metavar="URL", help="As for STORAGE_URL: file:///folder or s3://….")
def copy(address: str) -> None:
    """Copy every file to another storage and compare it there; then set STORAGE_URL to it and restart."""
    _django.start()
    from django.core.files.storage import storages

    from entreciudades.core.storage import copy_to
    from entreciudades.settings.addresses import storage
    from entreciudades.settings.environment import masked

    try:
        target = storages.create_storage(storage(address))
    except ValueError as error:
        raise click.ClickException(f"--to {masked(address)}: expected {error}") from None
    _tell(copy_to(target))


def _tell(findings: Findings) -> None:
    said = {
        "missing (its bytes are not there)": findings.missing,
        "changed (its bytes are not those that were stored)": findings.changed,
        "orphaned (bytes that nothing names; they may go)": findings.orphaned,
    }
    for words, names in said.items():
        for name in names:
            click.echo(f"{name}: {words}")
    click.echo(
        f"{findings.examined} files: {len(findings.missing)} missing, {len(findings.changed)} changed, "
        f"{len(findings.orphaned)} orphaned"
    )
    sys.exit(1 if findings.missing or findings.changed else 0)
