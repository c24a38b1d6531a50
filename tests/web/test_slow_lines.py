"""Pages travel compressed to whoever understands it."""

import gzip

import pytest
from django.test import Client


@pytest.mark.django_db
def test_pages_are_compressed_for_those_who_ask(client: Client) -> None:
    plain = client.get("/es/accesibilidad/")
    packed = client.get("/es/accesibilidad/", HTTP_ACCEPT_ENCODING="gzip")
    assert ("Content-Encoding" in plain.headers, packed.headers["Content-Encoding"]) == (False, "gzip")
    assert b"<html" in gzip.decompress(packed.content)
    assert len(packed.content) * 2 < len(plain.content)
