"""``entreciudades document``: documents made from the data, without a browser."""

import sys
from pathlib import Path

import click

from entreciudades.cli import READERS_LANGUAGES, _django
from entreciudades.cli._refusals import REFUSED


@click.group("document")
def command() -> None:
    """Documents made from the data."""


@command.command()
@click.argument("slug")
@click.option("--language", type=click.Choice(READERS_LANGUAGES), default="es", show_default=True)
@click.option("--format", "file_format", type=click.Choice(["pdf", "docx"]), default="pdf", show_default=True)
@click.option("--published", is_flag=True, help="The texts as last published, instead of those being written.")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
def programme(slug: str, language: str, file_format: str, *, published: bool, out: Path) -> None:
    """Write the book of the programme SLUG to a file."""
    _django.start()
    from entreciudades.core.errors import NotFound
    from entreciudades.core.files import read_bytes
    from entreciudades.core.slugs import find
    from entreciudades.documents.typeset import BookRefused
    from entreciudades.exports.models import DocumentFormat
    from entreciudades.exports.services import book_of
    from entreciudades.programmes.models import Programme

    try:
        found = find(Programme.objects.all(), slug)
    except NotFound:
        known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "none"
        click.echo(f"No programme “{slug}”; the database holds: {known}. Nothing was written.", err=True)
        sys.exit(REFUSED)
    try:
        run = book_of(found, language, by=None, published=published, format=DocumentFormat(file_format))
    except BookRefused as refused:
        click.echo(f"{refused}. Nothing was written.", err=True)
        sys.exit(REFUSED)
    data = read_bytes(run.file)
    out.write_bytes(data)
    click.echo(f"{out}: {file_format.upper()}, {len(data):,} bytes, {language}")


@command.command()
@click.argument("slug")
@click.option("--format", "file_format", type=click.Choice(["pdf"]), default="pdf", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
def agreement(slug: str, file_format: str, out: Path) -> None:
    """Write the agreement SLUG to a file: the one that its parties sign, or the draft before that."""
    _django.start()
    from entreciudades.alliances.models import Agreement
    from entreciudades.core.errors import NotFound
    from entreciudades.core.slugs import find
    from entreciudades.documents.typeset import BookRefused
    from entreciudades.exports.agreement_document import agreed_version, agreement_pdf, document_of

    try:
        found = find(Agreement.objects.all(), slug)
    except NotFound:
        click.echo(f"No agreement “{slug}”. Nothing was written.", err=True)
        sys.exit(REFUSED)
    try:
        version = agreed_version(found)
        if version:
            document_of(found, by=None)
        data = agreement_pdf(found)
    except BookRefused as refused:
        click.echo(f"{refused}. Nothing was written.", err=True)
        sys.exit(REFUSED)
    out.write_bytes(data)
    which = f"version {version.number}, SHA-256 {version.digest}" if version else "draft"
    click.echo(f"{out}: {file_format.upper()}, {len(data):,} bytes, {which}")
