"""Answers have consequences: an accepted pair founds an alliance, a declined one has the rest solved again."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection, connections
from tests.factories.actors import MembershipFactory
from tests.factories.calls import PairFactory, PairingRunFactory
from tests.factories.cast import Cast
from tests.factories.pairing import world

from entreciudades.alliances.models import Alliance
from entreciudades.calls.jobs import next_run
from entreciudades.calls.models import Call, Pair
from entreciudades.calls.results import result_of
from entreciudades.calls.services.pairs import answer_pair, propose_pairs
from entreciudades.notices.models import Notice, Task
from entreciudades.processes.answers import answer, lapse_pairs
from entreciudades.processes.founding import found_alliance


@pytest.fixture
def pair(cast: Cast, db: None) -> Pair:
    call, cities = world(network=cast.ucci, state="pairing")
    run = PairingRunFactory(call=call)
    two = {"a": cities["vallehondo"], "b": cities["santa-bruma"]}
    return PairFactory(run=run, a_learns=["iuc:3"], b_learns=["iuc:5"], **two)


def both_accept(pair: Pair) -> Alliance | None:
    people = [MembershipFactory(organisation=one.applicant).user for one in (pair.a, pair.b)]
    for one, by in zip((pair.a, pair.b), people, strict=True):
        found = answer(pair, application=one, accepts=True, reason="", by=by)
    return found


def test_the_second_acceptance_founds_the_alliance(pair: Pair, cast: Cast) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False):
        pair.due_at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
        pair.save()
        alliance = both_accept(pair)
    assert alliance == Alliance.objects.get(pair=pair)
    assert [seat.organisation.slug for seat in alliance.seats.all()] == ["vallehondo", "santa-bruma"]
    assert sorted(term.pk for term in alliance.themes.all()) == ["iuc:3", "iuc:5"]
    assert (alliance.titles["es"], alliance.network, alliance.basis) == (
        "Vallehondo – Santa Bruma",
        cast.ucci,
        "pairing",
    )
    assert (str(alliance.starts), alliance.programme_name, alliance.published) == (
        "2026-11-20",
        "Pares de ciudades",
        True,
    )
    told = Notice.objects.filter(kind="pair.accepted").values_list("path", flat=True)
    slug = alliance.slug
    assert sorted(told) == [f"/desk/organisations/{one}/alliances/{slug}/" for one in ("santa-bruma", "vallehondo")]
    assert Notice.objects.get(kind="pair.founded").user == cast.secretary


def test_an_alliance_is_founded_once_and_from_an_accepted_pair_alone(pair: Pair) -> None:
    with pytest.raises(ValueError, match="not accepted"):
        found_alliance(pair, by=None)
    alliance = both_accept(pair)
    pair.refresh_from_db()
    assert found_alliance(pair, by=None) == alliance
    assert Alliance.objects.count() == 1


def test_a_decline_has_the_rest_solved_again_and_the_secretariat_decides(pair: Pair, cast: Cast) -> None:
    call = pair.call
    accepted = PairFactory(
        run=pair.run,
        a=call.applications.get(applicant__slug="dunkhaven"),
        b=call.applications.get(applicant__slug="sarapur"),
        accepted=True,
    )
    assert answer(pair, application=pair.a, accepts=False, reason="No este año.", by=cast.coordinator) is None
    run = call.runs.first()
    assert (run.state, run.started_by) == ("waiting", None)
    assert ["dunkhaven", "sarapur"] in run.rules["require"]
    assert ["santa-bruma", "vallehondo"] in run.rules["forbid"]
    task = Task.objects.get(kind="pairing.again")
    assert (task.organisation, task.path) == (cast.ucci, f"/office/ucci/calls/{call.slug}/pairing/")
    # Nothing is proposed by itself; once the secretariat does, the task is done.
    assert call.pairs.filter(state="proposed").count() == 0
    assert next_run() is True
    run.refresh_from_db()
    pairs = {frozenset((one.a, one.b)) for one in result_of(run).pairs}
    assert frozenset(("dunkhaven", "sarapur")) in pairs
    assert frozenset(("vallehondo", "santa-bruma")) not in pairs
    propose_pairs(run, by=cast.secretary)
    task.refresh_from_db()
    accepted.refresh_from_db()
    assert (task.done_at is None, accepted.state) == (False, "accepted")


def test_pairs_lapse_after_their_term_and_the_rest_is_solved_again(pair: Pair) -> None:
    answer_pair(pair, application=pair.a, accepts=True, reason="", by=MembershipFactory().user)
    assert lapse_pairs() == 0
    with time_machine.travel(pair.due_at + dt.timedelta(seconds=1), tick=False):
        assert lapse_pairs() == 1
        assert lapse_pairs() == 0
    pair.refresh_from_db()
    assert (pair.state, pair.call.runs.count(), Alliance.objects.count()) == ("lapsed", 2, 0)


def test_a_pair_of_a_call_that_is_over_lapses_and_nobody_seeks_again(pair: Pair) -> None:
    Call.objects.update(state="finished")
    with time_machine.travel(pair.due_at + dt.timedelta(minutes=1), tick=False):
        assert lapse_pairs() == 1
    assert (pair.call.runs.count(), Task.objects.filter(kind="pairing.again").count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
def test_both_answer_at_the_same_moment(pair: Pair) -> None:
    people = [MembershipFactory(organisation=one.applicant).user for one in (pair.a, pair.b)]
    start = threading.Barrier(2)

    def says(application, by):
        start.wait()
        try:
            answer(pair, application=application, accepts=True, reason="", by=by)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=says, args=both) for both in zip((pair.a, pair.b), people, strict=True)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    pair.refresh_from_db()
    assert (pair.state, pair.answers.count(), Alliance.objects.count()) == ("accepted", 2, 1)
