"""Sign-in by the account of a public body: the whole flow with a real provider, which is a process of its own."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as of_django
from django.test import Client, override_settings
from tests.factories.openid import provider, sign_in_there

from entreciudades.core.models import AuditEvent

LOGIN, CALLBACK = "/accounts/oidc/oidc/login/", "http://testserver/accounts/oidc/oidc/login/callback/"
PEOPLE = {
    "carmen": {"email": "Carmen@example.org", "email_verified": True, "name": "Carmen"},
    "otra": {"email": "carmen@example.org", "email_verified": True},
    "sin-verificar": {"email": "carmen@example.org", "email_verified": False},
    "de-palabra": {"email": "carmen@example.org", "email_verified": "false"},
    "sin-correo": {"name": "Nadie"},
    "desconocida": {"email": "desconocida@example.org", "email_verified": True},
}


@pytest.fixture(scope="module")
def body():
    with provider(CALLBACK, PEOPLE) as settings:
        yield settings


@pytest.fixture
def enters(body, cast):
    """Somebody goes from our page to the provider and comes back: the answer that they read."""
    EmailAddress.objects.create(user=cast.coordinator, email=cast.coordinator.email, verified=True, primary=True)

    def through(login, client, **query):
        with override_settings(**body):
            away = client.get(LOGIN, query)
            assert "code_challenge_method=S256" in away.url
            back = sign_in_there(away.url, login)
            return client.get(back.removeprefix("http://testserver"))

    return through


def user_of(client):
    return int(client.session.get("_auth_user_id", 0))


def test_somebody_who_is_known_is_linked_once_and_signed_in(enters, cast, client, mailoutbox):
    answer = enters("carmen", client)
    assert (answer.status_code, answer.url, user_of(client)) == (302, "/desk/", cast.coordinator.pk)
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.provider, linked.uid, linked.extra_data) == (cast.coordinator, "oidc", "carmen", {})
    assert [mail.to for mail in mailoutbox] == [["carmen@example.org"]]

    again = Client()
    enters("carmen", again)
    assert user_of(again) == cast.coordinator.pk
    assert SocialAccount.objects.get().extra_data == {}
    assert [event.verb for event in AuditEvent.objects.filter(verb__startswith="account").order_by("id")] == [
        "account.single_sign_on_linked",
        "account.signed_in",
        "account.signed_in",
    ]
    assert [event.details["means"] for event in AuditEvent.objects.filter(verb="account.signed_in")] == [
        ["socialaccount"],
        ["socialaccount"],
    ]


def test_whoever_wanted_a_page_comes_there(enters, client, cast):
    assert enters("carmen", client, next="/account/").url == "/account/"


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        ("sin-verificar", "Ayuntamiento has not verified your e-mail address"),
        ("de-palabra", "Ayuntamiento has not verified your e-mail address"),
        ("sin-correo", "Ayuntamiento has not verified your e-mail address"),
        ("desconocida", "nobody of that e-mail address works here"),
    ],
)
def test_whoever_is_not_known_by_a_verified_address_is_kindly_refused(enters, client, login, reason):
    client.cookies[of_django.LANGUAGE_COOKIE_NAME] = "en"
    answer = enters(login, client)
    assert (answer.status_code, user_of(client), SocialAccount.objects.count()) == (403, 0, 0)
    assert reason in answer.text


@pytest.mark.parametrize("change", ["not active", "address not verified"])
def test_whoever_may_not_enter_here_is_not_let_in_by_the_provider(enters, cast, client, change):
    if change == "not active":
        cast.coordinator.is_active = False
        cast.coordinator.save()
    else:
        EmailAddress.objects.update(verified=False)
    answer = enters("carmen", client)
    assert (answer.status_code, user_of(client), SocialAccount.objects.count()) == (403, 0, 0)


def test_somebody_who_lost_their_entry_after_they_were_linked_stays_outside(enters, cast, client):
    enters("carmen", client)
    cast.coordinator.is_active = False
    cast.coordinator.save()
    late = Client()
    answer = enters("carmen", late)
    assert (answer.url, user_of(late)) == ("/accounts/inactive/", 0)


def test_nobody_is_tied_to_the_account_of_whoever_happens_to_be_signed_in(enters, cast, client, sign_in):
    """As a page of an attacker would try, who is signed in at the provider as themselves."""
    victim = sign_in(cast.secretary)
    enters("carmen", victim, process="connect")
    assert [(one.user, one.uid) for one in SocialAccount.objects.all()] == [(cast.coordinator, "carmen")]
    assert user_of(victim) == cast.coordinator.pk


def test_a_second_factor_is_asked_for_as_ever(enters, cast, client):
    Authenticator.objects.create(user=cast.coordinator, type="totp", data={"secret": "x"})
    answer = enters("carmen", client)
    assert (answer.url, user_of(client)) == ("/accounts/login/code/", 0)


def test_an_answer_that_nobody_asked_for_lets_nobody_in(enters, body, client):
    with override_settings(**body):
        answer = client.get(CALLBACK.removeprefix("http://testserver"), {"code": "stolen", "state": "guessed"})
    assert (answer.status_code, user_of(client)) == (401, 0)
    assert re.search("<h1>[^<]+</h1>", answer.text)


def test_a_provider_that_does_not_answer_is_told(db, client):
    with provider(CALLBACK, {}) as gone:
        pass
    with override_settings(**gone):
        answer = client.get(LOGIN)
    assert answer.status_code == 503


def test_the_button_says_what_the_operator_wrote_and_is_not_there_without_a_provider(db, body, client):
    with override_settings(**body):
        assert f'href="{LOGIN}"' in client.get("/accounts/login/").text
    assert LOGIN not in client.get("/accounts/login/").text
