"""``entreciudades sign``: sign a PDF with a certificate; needs no settings, no database and no network."""

import sys
from pathlib import Path

import click

from entreciudades.cli._refusals import REFUSED

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("sign")
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--field", required=True, help="The empty signature field of the party.")
@click.option(
    "--pkcs12",
    type=_FILE,
    required=True,
    help="The certificate with its key (.p12, .pfx); its passphrase is asked for.",
)
@click.option("--passphrase-file", type=_FILE, help="Holds the passphrase in its first line, instead of asking for it.")
@click.option("--reason", default="", help="Why it is signed; stands in the signature.")
@click.option("--location", default="", help="Where it is signed; stands in the signature.")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
def command(
    file: Path, *, field: str, pkcs12: Path, passphrase_file: Path | None, reason: str, location: str, out: Path
) -> None:
    """Sign a field of FILE (PAdES). What the file held stays byte for byte; the signature comes after it."""
    from entreciudades.documents.signatures.sign import SigningRefused, sign_field

    if passphrase_file:
        passphrase = passphrase_file.read_text().partition("\n")[0].rstrip("\r")
    else:
        passphrase = click.prompt("Passphrase", default="", hide_input=True, show_default=False, err=True)
    try:
        signed = sign_field(
            file.read_bytes(),
            field=field,
            pkcs12=pkcs12.read_bytes(),
            passphrase=passphrase.encode() or None,
            reason=reason,
            location=location,
        )
    except SigningRefused as refused:
        click.echo(f"{refused}. Nothing was written.", err=True)
        sys.exit(REFUSED)
    out.write_bytes(signed)
    click.echo(f"{out}: “{field}” is signed, {len(signed):,} bytes")
