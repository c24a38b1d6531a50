"""Two people submit at the same moment: one submission, and both have its receipt."""

import threading

import pytest
from django.db import connection, connections
from tests.calls.applying import ready
from tests.factories.actors import CityFactory, MembershipFactory
from tests.factories.calls import CallFactory

from entreciudades.calls.models import Application, Submission
from entreciudades.calls.services.submission import submit
from entreciudades.core.models import OutboxMessage


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_submission() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time; in memory, its threads share one connection's locks")
    city = CityFactory(country="ES", fictional_country={})
    coordinators = [MembershipFactory(organisation=city).user for _ in range(2)]
    key = ready(CallFactory(), city, by=coordinators[0]).pk
    start, made = threading.Barrier(2), []

    def work(place: int) -> None:
        try:
            application = Application.objects.select_related("call__methodology", "applicant").get(pk=key)
            start.wait(timeout=30)
            made.append(submit(application, accepted=["resources"], by=coordinators[place]).pk)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=[place]) for place in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    [submission] = Submission.objects.all()
    assert (made, submission.number) == ([submission.pk, submission.pk], 1)
    assert sorted(one.payload["to"][0] for one in OutboxMessage.objects.all()) == sorted(
        one.email for one in coordinators
    )
