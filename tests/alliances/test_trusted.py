"""Whom an installation trusts in signed files."""

import logging
from pathlib import Path
from typing import Any

import pytest
from tests.factories import certificates

from entreciudades.alliances.services.signing import trusted
from entreciudades.documents.signatures.trust import NOBODY


def test_without_a_folder_nobody_is_known(settings: Any) -> None:
    settings.TRUSTED_CERTIFICATES = None
    assert trusted() == NOBODY


def test_a_folder_is_read_at_once_so_that_new_lists_count(settings: Any, tmp_path: Path) -> None:
    settings.TRUSTED_CERTIFICATES = tmp_path
    assert trusted() == NOBODY
    (tmp_path / "root.pem").write_bytes(certificates.root().pem)
    (tmp_path / "revoked.crl").write_bytes(certificates.revocations())
    assert (len(trusted().anchors), len(trusted().revocations)) == (1, 1)


def test_a_file_that_cannot_be_read_flags_signatures_instead_of_losing_them(
    settings: Any,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.TRUSTED_CERTIFICATES = tmp_path
    (tmp_path / "root.pem").write_bytes(certificates.root().pem)
    (tmp_path / "half.crl").write_bytes(b"half a list")
    with caplog.at_level(logging.ERROR):
        assert trusted() == NOBODY
    assert f"{tmp_path / 'half.crl'}: expected certificates or lists" in caplog.text
