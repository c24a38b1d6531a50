"""``entreciudades verify``: examine signed PDFs; needs no settings, no database and no network."""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from entreciudades.cli._refusals import REFUSED

if TYPE_CHECKING:
    from entreciudades.documents.signatures.examination import Examination, Signed

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.argument("files", metavar="FILE...", type=_FILE, nargs=-1, required=True)
@click.option("--original", type=_FILE, help="The document as it was to be signed, to compare with.")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    envvar="TRUSTED_CERTIFICATES",
    help="A folder with the certificates of authorities, and lists of revoked ones.",
)
def command(files: tuple[Path, ...], original: Path | None, trust: Path | None) -> None:
    """Tell who signed each FILE, and all that speaks against it; 1 where something does."""
    from entreciudades.documents.signatures.trust import NOBODY, TrustRefused, read_trust
    from entreciudades.documents.signatures.verify import examine

    try:
        store = read_trust(trust) if trust else NOBODY
    except TrustRefused as refused:
        raise click.ClickException(f"--trust {refused}") from None
    agreed = original.read_bytes() if original else None
    is_good = True
    for file in files:
        found = examine(file.read_bytes(), at=dt.datetime.now(dt.UTC), original=agreed, trust=store)
        click.echo("\n".join(_told(file, found)))
        is_good = is_good and not found.all_findings
    sys.exit(0 if is_good else REFUSED)


def _told(file: Path, found: "Examination") -> Iterator[str]:
    yield f"{file}: SHA-256 {found.sha256}"
    yield from (f"  ! {one}" for one in found.findings)
    if found.same_document:
        yield "  It is the agreed document, with signatures added."
    for signed in found.signatures:
        yield f"  {signed.field}: {_who(signed)}"
        yield f"    {_how(signed)}"
        yield from (f"    ! {one}" for one in signed.findings)
    if found.empty_fields:
        yield f"  not signed: {', '.join(found.empty_fields)}"


def _who(signed: "Signed") -> str:
    who = ", ".join(filter(None, (signed.signer, signed.office, signed.organisation))) or "unknown"
    return f"{who}; certificate {signed.serial_number} by {signed.issuer}" if signed.issuer else who


def _how(signed: "Signed") -> str:
    moment, word = (signed.proven_at, "proven") if signed.proven_at else (signed.claimed_at, "by its own word")
    when = f"{moment:%Y-%m-%d %H:%M} UTC, {word}" if moment else "at an unknown time"
    covers = "covers the whole file" if signed.covers_file else f"covers the file as of revision {signed.revision}"
    return f"{when}; {'intact' if signed.intact else 'not intact'}; {covers}"
