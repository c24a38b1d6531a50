"""Files in a bucket: a real server of S3 in a process of its own, which checks every signature."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import boto3
import pytest
from botocore.exceptions import ClientError
from django.conf import settings as configured
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from tests.core.office_files import docx, pdf
from tests.factories.actors import CityFactory

from entreciudades.core import files, storage
from entreciudades.core.models import StoredFile
from entreciudades.settings.addresses import storage as storage_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STARTS_WITHIN = 30
ALL_OF_S3 = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
NO_AUTHORITY_YET = "3"  # the three requests that make its user


@pytest.fixture(scope="module")
def server() -> Iterator[Callable[..., str]]:
    """The address of its bucket, as STORAGE_URL says it, with the secret that is asked for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env=os.environ | {"INITIAL_NO_AUTH_ACTION_COUNT": NO_AUTHORITY_YET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(port, process)
        iam = boto3.client(
            "iam", endpoint_url=address, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        iam.create_user(UserName="files")
        iam.put_user_policy(UserName="files", PolicyName="all", PolicyDocument=json.dumps(ALL_OF_S3))
        made = iam.create_access_key(UserName="files")["AccessKey"]
        key, secret = made["AccessKeyId"], made["SecretAccessKey"]
        boto3.client(
            "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret
        ).create_bucket(Bucket="files")
        yield (
            lambda folder, secret=secret: (
                f"s3://{key}:{quote(secret, safe='')}@127.0.0.1:{port}/files/{folder}?tls=no&region=us-east-1"
            )
        )
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the S3 server did not start")


@pytest.fixture
def bucket(server: Callable[..., str], request: pytest.FixtureRequest) -> Iterator[str]:
    """A folder of the bucket for the test alone, which is the storage meanwhile."""
    address = server(request.node.name[:40])
    with override_settings(STORAGES=configured.STORAGES | {"default": storage_of(address)}):
        yield address


def test_a_page_hands_it_out(bucket: str) -> None:
    city = CityFactory(published=True)
    letter = files.attach(files.store_bytes(docx(), "text/plain"), city, purpose="letter", by=None)
    answer = Client().get(f"/files/{letter.pk}/letter.txt")
    assert (answer.streaming, answer.getvalue()) == (True, docx())


def test_documents_are_kept_once_and_go(bucket: str) -> None:
    letter = files.store_document(SimpleUploadedFile("acta.docx", docx()))
    again = files.store_document(SimpleUploadedFile("acta.docx", docx()))
    assert (letter, files.read_bytes(letter)) == (again, docx())
    StoredFile.objects.update(released_at="2020-01-01T00:00:00Z")
    assert (files.delete_orphans(), default_storage.exists(letter.name)) == (1, False)


def test_a_wrong_secret_is_refused_and_nothing_is_told_as_stored(server: Callable[..., str]) -> None:
    wrong = storage_of(server("refused", secret="guessed"))
    with override_settings(STORAGES=configured.STORAGES | {"default": wrong}), pytest.raises(ClientError) as caught:
        files.store_document(SimpleUploadedFile("acta.pdf", pdf()))
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert StoredFile.objects.count() == 0


def test_healthz_tries_it(bucket: str, server: Callable[..., str], client: Client) -> None:
    assert client.get("/healthz").json()["storage"] == {"ok": True}
    assert default_storage.listdir("") == ([], [])
    wrong = storage_of(server("refused", secret="guessed"))
    with override_settings(STORAGES=configured.STORAGES | {"default": wrong}):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["storage"]) == (503, {"ok": False, "problem": "ClientError"})


def test_what_is_missing_changed_or_orphaned_is_found(bucket: str) -> None:
    kept, lost, other = (files.store_bytes(data, "application/pdf") for data in (b"%PDF 1", b"%PDF 2", b"%PDF 3"))
    default_storage.delete(lost.name)
    default_storage.save(other.name, SimpleUploadedFile("x", b"%PDF 4"))
    default_storage.save("ab/orphan.pdf", SimpleUploadedFile("x", b"%PDF 5"))
    assert storage.check() == storage.Findings(3, (lost.name,), (other.name,), ("ab/orphan.pdf",))
    assert kept.name not in (lost.name, other.name)


def test_all_is_copied_from_a_folder(server: Callable[..., str], media) -> None:
    letter = files.store_bytes(docx(), "application/pdf")
    lost = files.store_bytes(b"%PDF", "application/pdf")
    default_storage.delete(lost.name)
    address = server("copied")
    target = storages.create_storage(storage_of(address))
    target.save(letter.name, SimpleUploadedFile("x", b"half of it"))
    for _again in range(2):
        assert storage.copy_to(target) == storage.Findings(2, (lost.name,), (), ())
    with target.open(letter.name) as file:
        assert file.read() == docx()
