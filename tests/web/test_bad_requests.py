"""What Django itself refuses is said on a page of ours."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_more_fields_than_fit_are_refused_in_words(client: Client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    answer = client.post("/accounts/login/", {f"field{number}": "x" for number in range(3)})
    assert answer.status_code == 400
    assert "No se puede recibir lo que se envió" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/es/colaboraciones/?theme=%00", "/es/colaboraciones/?q=agua&country=a%00b"])
def test_a_nul_in_a_query_is_refused_in_words(client: Client, address: str):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "No se puede recibir lo que se envió" in answer.content.decode()
