"""What happened to a methodology: it was loaded."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.methodologies.check import Report, check_text
from entreciudades.methodologies.errors import PackRefused
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.pack import Pack
from entreciudades.methodologies.problems import Problem


@transaction.atomic
def load_methodology(text: str, *, file: str, by: User | None) -> Methodology:
    """Keep a pack as a version of its methodology; *file* is its name in messages, *by* None for the system.

    The same text again changes nothing. Raises PackRefused, with nothing changed, for a pack with problems and for
    another text under a version that is already here: what a programme began with must not change under it.
    """
    text = text.removeprefix("\ufeff")
    report = check_text(text, file=file)
    if report.pack is None:
        raise PackRefused(report)
    pack = report.pack
    digest = sha256(text.encode()).hexdigest()
    row, made = Methodology.objects.get_or_create(
        slug=pack.slug,
        version=pack.version,
        defaults={
            "title": dict(pack.title),
            "source": pack.source,
            "text": text,
            "digest": digest,
            "loaded_at": timezone.now(),
        },
    )
    if row.digest != digest:
        raise PackRefused(_version_taken(pack, text, file=file))
    if made:
        trail.record("methodology.loaded", row, by=by, slug=row.slug, version=row.version, digest=digest)
    return row


def _version_taken(pack: Pack, text: str, *, file: str) -> Report:
    from_one = enumerate(text.splitlines(), start=1)
    line = next((number for number, one in from_one if one.split("=")[0].strip() == "version"), 1)
    higher = ".".join([*pack.version.split(".")[:-1], str(int(pack.version.split(".")[-1]) + 1)])
    problem = Problem(
        line=line,
        path="version",
        found=f'"{pack.version}", which is loaded already with another text',
        expected="a version that is not loaded yet",
        suggestion=f'Write version = "{higher}"',
    )
    return Report(file, None, (problem,))
