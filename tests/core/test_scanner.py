"""The virus scan, asked of a real clamd with a signature of its own for the harmless test virus EICAR."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entreciudades.core import files
from entreciudades.core.errors import FileRefused
from entreciudades.core.models import StoredFile

#: Written in two halves, so that no scanner of a contributor's machine takes this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
STARTS_WITHIN = 30

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(CLAMD is None, reason="clamd is missing (on Debian: clamav-daemon)"),
    pytest.mark.clam,
]


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, tuple[str, int]]]:
    """A clamd of the test's own: its socket and its port."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "test.ndb").write_text(f"Test.EICAR:0:*:{EICAR.hex()}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = folder / "clamd.ctl"
    config = folder / "clamd.conf"
    config.write_text(
        f"DatabaseDirectory {folder}\nLocalSocket {path}\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
        f"Foreground yes\nMaxThreads 2\nStreamMaxLength 30M\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([CLAMD, "--config-file", str(config)], stdout=log, stderr=log)
    try:
        _wait_for(path, process, folder / "log")
        yield str(path), ("127.0.0.1", port)
    finally:
        process.terminate()
        process.wait()


def _wait_for(path: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as line:
            if line.connect_ex(str(path)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"clamd did not start: {log.read_text()}")


@pytest.mark.parametrize("way", [0, 1], ids=["by socket", "by port"])
def test_what_the_scanner_knows_is_not_stored(clamd, way, settings, media: Path) -> None:
    settings.CLAMD = clamd[way]
    with pytest.raises(FileRefused) as caught:
        files.store_document(SimpleUploadedFile("acta.txt", EICAR))
    assert (caught.value.reason, caught.value.found) == ("virus", "Test.EICAR.UNOFFICIAL")
    assert (StoredFile.objects.count(), media.exists()) == (0, False)


def test_what_it_does_not_know_is_stored(clamd, settings, media: Path) -> None:
    settings.CLAMD = clamd[0]
    large = b"Acta de la reunion\n" * 200_000
    assert files.read_bytes(files.store_document(SimpleUploadedFile("acta.txt", large))) == large


def test_healthz_asks_it(clamd, settings, client: Client) -> None:
    settings.CLAMD = clamd[0]
    assert client.get("/healthz").json()["virus_scan"] == {"ok": True, "used": True}
