from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from entreciudades import __version__
from entreciudades.core import guards
from entreciudades.core.models import WorkerHeartbeat
from entreciudades.settings.addresses import storage as storage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def storage(settings, tmp_path):
    return kept_in(settings, tmp_path)


def kept_in(settings, folder):
    settings.STORAGES = settings.STORAGES | {"default": storage_of(f"file://{folder}")}
    return folder


@pytest.fixture(autouse=True)
def standing_clock():
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def heartbeat(storage):
    return WorkerHeartbeat.objects.create(name="here", beat_at=timezone.now())


def test_all_is_well(client, heartbeat):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "ok": True,
        "version": __version__,
        "database": {"ok": True, "kind": connection.vendor},
        "worker": {"ok": True, "seconds_since_heartbeat": 0},
        "storage": {"ok": True},
        "virus_scan": {"ok": True, "used": False},
        "guards": {"ok": True, "missing": []},
    }


def test_it_leaves_nothing_in_the_storage(client, heartbeat, storage):
    client.get("/healthz")
    assert list(storage.iterdir()) == []


def test_a_worker_that_was_never_there_is_told(client, storage):
    response = client.get("/healthz")
    assert (response.status_code, response.json()["worker"]) == (503, {"ok": False, "problem": "no heartbeat yet"})


def test_a_worker_that_has_been_silent_is_told(client, heartbeat):
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=3))
    response = client.get("/healthz")
    assert (response.status_code, response.json()["worker"]) == (503, {"ok": False, "seconds_since_heartbeat": 180})


def test_a_storage_that_cannot_be_written_is_told_without_its_path(client, heartbeat, settings, storage):
    kept_in(settings, storage / "gone")
    response = client.get("/healthz")
    assert (response.status_code, response.json()["storage"]) == (503, {"ok": False, "problem": "FileNotFoundError"})


def test_missing_guards_of_the_trail_are_named(client, heartbeat):
    every = sorted(guards.missing_guards() + _removed())
    response = client.get("/healthz")
    assert (response.status_code, response.json()["guards"]) == (503, {"ok": False, "missing": every})


def _removed():
    guards.remove()
    return guards.missing_guards()


def test_it_may_be_asked_but_not_told(client, heartbeat):
    assert client.post("/healthz").status_code == 405
