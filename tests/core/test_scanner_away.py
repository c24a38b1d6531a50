"""A virus scanner that does not answer, or not as it should: nothing is stored, and whoever watches is told."""

import logging
import socket
import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entreciudades.core import files
from entreciudades.core.errors import FileRefused
from entreciudades.core.models import StoredFile

pytestmark = pytest.mark.django_db


def answering(path: Path, answer: bytes) -> threading.Thread:
    """A server that says one thing, whatever it is sent."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen(1)

    def serve() -> None:
        with listening, listening.accept()[0] as line:
            while not line.recv(65536).endswith(b"\0\0\0\0"):
                pass
            line.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


def refused() -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        files.store_document(SimpleUploadedFile("acta.txt", b"Acta"))
    return caught.value


def test_without_it_nothing_is_stored(settings, tmp_path: Path, media: Path, caplog) -> None:
    settings.CLAMD = str(tmp_path / "gone.ctl")
    with caplog.at_level(logging.WARNING):
        assert refused().reason == "unscanned"
    assert [record.getMessage() for record in caplog.records] == [
        "The virus scanner of CLAMD_URL does not answer: FileNotFoundError"
    ]
    assert (StoredFile.objects.count(), media.exists()) == (0, False)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK but"])
def test_an_answer_that_is_no_all_clear_is_none(settings, tmp_path: Path, media: Path, answer: bytes) -> None:
    settings.CLAMD = str(tmp_path / "odd.ctl")
    server = answering(Path(settings.CLAMD), answer)
    assert refused().reason == "unscanned"
    server.join()
    assert StoredFile.objects.count() == 0


def test_healthz_tells_that_it_is_away(settings, tmp_path: Path, client: Client) -> None:
    settings.CLAMD = str(tmp_path / "gone.ctl")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["virus_scan"]) == (503, {"ok": False, "problem": "FileNotFoundError"})
