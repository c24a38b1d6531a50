"""The folder that says whom to trust."""

import pytest
from cryptography.hazmat.primitives import serialization
from tests.factories import certificates

from entreciudades.documents.signatures.trust import TrustRefused, read_trust


def test_certificates_and_lists_are_read_and_other_files_left_alone(trust_folder):
    store = read_trust(trust_folder)
    assert [one.subject.native["common_name"] for one in store.anchors] == ["Autoridad raíz de Altamar"]
    assert store.revoked_at(certificates.revoked().der) == certificates.REVOKED_ON
    assert store.revoked_at(certificates.signer(1).der) is None


def test_der_and_several_certificates_in_one_file(tmp_path):
    der = certificates.root().certificate.public_bytes(serialization.Encoding.DER)
    (tmp_path / "root.cer").write_bytes(der)
    (tmp_path / "two.pem").write_bytes(certificates.root().pem + certificates.intermediate().pem)
    names = [one.subject.native["common_name"] for one in read_trust(tmp_path).anchors]
    assert names == ["Autoridad raíz de Altamar", "Autoridad raíz de Altamar", "Firma pública de Altamar"]


@pytest.mark.parametrize(
    "content", [b"", b"no certificate", certificates.root().pem[:200]], ids=["none", "text", "cut"]
)
def test_a_file_that_is_no_certificate_is_named(tmp_path, content):
    (tmp_path / "bad.pem").write_bytes(content)
    with pytest.raises(TrustRefused) as refused:
        read_trust(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / 'bad.pem'}: expected certificates or lists of revoked ones, as PEM or DER"
    )


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(TrustRefused) as refused:
        read_trust(tmp_path / "nowhere")
    assert str(refused.value).startswith(f"{tmp_path / 'nowhere'}: no such folder")
