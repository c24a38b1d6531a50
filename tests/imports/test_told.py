"""Who is told of what an import did; and that it is forgotten in time."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from tests.factories.actors import MembershipFactory, NetworkFactory
from tests.imports.bringing import checked, guessed, table, written

from entreciudades.core.files import delete_orphans
from entreciudades.core.models import StoredFile
from entreciudades.imports import jobs, services
from entreciudades.imports.forgetting import forget_old_imports
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.models import Import, Line
from entreciudades.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_whoever_waited_long_is_told_how_it_ended(cast, monkeypatch):
    monkeypatch.setattr(jobs, "LONG", dt.timedelta(0))

    brought = checked(cast, table(["Ana Inventada", "La Paz"], headings=["Nombre", "Ciudad"]), name="lista.csv")

    told = Notice.objects.get(user=cast.secretary)
    assert (told.kind, told.path) == ("import.ended", f"/office/ucci/imports/{brought.pk}/")
    assert told.facts["file"] == "lista.csv"


def test_waiting_in_the_queue_is_waiting_too(cast):
    brought = services.bring(
        cast.ucci,
        KINDS["contacts"],
        name="lista.csv",
        data=table(["Ana Inventada", "La Paz"], headings=["Nombre", "Ciudad"]),
        by=cast.secretary,
    )
    services.check(brought, guessed(brought), empties=False, by=cast.secretary)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5)):
        jobs.next_import()
    assert [one.kind for one in Notice.objects.filter(user=cast.secretary)] == ["import.ended"]


def test_a_city_that_a_network_takes_among_its_members_is_asked(cast):
    other = NetworkFactory()
    secretary = MembershipFactory(organisation=other, role="secretary").user

    written(
        cast,
        checked(
            cast, table(["la-paz-bo"], headings=["Dirección corta"]), kind="organisations", owner=other, by=secretary
        ),
        by=secretary,
    )

    assert [(one.user, one.kind) for one in Notice.objects.all()] == [(cast.coordinator, "membership.asked")]


def test_an_import_is_forgotten_with_its_rows_and_its_file(cast):
    checked(cast, table(["Ana Inventada", "La Paz"], headings=["Nombre", "Ciudad"]))
    today = timezone.localdate()
    assert forget_old_imports(today) == 0
    assert forget_old_imports(today + dt.timedelta(days=92)) == 1

    assert (Import.objects.count(), Line.objects.count()) == (0, 0)
    StoredFile.objects.update(released_at=timezone.now() - dt.timedelta(days=8))
    assert delete_orphans() == 1
