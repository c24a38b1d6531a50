"""`document agreement`, `sign` and `verify`: from the agreed text to the examined file, as an operator does it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.factories import certificates
from tests.factories.agreements import agreed, drafted

from entreciudades.alliances.models import AgreementVersion
from entreciudades.cli import document, sign, verify

COMMAND = Path(sys.executable).with_name("entreciudades")


def run(command, *words, **how):
    return CliRunner().invoke(command, [*map(str, words)], **how)


@pytest.fixture
def place(tmp_path):
    """A folder with the keys of two signers, and another with the authorities that are trusted."""
    (tmp_path / "one.p12").write_bytes(certificates.signer(1).pkcs12)
    (tmp_path / "stranger.p12").write_bytes(certificates.stranger().pkcs12)
    (tmp_path / "passphrase").write_bytes(certificates.PASSPHRASE + b"\n")
    (tmp_path / "authorities").mkdir()
    (tmp_path / "authorities" / "root.pem").write_bytes(certificates.root().pem)
    return tmp_path


@pytest.mark.django_db
def test_from_the_agreed_text_to_the_examined_file(place):
    agreed("agua-alta")
    answer = run(document.command, "agreement", "agua-alta", "--format", "pdf", "--out", place / "a.pdf")
    size = (place / "a.pdf").stat().st_size
    digest = AgreementVersion.objects.get().digest
    assert answer.output == f"{place / 'a.pdf'}: PDF, {size:,} bytes, version 1, SHA-256 {digest}\n"

    words = ("--pkcs12", place / "one.p12", "--reason", "Convenio", "--location", "Altamar", "--out", place / "b.pdf")
    answer = run(
        sign.command, place / "a.pdf", "--field", "vallehondo", *words, input=certificates.PASSPHRASE.decode() + "\n"
    )
    assert (answer.exit_code, answer.stdout) == (
        0,
        f"{place / 'b.pdf'}: “vallehondo” is signed, {(place / 'b.pdf').stat().st_size:,} bytes\n",
    )

    answer = run(verify.command, place / "b.pdf", "--original", place / "a.pdf", "--trust", place / "authorities")
    lines = answer.output.splitlines()
    assert answer.exit_code == 0
    assert lines[1] == "  It is the agreed document, with signatures added."
    assert lines[2].startswith("  vallehondo: Alcaldesa 1, Alcaldesa, Ayuntamiento 1; certificate ")
    assert lines[3].endswith(" UTC, by its own word; intact; covers the whole file")
    assert lines[4:] == ["  not signed: santa-bruma"]


@pytest.mark.django_db
def test_before_the_parties_agree_it_is_a_draft(place):
    drafted("agua-alta")
    answer = run(document.command, "agreement", "agua-alta", "--out", place / "a.pdf")
    assert answer.output.endswith(" bytes, draft\n")
    answer = run(verify.command, place / "a.pdf")
    assert (answer.exit_code, answer.output.splitlines()[1:]) == (1, ["  ! Nobody has signed the file digitally."])


@pytest.mark.django_db
def test_an_agreement_that_is_not_there(place):
    answer = run(document.command, "agreement", "nada", "--out", place / "a.pdf")
    assert (answer.exit_code, answer.output) == (1, "No agreement “nada”. Nothing was written.\n")
    assert not (place / "a.pdf").exists()


@pytest.mark.django_db
def test_what_speaks_against_a_file_is_told_line_by_line(place):
    agreed("agua-alta")
    run(document.command, "agreement", "agua-alta", "--out", place / "a.pdf")
    words = ("--passphrase-file", place / "passphrase", "--out", place / "b.pdf")
    run(sign.command, place / "a.pdf", "--field", "santa-bruma", "--pkcs12", place / "stranger.p12", *words)
    data = (place / "b.pdf").read_bytes()
    (place / "c.pdf").write_bytes(data.replace(b"/Title", b"/Tit1e", 1))
    answer = run(
        verify.command,
        *(place / "b.pdf", place / "c.pdf", "--original", place / "a.pdf"),
        env={"TRUSTED_CERTIFICATES": str(place / "authorities")},
    )
    told = [line.strip(" !") for line in answer.output.splitlines() if "!" in line]
    assert (answer.exit_code, told) == (
        1,
        [
            "No authority that is known here vouches for Otra autoridad, which issued the certificate of Alguien.",
            "This is not the agreed document: the file does not begin with its bytes.",
            "What was signed in “santa-bruma” has been changed since, or the signature is not genuine.",
        ],
    )


def test_a_wrong_passphrase_writes_nothing(place):
    (place / "a.pdf").write_bytes(b"%PDF-1.7")
    words = ("--field", "x", "--pkcs12", place / "one.p12", "--out", place / "b.pdf")
    answer = run(sign.command, place / "a.pdf", *words, input="otra\n")
    said = "The PKCS #12 file cannot be opened: it is damaged, or its passphrase is another. Nothing was written."
    assert (answer.exit_code, answer.stderr.splitlines()[-1]) == (1, said)
    assert not (place / "b.pdf").exists()


def test_a_folder_of_authorities_that_is_not_there(place):
    (place / "a.pdf").write_bytes(b"%PDF-1.7")
    answer = run(verify.command, place / "a.pdf", "--trust", place / "nowhere")
    assert answer.exit_code == 1
    assert answer.output.startswith(f"Error: --trust {place / 'nowhere'}: no such folder")


def test_to_sign_and_to_verify_need_no_settings(place):
    (place / "a.pdf").write_text("no PDF")
    done = subprocess.run(
        [COMMAND, "verify", "a.pdf"],
        cwd=place,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[1:], done.stderr) == (1, ["  ! This is no PDF file."], "")
