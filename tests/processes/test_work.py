"""The worker delivers on one lane and does long jobs on another."""

import threading

import pytest
from django.core.mail import send_mail

from entreciudades.core.models import OutboxMessage
from entreciudades.processes import work


@pytest.mark.django_db(transaction=True)
def test_a_long_job_keeps_no_mail_waiting(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"
    send_mail("Subject", "Body", None, ["somebody@example.org"])
    stop, sent = threading.Event(), []

    def waits_until_the_mail_has_left() -> bool:
        for _ in range(1000):
            sent[:] = OutboxMessage.objects.exclude(sent_at=None)
            if sent or stop.wait(0.01):
                break
        stop.set()
        return True

    monkeypatch.setattr(work, "JOBS", (waits_until_the_mail_has_left,))
    work.run(stop, poll=0.01)
    assert len(sent) == 1


def test_a_job_that_fails_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> bool:
        raise ValueError("a file of no meaning")

    monkeypatch.setattr(work, "JOBS", (fails, lambda: True))
    assert work.do_jobs() is True
    monkeypatch.setattr(work, "JOBS", (fails, lambda: False))
    assert work.do_jobs() is False
