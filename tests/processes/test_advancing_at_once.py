"""Two people advance the same stage at the same moment: one does, the other is told where the alliance stands now."""

import threading

import pytest
from django.db import connection, connections
from tests.factories.lives import pack_text, running

from entreciudades.alliances.errors import StageMoved
from entreciudades.alliances.models import Alliance, AllianceDecision
from entreciudades.processes.gates import advance_alliance


@pytest.mark.django_db(transaction=True)
def test_two_at_once_advance_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time; in memory, its threads share one connection's locks")
    asked = 'requires = ["parties"]'
    found = running(pack_text({"first": asked, "second": asked, "third": asked}))
    start, done, told = threading.Barrier(2), [], []

    def work(place: int) -> None:
        try:
            alliance = Alliance.objects.get(pk=found.alliance.pk)
            start.wait(timeout=30)
            entered = advance_alliance(alliance, from_stage="first", by=found.coordinators[place])
            done.append(entered.key if entered else "")
        except StageMoved as moved:
            told.append((moved.expected, moved.stands))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=[place]) for place in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (done, told) == (["second"], [("first", "second")])
    assert found.states() == {"first": "passed", "second": "under-way", "third": "ahead"}
    assert AllianceDecision.objects.filter(verb="advance").count() == 1
