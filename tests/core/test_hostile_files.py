"""Hostile files: each is refused for its reason, in words of the person's language, and nothing is stored."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.core.hostile_files import HOSTILE

from entreciudades.core import files
from entreciudades.core.errors import FileRefused
from entreciudades.core.models import StoredFile
from entreciudades.core.uploads.documents import MAX_BYTES, read_document
from entreciudades.core.uploads.refusals import NOTHING_STORED, refusal


@pytest.mark.parametrize(
    ("name", "data", "reason"), [pytest.param(*facts, id=f"{what} ({facts[2]})") for what, facts in HOSTILE.items()]
)
def test_hostile(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read_document(SimpleUploadedFile(name, data))
    assert caught.value.reason == reason
    said = refusal(caught.value)
    assert (said.code, said.messages[0].endswith(f" {NOTHING_STORED}")) == (reason, True)


@pytest.mark.django_db
def test_of_a_refused_document_nothing_is_stored(media: Path) -> None:
    for name, data in [("acta.pdf", b"MZ" + bytes(80)), ("acta.txt", b"Acta\n" * (MAX_BYTES // 5 + 1))]:
        with pytest.raises(FileRefused):
            files.store_document(SimpleUploadedFile(name, data))
    assert (StoredFile.objects.count(), media.exists()) == (0, False)
