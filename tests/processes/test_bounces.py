"""Mail that came back: noted, no longer sent there, told to those who can mend it, mended."""

from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from tests.factories.actors import NetworkMemberFactory
from tests.factories.cast import Cast
from tests.web.conftest import sign_in

from entreciudades.actors.models import Person
from entreciudades.cli.mail import command
from entreciudades.core import bounces
from entreciudades.core.mail import ALWAYS, forget_address
from entreciudades.core.models import DeadAddress, OutboxMessage
from entreciudades.core.outbox import Delivered, deliver_due
from entreciudades.notices.models import Notice
from entreciudades.processes.bounces import take_report, tell_of_dead_addresses

__all__ = ["sign_in"]

REPORT = """\
From: MAILER-DAEMON@mx.example.net
To: entreciudades@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown

--b
Content-Type: {original}

Message-ID: {message_id}
Subject: Aviso
To: carmen@example.org

--b--
"""


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"


def write(to: str = "Carmen@example.org", **headers: str) -> str:
    EmailMessage("Aviso", "Hay algo que hacer.", to=[to], headers=headers).send()
    written: str = OutboxMessage.objects.latest("id").payload["headers"]["Message-ID"]
    return written


def report(message_id: str, **parts: str) -> bytes:
    usual = {"recipient": "carmen@example.org", "action": "failed", "status": "5.1.1", "original": "message/rfc822"}
    return REPORT.format(message_id=message_id, **usual | parts).encode()


@pytest.mark.django_db
@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_an_address_that_a_report_gives_up_is_written_to_no_more(original: str) -> None:
    first = write()
    assert deliver_due() == Delivered(sent=1)
    assert take_report(report(first, original=original)) == ("carmen@example.org",)
    assert take_report(report(first, original=original)) == ()
    write()
    assert deliver_due() == Delivered(failed=1)
    assert OutboxMessage.objects.latest("id").error == "earlier mails to this address came back"
    write(**{ALWAYS: "yes"})
    assert deliver_due() == Delivered(sent=1)
    assert [len(mail.outbox), DeadAddress.objects.get().status] == [2, "5.1.1"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"action": "delayed"}, "it is tried again"),
        ({"action": "delivered", "status": "2.1.5"}, "it came"),
        ({"status": "4.2.2"}, "not for good"),
        ({"status": "5.2.2"}, "the mailbox is full"),
        ({"status": "5.7.1"}, "a policy, or our own server"),
        ({"status": "5.3.4"}, "the mail is too big"),
        ({"status": "nonsense"}, "no status"),
        ({"recipient": "olga@example.org"}, "the mail did not go there"),
        ({"recipient": "nobody"}, "no address"),
    ],
)
def test_what_says_nothing_about_the_address_changes_nothing(parts: dict[str, str], says: str) -> None:
    assert take_report(report(write(), **parts)) == (), says


