"""The demonstration's entrance: on this machine only, and not in the product."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import clear_url_caches, include, path
from tests.factories.actors import UserFactory
from tests.factories.cast import Cast

from entreciudades.accounts.models import User
from entreciudades.web import urls as pages
from entreciudades.web.demo import views

HERE = {"headers": {"host": "localhost"}}


@pytest.fixture
def demonstration(settings: Any, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Iterator[None]:
    """The demonstration's settings and addresses, with the coordinator, the auditor and the reviewer as its people."""
    settings.DEMONSTRATION = True
    shows = {person.email: {"es": "Mire esto"} for person in (cast.coordinator, cast.auditor, cast.reviewer)}
    monkeypatch.setattr(views, "_shows", lambda _path: shows)
    entrance = path("", include("entreciudades.web.demo.urls", namespace="demo"))
    monkeypatch.setattr(pages, "urlpatterns", [*pages.urlpatterns, entrance])
    settings.ROOT_URLCONF = "entreciudades.web.urls"
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/demo", "/demo/enter", "/demo/mail"])
def test_the_product_has_no_such_page(address: str) -> None:
    assert Client().get(address, **HERE).status_code == 404


@pytest.mark.usefixtures("demonstration")
def test_one_click_enters_as_somebody(cast: Cast) -> None:
    client = Client()
    people = client.get("/demo", **HERE).context["people"]
    assert [person for person, _shows in people] == [cast.coordinator, cast.auditor, cast.reviewer]

    landed = {
        person.name: client.post("/demo/enter", {"person": person.pk}, **HERE)["Location"] for person, _ in people
    }

    assert landed == {"Carmen Inventada": "/desk/", "Aurora Inventada": "/office/", "Rita Inventada": "/desk/"}
    assert client.session["_auth_user_id"] == str(cast.reviewer.pk)


@pytest.mark.usefixtures("demonstration")
def test_nobody_enters_by_a_link(cast: Cast) -> None:
    assert Client().get(f"/demo/enter?person={cast.coordinator.pk}", **HERE).status_code == 405


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("person", ["", "x", "0", "²", "9" * 30, "9" * 5000])
def test_an_unknown_person_is_not_found(person: str) -> None:
    assert Client().post("/demo/enter", {"person": person}, **HERE).status_code == 404


@pytest.mark.usefixtures("demonstration")
def test_only_the_demonstrations_people_are_entered() -> None:
    stranger: User = UserFactory()

    assert Client().post("/demo/enter", {"person": stranger.pk}, **HERE).status_code == 404


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(
    ("host", "machine"),
    [("testserver", "127.0.0.1"), ("localhost", "10.0.0.7"), ("127.0.0.1:8000", "192.168.1.2")],
)
@pytest.mark.parametrize("address", ["/demo", "/demo/mail"])
def test_another_machine_is_refused(address: str, host: str, machine: str) -> None:
    assert Client(REMOTE_ADDR=machine).get(address, headers={"host": host}).status_code == 403


@pytest.mark.usefixtures("demonstration")
def test_another_machine_does_not_enter(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")

    assert client.post("/demo/enter", {"person": cast.coordinator.pk}, **HERE).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("host", ["localhost:8103", "127.0.0.1:8103", "127.0.0.1"])
def test_this_machine_by_each_of_its_names(host: str) -> None:
    assert Client().get("/demo", headers={"host": host}).status_code == 200


@pytest.mark.usefixtures("demonstration")
def test_mails_are_read(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place
    EmailMessage("Qué falta", "Mire http://testserver/desk/", to=[cast.coordinator.email]).send()

    page = Client().get("/demo/mail", **HERE).content.decode()

    assert "Qué falta" in page
    assert cast.coordinator.email in page
    assert '<a href="http://testserver/desk/"' in page
