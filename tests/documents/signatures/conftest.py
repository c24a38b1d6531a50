"""An agreement between seven cities, whom to trust, and hands that sign."""

import datetime as dt
from functools import cache

import pytest
import time_machine
from tests.documents.agreement_sample import agreement
from tests.factories import certificates

from entreciudades.documents.signatures.sign import sign_field
from entreciudades.documents.signatures.trust import read_trust
from entreciudades.documents.signatures.verify import examine
from entreciudades.documents.typeset import render_agreement

SIGNED_AT = dt.datetime(2026, 5, 5, 10, tzinfo=dt.UTC)
TODAY = dt.datetime(2026, 5, 6, 10, tzinfo=dt.UTC)


@cache
def agreed(parties: int = 2) -> bytes:
    """The document that the parties agreed to, with an empty field for each."""
    return render_agreement(agreement(parties=parties))


def sign(pdf: bytes, identity=None, field: str = "ciudad-1", at: dt.datetime = SIGNED_AT) -> bytes:
    with time_machine.travel(at, tick=False):
        identity = identity or certificates.signer(1)
        return sign_field(pdf, field=field, pkcs12=identity.pkcs12, passphrase=certificates.PASSPHRASE)


@cache
def signed_by(parties: int) -> bytes:
    """The document of so many parties, signed by all of them in turn."""
    pdf = agreed(parties)
    for number in range(1, parties + 1):
        pdf = sign(pdf, certificates.signer(number), f"ciudad-{number}")
    return pdf


@pytest.fixture
def trust_folder(tmp_path):
    folder = tmp_path / "authorities"
    folder.mkdir()
    (folder / "root.pem").write_bytes(certificates.root().pem)
    (folder / "revoked.crl").write_bytes(certificates.revocations())
    (folder / "notes.txt").write_text("not read")
    return folder


@pytest.fixture
def look(trust_folder):
    """Examine a file as the software does: with the agreed document and the authorities that it knows."""
    store = read_trust(trust_folder)

    def _look(pdf: bytes, *, original: bytes | None = None, at: dt.datetime = TODAY, trust=store):
        return examine(pdf, at=at, original=agreed() if original is None else original, trust=trust)

    return _look