@pytest.mark.django_db
def test_a_report_on_a_mail_that_is_not_ours_is_not_believed() -> None:
    write()
    for message_id in ("<0b0c7f0e-0000-4000-8000-000000000000@testserver>", "<1@elsewhere.example>", ""):
        assert take_report(report(message_id)) == ()
    for written in (b"", b"\xff\xfe\x00", b"Subject: hello\n\nWho are you?", b"Content-Type: multipart/report\n\n"):
        assert take_report(written) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "said", "outcome", "dead"),
    [
        (550, b"5.1.1 <carmen@example.org>: user unknown", Delivered(failed=1), ["5.1.1"]),
        (550, b"no such user here", Delivered(failed=1), ["550"]),
        (554, b"5.7.1 relay access denied", Delivered(postponed=1), []),
        (552, b"5.2.2 mailbox full", Delivered(postponed=1), []),
        (450, b"4.2.0 greylisted", Delivered(postponed=1), []),
    ],
)
def test_a_refusal_while_sending_counts_too(
    code: int, said: bytes, outcome: Delivered, dead: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise SMTPRecipientsRefused({"carmen@example.org": (code, said)})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    write()
    assert deliver_due() == outcome
    assert list(DeadAddress.objects.values_list("status", flat=True)) == dead


def test_those_who_can_mend_it_are_told_once_and_nobody_by_name(cast: Cast) -> None:
    cast.la_paz.networks.update(confirmed_at=timezone.now())
    bounces.bury(cast.colleague.email, "5.1.1")
    assert (tell_of_dead_addresses(), tell_of_dead_addresses()) == (1, 0)
    assert sorted((one.user.name, one.path) for one in Notice.objects.select_related("user")) == [
        ("Carmen Inventada", "/desk/organisations/la-paz-bo/team/"),
        ("Sofia Inventada", "/office/ucci/"),
    ]
    assert {str(one.facts) for one in Notice.objects.all()} == {str({"organisation": {"es": "La Paz"}})}


def test_a_contact_of_a_city_counts_and_a_second_network_is_not_told(cast: Cast) -> None:
    NetworkMemberFactory(network=cast.puertos, organisation=cast.la_paz, confirmed_at=None)
    Person.objects.create(organisation=cast.la_paz, name="Ana Inventada", email="Ana@example.org")
    bounces.bury("ana@example.org", "5.1.1")
    tell_of_dead_addresses()
    assert cast.second_secretary.pk not in set(Notice.objects.values_list("user", flat=True))
    assert cast.coordinator.pk in set(Notice.objects.values_list("user", flat=True))


def test_the_team_and_the_office_see_it_until_it_works_again(cast: Cast, sign_in: Any) -> None:
    bounces.bury(cast.coordinator.email, "5.1.1")
    team, office = reverse("desk:team", args=["la-paz-bo"]), reverse("office:network", args=["ucci"])
    client, secretary = sign_in(cast.colleague), sign_in(cast.secretary)

    def marked() -> list[bool]:
        return [b'id="unreachable"' in one.get(at).content for one, at in ((client, team), (secretary, office))]

    assert marked() == [True, True]
    works = reverse("desk:team-address-works", args=["la-paz-bo"])
    assert client.post(works, {"address": "olga@example.org"}).status_code == 404
    assert client.post(works, {"address": "CARMEN@example.org"}).status_code == 302
    assert marked() == [False, False]


@pytest.mark.django_db
def test_erasure_forgets_the_address() -> None:
    bounces.bury("carmen@example.org", "5.1.1")
    forget_address("Carmen@example.org")
    assert DeadAddress.objects.count() == 0


@pytest.mark.django_db
def test_what_comes_back_after_erasure_brings_no_address_back() -> None:
    first = write()
    deliver_due()
    forget_address("carmen@example.org")
    for recipient in ("carmen@example.org", "olga@example.org"):
        assert take_report(report(first, recipient=recipient)) == ()
    assert DeadAddress.objects.count() == 0


@pytest.mark.django_db
def test_erasure_forgets_a_server_s_words_too() -> None:
    write()
    OutboxMessage.objects.update(payload=OutboxMessage.objects.get().payload | {"cc": ["olga@example.org"]})
    OutboxMessage.objects.update(error="SMTPRecipientsRefused: {'carmen@example.org': (450, b'4.2.1')}")
    assert forget_address("carmen@example.org") == 1
    row = OutboxMessage.objects.get()
    assert (row.payload["to"], row.payload["cc"], row.error) == ([], ["olga@example.org"], "")


@pytest.mark.django_db
def test_the_mail_server_pipes_it_into_the_command() -> None:
    def run(*words: str, given: bytes = b"") -> tuple[int, str]:
        done = CliRunner().invoke(command, words, input=given)
        return done.exit_code, done.output

    first = write()
    assert run("bounce", given=b"Subject: Out of office\n\nI am away.") == (
        0,
        "no address that was not known already\n",
    )
    assert run("bounce", given=report(first)) == (0, "carmen@example.org does not work\n")
    assert run("works", "carmen@example.org") == (0, "carmen@example.org is written to again\n")
    assert run("works", "carmen@example.org") == (0, "carmen@example.org was not noted as not working\n")
