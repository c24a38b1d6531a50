"""A person reads, takes along and erases what is kept of them; the trail still reads."""

import json
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation
from entreciudades.actors.services import write_presentation
from entreciudades.core.models import AuditEvent

PASSWORD = "una-clave-muy-larga-9"


@pytest.fixture
def carmen(cast: Cast) -> Client:
    """The coordinator of La Paz, who signed in with her password a moment ago."""
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    write_presentation(cast.la_paz, "es", "Una ciudad.", expected_version=0, by=cast.coordinator)
    EmailAddress.objects.create(user=cast.coordinator, email=cast.coordinator.email, verified=True, primary=True)
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": cast.coordinator.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def test_she_reads_all_and_takes_it_along(carmen: Client, cast: Cast) -> None:
    page = carmen.get("/account/data/")
    assert page.context["found"].email == cast.coordinator.email
    assert "carmen@example.org" in page.content.decode()
    told = page.content.decode()
    words = ("Texto escrito · organización", "text.saved", "actors.organisation")
    assert [word in told for word in words] == [True, False, False]
    answer = carmen.get("/account/data/entreciudades.json")
    assert answer["Content-Disposition"] == 'attachment; filename="entreciudades.json"'
    said = json.loads(answer.content)
    assert said["texts"][0]["section"] == "presentation"
    assert cast.colleague.email not in answer.content.decode()


def test_she_erases_herself_and_what_she_did_stays_told(carmen: Client, cast: Cast, sign_in: As) -> None:
    carmen.post("/accounts/reauthenticate/?next=/account/data/", {"password": PASSWORD})
    wrong = carmen.post("/account/data/erase/", {"email": "otra@example.org"})
    assert list(wrong.context["form"].errors) == ["email"]
    assert [role.organisation for role in wrong.context["left"]] == [cast.la_paz]

    gone = carmen.post("/account/data/erase/", {"email": "Carmen@example.org"})
    assert gone.status_code == 200
    assert not User.objects.filter(email="carmen@example.org").exists()
    assert carmen.get("/account/data/").status_code == 302
    assert Membership.objects.filter(organisation=cast.la_paz, role="coordinator").count() == 0
    assert list(Organisation.objects.cities().without_coordinator().filter(slug="la-paz-bo")) == [cast.la_paz]

    event = AuditEvent.objects.get(verb="text.saved")
    assert (event.actor_id, event.actor.get_full_name()) == (cast.coordinator.pk, "antigua persona usuaria")
    told = sign_in(cast.colleague).get("/desk/organisations/la-paz-bo/").content.decode()
    assert "antigua persona usuaria" in told
    assert "Carmen Inventada" not in told


def test_she_proves_first_who_she_is(carmen: Client, cast: Cast) -> None:
    answer = carmen.post("/account/data/erase/", {"email": cast.coordinator.email})
    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (302, "/accounts/reauthenticate/")
    assert User.objects.filter(email=cast.coordinator.email).exists()
    carmen.post(answer.headers["Location"], {"password": PASSWORD})
    assert not User.objects.filter(email=cast.coordinator.email).exists()
