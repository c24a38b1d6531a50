"""My account: what one sees and changes of oneself, where one is signed in, what happened."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from entreciudades.accounts.models import Session
from entreciudades.accounts.services import anonymise, forget_ended_sessions
from entreciudades.actors.services import end_role
from entreciudades.core.models import AuditEvent

PASSWORD, NEW = "una frase larga y propia", "otra frase larga y propia"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
TELEPHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"


@pytest.fixture
def carmen(cast):
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.preferred_language = "en"
    cast.coordinator.save()
    EmailAddress.objects.create(user=cast.coordinator, email=cast.coordinator.email, verified=True, primary=True)
    return cast.coordinator


def browser(agent=FIREFOX, address="190.129.3.77"):
    return Client(headers={"user-agent": agent}, REMOTE_ADDR=address)


def entered(user, client=None, password=PASSWORD):
    client = client or browser()
    client.post("/accounts/login/", {"login": user.email, "password": password})
    client.get("/account/")
    return client


def is_in(client):
    return client.get("/account/").status_code == 200


def happened(user):
    events = AuditEvent.objects.filter(object_id=user.pk, verb__startswith="account.").order_by("id")
    return [(event.verb.removeprefix("account."), event.details) for event in events]


def test_name_and_language_are_changed(carmen):
    client = entered(carmen)
    answer = client.post("/account/details/", {"name": " Carmen Quispe ", "language": "pt"})
    assert answer.url == "/account/"
    carmen.refresh_from_db()
    assert (carmen.name, carmen.preferred_language) == ("Carmen Quispe", "pt")
    answer = client.post("/account/details/", {"name": "", "language": "xx"})
    assert (answer.status_code, len(answer.context["form"].errors)) == (200, 2)


def test_sessions_are_told_by_device_and_network_and_never_by_key_or_whole_address(carmen):
    laptop = entered(carmen)
    telephone = entered(carmen, browser(TELEPHONE, "2800:cd0:1:2::77"))
    assert [(one.device, one.network) for one in carmen.sessions.order_by("started_at")] == [
        ("Firefox/Linux", "190.129.3.0/24"),
        ("Chrome/Android", "2800:cd0:1::/48"),
    ]
    page = laptop.get("/account/sessions/").text
    assert re.findall(r"(Firefox, Linux|Chrome, Android) ?(?:<span class=\"tag)?", page)[0] == "Chrome, Android"
    assert [word in page for word in ("190.129.3.0/24", "190.129.3.77", telephone.session.session_key)] == [
        True,
        False,
        False,
    ]


def test_one_session_is_ended_and_only_by_its_own_person(carmen, cast, sign_in):
    laptop, telephone = entered(carmen), entered(carmen, browser(TELEPHONE))
    handle = Session.objects.get(pk=telephone.session.session_key).handle
    sign_in(cast.secretary).post("/account/sessions/end/", {"session": handle})
    assert (is_in(laptop), is_in(telephone)) == (True, True)
    laptop.post("/account/sessions/end/", {"session": handle})
    assert (is_in(laptop), is_in(telephone)) == (True, False)


def test_all_other_sessions_are_ended(carmen):
    laptop, telephone, third = entered(carmen), entered(carmen, browser(TELEPHONE)), entered(carmen)
    laptop.post("/account/sessions/end-others/")
    assert [is_in(one) for one in (laptop, telephone, third)] == [True, False, False]
    assert happened(carmen)[-1] == ("sessions_ended", {"count": 2})


def test_a_new_password_ends_the_other_sessions_and_is_told_by_mail(carmen, mailoutbox):
    laptop, telephone = entered(carmen), entered(carmen, browser(TELEPHONE))
    mailoutbox.clear()
    change = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert laptop.post("/accounts/password/change/", change).url == "/account/"
    assert [is_in(one) for one in (laptop, telephone)] == [True, False]
    assert [(name, details) for name, details in happened(carmen)][-2:] == [
        ("sessions_ended", {"count": 1}),
        ("password_changed", {}),
    ]
    [mail] = mailoutbox
    assert (mail.to, "Firefox, Linux" in mail.body, "190.129" in mail.body) == ([carmen.email], True, False)


def test_a_mail_of_sign_in_says_what_when_on_which_device_and_what_to_do(carmen, mailoutbox, settings):
    settings.SITE_URL = "https://cities.example.org"
    entered(carmen).post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    lines = mailoutbox[-1].body.splitlines()
    assert (lines[0], lines[-1]) == ("Dear Carmen Inventada:", "https://cities.example.org/")
    assert [line for line in lines if "/account/sessions/" in line] == ["https://cities.example.org/account/sessions/"]
    assert ("Device: Firefox, Linux" in lines, "190.129" in mailoutbox[-1].body) == (True, False)


def test_another_address_is_told_to_the_former_one(carmen, mailoutbox):
    EmailAddress.objects.create(user=carmen, email="nueva@example.org", verified=True)
    client = entered(carmen)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_primary": "", "email": "nueva@example.org"})
    former = carmen.email
    carmen.refresh_from_db()
    assert (carmen.email, [mail.to for mail in mailoutbox]) == ("nueva@example.org", [[former]])
    assert ("nueva@example.org" in mailoutbox[0].body, happened(carmen)[-1]) == (True, ("email_changed", {}))


def test_the_end_of_a_role_and_erasure_end_sessions(carmen):
    client = entered(carmen)
    end_role(carmen.memberships.get(), by=None)
    assert (is_in(client), carmen.sessions.count()) == (False, 0)
    entered(carmen)
    anonymise(user=carmen, by=None)
    assert carmen.sessions.count() == 0


def test_sessions_that_are_over_are_forgotten(carmen):
    entered(carmen)
    over = entered(carmen).session.session_key
    Session.objects.filter(pk=over).update(expire_date=timezone.now() - timedelta(minutes=1))
    assert forget_ended_sessions() == 1
    assert over not in Session.objects.values_list("pk", flat=True)


def test_when_a_session_was_seen_is_written_every_few_minutes_alone(carmen, django_assert_num_queries):
    client = entered(carmen)
    with django_assert_num_queries(2):  # session, user
        client.get("/account/")
    long_ago = timezone.now() - timedelta(hours=1)
    Session.objects.update(seen_at=long_ago)
    with django_assert_num_queries(3):
        client.get("/account/")
    assert Session.objects.get().seen_at > long_ago + timedelta(minutes=50)


def test_what_happened_is_kept_without_personal_text_and_told_to_the_person_alone(carmen, cast, sign_in):
    browser().post("/accounts/login/", {"login": carmen.email, "password": "no es la suya"})
    browser().post("/accounts/login/", {"login": "nadie@example.org", "password": "no es la suya"})
    client = entered(carmen)
    client.post("/accounts/logout/")
    assert happened(carmen) == [
        ("sign_in_failed", {"means": ["password"]}),
        ("signed_in", {"means": ["password"], "device": "Firefox/Linux"}),
        ("signed_out", {}),
    ]
    assert AuditEvent.objects.filter(verb__startswith="account.").exclude(object_id=carmen.pk).count() == 0
    told = entered(carmen).get("/account/sign-ins/").text
    assert re.findall(r'<th scope="row">([^<]+)', told) == [
        "Signed in",
        "Signed out",
        "Signed in",
        "Somebody tried to sign in and failed",
    ]
    assert "Signed out" not in sign_in(cast.secretary).get("/account/sign-ins/").text


def test_a_sign_in_on_a_new_device_is_told_by_mail_in_the_language_of_its_person(carmen, mailoutbox):
    entered(carmen)
    entered(carmen)
    assert mailoutbox == []  # the first has nothing to compare with
    entered(carmen, browser(TELEPHONE))
    entered(carmen, browser(TELEPHONE))
    assert [(mail.subject, mail.to) for mail in mailoutbox] == [
        ("Somebody signed in as you on a new device", [carmen.email])
    ]
