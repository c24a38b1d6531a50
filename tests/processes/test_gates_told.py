"""Whoever may close a stage learns that its gate holds: once, and until it is shut again or they put it aside."""

import pytest
from tests.factories.lives import Living, pack_text, running

from entreciudades.alliances.services import life, stages
from entreciudades.notices.models import Task
from entreciudades.notices.services import finish_task
from entreciudades.processes.gates import advance_alliance
from entreciudades.processes.gates_told import CLOSE, tell_of_gates
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db


def asked() -> set[int]:
    """Ids of the organisations that have the task."""
    return set(Task.objects.open().filter(kind=CLOSE).values_list("organisation", flat=True))


def keys(found: Living) -> set[int]:
    return {city.pk for city in found.cities}


def closed_by(who: str, requirement: str = "parties") -> Living:
    stage = f'closes = "{who}"\nrequires = ["{requirement}"]'
    return running(pack_text({"only": stage, "after": 'requires = ["theme"]'}))


def test_every_party_is_asked_until_it_is_closed() -> None:
    found = closed_by("coordinator")
    assert (tell_of_gates(), tell_of_gates(), asked(), Task.objects.filter(kind=CLOSE).count()) == (
        1,
        1,
        keys(found),
        2,
    )
    advance_alliance(found.alliance, from_stage="only", by=found.by)
    assert (asked(), tell_of_gates()) == (set(), 0)


def test_the_secretariat_is_asked_where_it_closes() -> None:
    found = closed_by("secretariat")
    assert (tell_of_gates(), asked()) == (1, {found.network.pk})


def test_those_who_gave_their_word_are_not_asked() -> None:
    found = closed_by("every-coordinator")
    stages.say_ready(found.stage("only"), seat=found.seat(0), by=found.by)
    assert (tell_of_gates(), asked()) == (1, {found.cities[1].pk})


def test_a_gate_that_is_shut_again_asks_nobody_any_more() -> None:
    found = closed_by("coordinator", requirement="theme")
    assert (tell_of_gates(), asked()) == (0, set())
    found.alliance.themes.set(Term.objects.filter(pk="iuc:7"))
    assert (tell_of_gates(), asked()) == (1, keys(found))
    found.alliance.themes.clear()
    assert (tell_of_gates(), asked()) == (0, set())


def test_whoever_put_it_aside_is_not_asked_again_and_nobody_while_it_rests() -> None:
    found = closed_by("coordinator")
    tell_of_gates()
    task = Task.objects.open().get(kind=CLOSE, organisation=found.cities[0])
    finish_task(task, by=found.by)
    assert (tell_of_gates(), asked()) == (1, {found.cities[1].pk})
    life.suspend(found.alliance, reason="Elecciones", by=found.by)
    assert tell_of_gates() == 0
