"""Signing a field, and what anybody else's software says of the result."""

import asyncio
import io
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.documents.signatures.conftest import agreed, sign, signed_by
from tests.factories import certificates

from entreciudades.documents.signatures.sign import SigningRefused, sign_field

PYHANKO = Path(sys.executable).with_name("pyhanko")


def test_what_was_there_stays_byte_for_byte():
    once, twice = sign(agreed()), signed_by(2)
    assert once.startswith(agreed())
    assert twice.startswith(agreed())


def test_the_signed_file_is_still_what_it_says_of_itself():
    before, after = (PdfReader(io.BytesIO(pdf)) for pdf in (agreed(7), signed_by(7)))
    assert (before.pdf_header, after.pdf_header, after.root_object.keys() - before.root_object) == (
        "%PDF-1.7",
        "%PDF-1.7",
        set(),
    )
    assert after.root_object["/Metadata"].get_data() == before.root_object["/Metadata"].get_data()
    assert (after.metadata, after.root_object["/MarkInfo"]["/Marked"]) == (before.metadata, True)


def test_the_command_of_pyhanko_finds_every_signature_intact_and_trusted(tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed_by(7))
    (tmp_path / "root.pem").write_bytes(certificates.root().pem)
    command = [PYHANKO, "sign", "validate", "--trust", "root.pem", "--trust-replace", "signed.pdf"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("ciudad-")]
    more = "INTACT:TRUSTED,EXTENDED_WITH_FORM_FILLING,ACCEPTABLE_MODIFICATIONS"
    said = [line.split(":", 2)[2] for line in lines]
    assert (done.returncode, said) == (0, [more] * 6 + ["INTACT:TRUSTED,UNTOUCHED"]), done.stderr


def test_it_signs_where_an_event_loop_runs_already():
    async def page():
        return sign(agreed())

    assert asyncio.run(page()).startswith(agreed())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"passphrase": b"another"}, "The PKCS #12 file cannot be opened: it is damaged, or its passphrase is another"),
        ({"pkcs12": b"no key"}, "The PKCS #12 file cannot be opened: it is damaged, or its passphrase is another"),
        ({"field": "ciudad-9"}, "No empty field “ciudad-9”; empty ones: ciudad-1, ciudad-2"),
        ({"pdf": b"no PDF"}, "The file cannot be read as a PDF: Illegal PDF header"),
    ],
    ids=["passphrase", "pkcs12", "field", "pdf"],
)
def test_what_cannot_be_signed_says_why(change, told):
    words = {"field": "ciudad-1", "pkcs12": certificates.signer(1).pkcs12, "passphrase": certificates.PASSPHRASE}
    pdf = change.pop("pdf", agreed())
    with pytest.raises(SigningRefused) as refused:
        sign_field(pdf, **words | change)
    assert str(refused.value) == told


def test_a_field_is_signed_once():
    with pytest.raises(SigningRefused) as refused:
        sign(sign(agreed()))
    assert str(refused.value) == "No empty field “ciudad-1”; empty ones: ciudad-2"
