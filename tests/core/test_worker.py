"""The worker shows that it lives, delivers, tidies, and outlives a failing database."""

import datetime as dt
import logging
import threading
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import OperationalError, connection

from entreciudades.accounts.models import User
from entreciudades.core import files, presence, worker
from entreciudades.core.models import Editing, OutboxMessage, StoredFile, WorkerHeartbeat

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def test_a_round_beats_delivers_and_tidies_once_a_day(ana: User, media: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        stored = files.store_bytes(b"orphan", "application/pdf")
        presence.touch(ana, "1.2", "es", ana)
        assert worker.deliver([worker.tidy]) is False
        clock.shift(dt.timedelta(days=8))
        assert worker.deliver([worker.tidy]) is False
        heartbeat = WorkerHeartbeat.objects.get()
        assert heartbeat.beat_at == heartbeat.tidied_at == NOON + dt.timedelta(days=8)
        assert (StoredFile.objects.count(), Editing.objects.count()) == (0, 0)
        assert default_storage.exists(stored.name) is False
        clock.shift(dt.timedelta(hours=23))
        worker.deliver([worker.tidy])
        heartbeat.refresh_from_db()
        assert (heartbeat.beat_at, heartbeat.tidied_at) == (
            NOON + dt.timedelta(days=8, hours=23),
            NOON + dt.timedelta(days=8),
        )


@pytest.mark.django_db
def test_what_fails_keeps_neither_the_mail_nor_what_comes_after_it_from_going(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def fails() -> None:
        done.append("failed")
        raise ValueError("a row of no meaning")

    OutboxMessage.objects.create(kind="mail", key="mail:1", payload={"to": ["a@example.org"], "alternatives": []})
    worker.deliver([fails, lambda: done.append("daily")], [fails, lambda: done.append("often")])
    assert done == ["failed", "often", "failed", "daily"]
    assert OutboxMessage.objects.filter(sent_at=None).count() == 0
    assert WorkerHeartbeat.objects.filter(tidied_at=None).count() == 0
    assert [record.message.endswith("fails failed") for record in caplog.records if record.levelname == "ERROR"] == [
        True,
        True,
    ]


@pytest.mark.django_db
def test_after_a_full_batch_there_may_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BATCH", 2)
    OutboxMessage.objects.bulk_create(
        OutboxMessage(kind="mail", key=f"mail:{number}", payload={"to": ["a@example.org"], "alternatives": []})
        for number in range(3)
    )
    assert [worker.deliver([]), worker.deliver([])] == [True, False]
    assert OutboxMessage.objects.filter(sent_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_outlives_a_lost_database_and_stops_when_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop, rounds = threading.Event(), []

    def first_lose_the_database() -> bool:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            raise OperationalError("database is locked")
        stop.set()
        return worker.deliver([])

    with caplog.at_level(logging.ERROR):
        worker.repeat(stop, first_lose_the_database, poll=0.001)
    assert rounds == [0, 1]
    assert [record.message for record in caplog.records] == ["worker: going on after a failure"]
    assert WorkerHeartbeat.objects.count() == 1
