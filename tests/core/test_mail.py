"""Mail leaves by the outbox: never lost, and known for the same when it comes twice."""

import datetime as dt
import email
import email.policy
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from smtplib import SMTPException

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import connection, transaction

from entreciudades.core import outbox
from entreciudades.core.models import OutboxMessage
from entreciudades.core.outbox import Delivered, deliver_due, queue

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
OUTBOX = "entreciudades.core.mail.OutboxEmailBackend"


def write(subject: str = "Invitación", to: str = "ana@example.org") -> None:
    message = EmailMultiAlternatives(
        subject,
        "Entre aquí.",
        "red@example.org",
        [to],
        bcc=["archivo@example.org"],
        reply_to=["respuestas@example.org"],
        headers={"X-Reason": "invitation"},
        connection=get_connection(OUTBOX),
    )
    message.attach_alternative("<p>Entre aquí.</p>", "text/html")
    assert message.send() == 1


@pytest.mark.django_db
def test_a_mail_is_written_then_sent_whole() -> None:
    write()
    assert mail.outbox == []
    assert deliver_due() == Delivered(sent=1)
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.from_email) == ("Invitación", "Entre aquí.", "red@example.org")
    assert sent.recipients() == ["ana@example.org", "archivo@example.org"]
    assert sent.reply_to == ["respuestas@example.org"]
    assert sent.extra_headers["X-Reason"] == "invitation"
    assert [tuple(part) for part in sent.alternatives] == [("<p>Entre aquí.</p>", "text/html")]
    row = OutboxMessage.objects.get()
    assert sent.extra_headers["Message-ID"] == f"<{row.key.removeprefix('mail:')}@testserver>"
    assert deliver_due() == Delivered()


@pytest.mark.django_db
def test_a_title_of_two_lines_is_a_subject_of_one() -> None:
    write("Programa de La Paz:\r\nBcc: otra@example.org")
    assert deliver_due() == Delivered(sent=1)
    (sent,) = mail.outbox
    assert (sent.subject, sent.bcc) == ("Programa de La Paz: Bcc: otra@example.org", ["archivo@example.org"])


@pytest.mark.django_db
def test_a_mail_to_nobody_is_not_queued_and_one_with_attachments_is_refused() -> None:
    backend = get_connection(OUTBOX)
    assert backend.send_messages([EmailMessage("s", "b", "a@example.org", [])]) == 0
    message = EmailMessage("Acta", "b", "a@example.org", ["b@example.org"], connection=backend)
    message.attach("acta.txt", "x", "text/plain")
    with pytest.raises(ValueError, match="mail 'Acta' has attachments; link to the files instead"):
        message.send()
    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db
def test_a_mail_goes_only_if_the_act_that_causes_it_is_kept() -> None:
    def act() -> None:
        write()
        raise RuntimeError("the act fails")

    with pytest.raises(RuntimeError, match="the act fails"), transaction.atomic():
        act()
    assert deliver_due() == Delivered()


@pytest.mark.django_db
def test_an_effect_queued_twice_under_one_key_is_one_effect() -> None:
    queue("mail", {"n": 1}, key="reminder:7")
    queue("mail", {"n": 2}, key="reminder:7")
    assert list(OutboxMessage.objects.values_list("key", "payload")) == [("reminder:7", {"n": 1})]


def test_an_effect_that_nobody_delivers_is_refused() -> None:
    with pytest.raises(ValueError, match="no sender for 'pigeon'; there are: mail"):
        queue("pigeon", {}, key="1")


@pytest.mark.django_db
def test_what_cannot_be_sent_waits_longer_each_time_and_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message: object) -> None:
        raise SMTPException("mailbox full")

    with time_machine.travel(NOON, tick=False) as clock:
        write()
        monkeypatch.setattr("entreciudades.core.mail.send", refuse)
        waits = []
        while not OutboxMessage.objects.filter(failed_at__isnull=False).exists():
            outcome = deliver_due()
            row = OutboxMessage.objects.get()
            if outcome == Delivered(postponed=1):
                waits.append(row.due_at - dt.datetime.now(dt.UTC))
                clock.move_to(row.due_at - dt.timedelta(seconds=1))
                assert deliver_due() == Delivered()
                clock.move_to(row.due_at)
        assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
        assert (row.attempts, row.error, row.sent_at) == (10, "SMTPException: mailbox full", None)
        assert row.failed_at == dt.datetime.now(dt.UTC)
        clock.shift(dt.timedelta(days=30))
        assert deliver_due() == Delivered()


