"""Whoever signs in arrives where they work."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from tests.factories.cast import Cast


@pytest.mark.parametrize(
    ("name", "place"),
    [("coordinator", "/desk/"), ("secretary", "/office/"), ("auditor", "/office/"), ("reviewer", "/reviews/")],
)
def test_people_arrive_where_they_work(client: Client, cast: Cast, name: str, place: str) -> None:
    person = getattr(cast, name)
    person.set_password("una frase larga y propia")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    answer = client.post("/accounts/login/", {"login": person.email, "password": "una frase larga y propia"})
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
