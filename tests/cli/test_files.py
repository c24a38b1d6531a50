"""``entreciudades files``: what the storage holds is compared with the database, and carried to another one."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from entreciudades.cli.files import command
from entreciudades.core.files import store_bytes
from entreciudades.settings.addresses import storage as storage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    """The folder that is the storage meanwhile."""
    settings.STORAGES = settings.STORAGES | {"default": storage_of(f"file://{tmp_path}/media")}
    return tmp_path / "media"


def run(*arguments: str) -> tuple[int, list[str]]:
    answer = CliRunner().invoke(command, arguments)
    return answer.exit_code, answer.output.splitlines()


def test_all_is_well(media: Path) -> None:
    assert run("check") == (0, ["0 files: 0 missing, 0 changed, 0 orphaned"])
    store_bytes(b"%PDF", "application/pdf")
    assert run("check") == (0, ["1 files: 0 missing, 0 changed, 0 orphaned"])


def test_what_is_amiss_is_named(media: Path) -> None:
    lost, changed = (store_bytes(data, "application/pdf") for data in (b"%PDF 1", b"%PDF 2"))
    (media / lost.name).unlink()
    (media / changed.name).write_bytes(b"%PDF 3")
    default_storage.save("ab/orphan.pdf", ContentFile(b"%PDF"))
    assert run("check") == (
        1,
        [
            f"{lost.name}: missing (its bytes are not there)",
            f"{changed.name}: changed (its bytes are not those that were stored)",
            "ab/orphan.pdf: orphaned (bytes that nothing names; they may go)",
            "2 files: 1 missing, 1 changed, 1 orphaned",
        ],
    )


def test_bytes_without_a_row_alone_are_no_failure(media: Path) -> None:
    default_storage.save("ab/orphan.pdf", ContentFile(b"%PDF"))
    assert run("check")[0] == 0


def test_files_are_copied_to_another_folder(media: Path, tmp_path: Path) -> None:
    stored = store_bytes(b"%PDF", "application/pdf")
    assert run("copy", "--to", f"file://{tmp_path}/other") == (0, ["1 files: 0 missing, 0 changed, 0 orphaned"])
    assert (tmp_path / "other" / stored.name).read_bytes() == (media / stored.name).read_bytes() == b"%PDF"


def test_an_address_that_is_none_is_told_without_its_secret(media: Path) -> None:
    code, [said] = run("copy", "--to", "s3://key:hush@host")
    assert code == 1
    assert said.startswith("Error: --to s3://***@host: expected file:///folder or s3://key:secret@host/bucket")