@pytest.mark.django_db
def test_one_bad_message_does_not_hold_up_the_others() -> None:
    queue("mail", {"nonsense": True}, key="mail:bad")
    write()
    assert deliver_due() == Delivered(sent=1, postponed=1)
    assert [message.subject for message in mail.outbox] == ["Invitación"]
    assert OutboxMessage.objects.get(key="mail:bad").error == "KeyError: 'alternatives'"


@pytest.mark.django_db
def test_a_message_that_kills_every_worker_is_given_up() -> None:
    write()
    OutboxMessage.objects.update(attempts=outbox.MAX_ATTEMPTS)
    assert deliver_due() == Delivered(failed=1)
    row = OutboxMessage.objects.get()
    assert row.error == "RuntimeError: the worker was stopped during every attempt"
    assert mail.outbox == []


@pytest.mark.django_db
def test_only_so_many_are_taken_at_once_oldest_first() -> None:
    for subject in ("uno", "dos", "tres"):
        write(subject)
    assert deliver_due(2) == Delivered(sent=2)
    assert [message.subject for message in mail.outbox] == ["uno", "dos"]


@pytest.mark.django_db
def test_what_was_sent_long_ago_is_forgotten_and_the_fact_stays() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        write("vieja")
        deliver_due()
        clock.shift(dt.timedelta(days=20))
        write("nueva")
        deliver_due()
        write("pendiente")
        clock.shift(dt.timedelta(days=20))
        assert outbox.forget_ended(dt.timedelta(days=30)) == 1
        assert outbox.forget_ended(dt.timedelta(days=30)) == 0
    rows = OutboxMessage.objects.order_by("id")
    assert [row.payload.get("subject") for row in rows] == [None, "nueva", "pendiente"]
    assert [row.sent_at is None for row in rows] == [False, False, True]


@pytest.mark.django_db
def test_what_was_given_up_long_ago_is_forgotten_with_the_words_that_name_its_address() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        write(to="ana@example.org")
        OutboxMessage.objects.update(failed_at=NOON, error="SMTPRecipientsRefused: {'ana@example.org': (450, b'no')}")
        clock.shift(dt.timedelta(days=31))
        assert outbox.forget_ended(dt.timedelta(days=30)) == 1
    row = OutboxMessage.objects.get()
    assert (row.payload, row.error, row.failed_at) == ({}, "", NOON)


WORKER = """
import os, sys
import django
django.setup()
from django.conf import settings
settings.MAIL_TRANSPORT_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = sys.argv[1]
from datetime import timedelta
from entreciudades.core import outbox
outbox.CLAIM = timedelta(0)
if sys.argv[2] == "killed":
    outbox._mark = lambda *_args, **_values: os._exit(9)
print(outbox.deliver_due())
"""


def database_url(tmp_path: Path) -> str:
    """The test database as another process reaches it; one in memory is copied to a file."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:////{tmp_path}/copy.sqlite3"
    place = connection.settings_dict
    user = f"{place['USER']}:{place['PASSWORD']}".strip(":")
    host = "" if place["HOST"].startswith("/") else place["HOST"]
    folder = f"?host={place['HOST']}" if place["HOST"].startswith("/") else ""
    port = f":{place['PORT']}" if place["PORT"] else ""
    return f"postgres://{user}@{host}{port}/{place['NAME']}{folder}"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_marking_loses_no_mail(tmp_path: Path) -> None:
    write()
    folder = tmp_path / "sent"
    environment = os.environ | {
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE),
    }

    def work(fate: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-c", WORKER, str(folder), fate],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.strip() or done.stderr.strip()

    assert work("killed") == (9, "")
    assert work("lives") == (0, "Delivered(sent=1, postponed=0, failed=0)")
    assert work("lives") == (0, "Delivered(sent=0, postponed=0, failed=0)")
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in sorted(folder.iterdir())
    ]
    assert [message["Subject"] for message in mails] == ["Invitación", "Invitación"]
    key = OutboxMessage.objects.get().key.removeprefix("mail:")
    assert {message["Message-ID"] for message in mails} == {f"<{key}@testserver>"}
