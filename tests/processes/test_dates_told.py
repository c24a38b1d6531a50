"""Dates are told once, whoever does it, and one that cannot be told keeps no other from it."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone
from tests.factories.actors import CityFactory, MembershipFactory
from tests.factories.cast import Cast

from entreciudades.actors.models import Election, Organisation
from entreciudades.notices.models import Notice
from entreciudades.processes import dates_told
from entreciudades.processes.dates_told import tell_of_dates


def soon() -> str:
    return (timezone.localdate() + dt.timedelta(days=20)).isoformat()


def test_one_that_fails_keeps_no_other_from_being_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for city in (cast.la_paz, cast.riomayor):
        Election.objects.create(organisation=city, held=soon(), source="inventado")
    leaders = dates_told.leaders_of

    def fails_for_one(organisation: Organisation) -> object:
        if organisation == cast.la_paz:
            raise ValueError("a row of no meaning")
        return leaders(organisation)

    monkeypatch.setattr(dates_told, "leaders_of", fails_for_one)
    tell_of_dates()
    told = Notice.objects.filter(kind="election.near").values_list("user__name", flat=True)
    assert sorted(told) == ["Olga Inventada", "Sofia Inventada", "Sofia Inventada"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_date_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time; in memory, its threads share one connection's locks")
    cities = CityFactory.create_batch(5)
    for city in cities:
        MembershipFactory(organisation=city, role="coordinator")
        Election.objects.create(organisation=city, held=soon(), source="inventado")
    start, told = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait(timeout=30)
            told.append(tell_of_dates())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(told), sum(told), Notice.objects.count()) == (2, 5, 5)
