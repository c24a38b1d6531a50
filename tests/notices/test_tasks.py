"""Tasks: opened once, handed on, done; whoever has to know is told."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.translation import override
from tests.factories.actors import UserFactory
from tests.factories.cast import Cast

from entreciudades.actors.models import Absence
from entreciudades.actors.services import end_role
from entreciudades.core.models import AuditEvent
from entreciudades.notices import kinds
from entreciudades.notices.models import Notice, Task
from entreciudades.notices.services import (
    change_task,
    finish_task,
    finish_tasks_about,
    forget_old,
    notify,
    open_task,
    remind_of_due_tasks,
    reopen_task,
    write_task,
)

DAY = dt.date(2026, 12, 1)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "TASKS", kinds.TASKS | {"city.visit": "Visit %(city)s by %(day)s"})


def told() -> list[tuple[str, str]]:
    return [(one.user.name, one.words) for one in Notice.objects.select_related("user", "by").order_by("id")]


def visit(cast: Cast, **more: object) -> Task:
    facts = {"city": {"es": "Riomayor", "pt": "Riomaior"}, "day": DAY}
    values = {"about": cast.riomayor, "facts": facts, "by": None, "path": "/es/", "due": DAY} | more
    return open_task(cast.la_paz, kind="city.visit", **values)


def test_a_task_is_worded_for_whoever_reads_it(cast: Cast) -> None:
    task = visit(cast)
    said = {}
    for language in ("es", "pt", "en"):
        with override(language):
            said[language] = task.title
    assert said == {
        "es": "Visit Riomayor by 1 de diciembre de 2026",
        "pt": "Visit Riomaior by 1 de dezembro de 2026",
        "en": "Visit Riomayor by 1 December 2026",
    }


def test_one_without_owner_is_told_to_those_who_answer_for_the_organisation(cast: Cast) -> None:
    visit(cast)
    assert [name for name, _words in told()] == ["Carmen Inventada"]


def test_opened_again_about_the_same_object_it_is_renewed_and_nobody_is_told_twice(cast: Cast) -> None:
    first, again = visit(cast), visit(cast, due=DAY + dt.timedelta(days=7))
    assert (again.pk, Task.objects.get().due, len(told())) == (first.pk, DAY + dt.timedelta(days=7), 1)
    finish_task(first, by=cast.coordinator)
    assert visit(cast).pk != first.pk


def test_an_unknown_kind_and_a_missing_fact_are_refused_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(KeyError, match="no-such-kind"):
        open_task(cast.la_paz, kind="no-such-kind", facts={}, by=None)
    with pytest.raises(KeyError, match="day"):
        visit(cast, facts={"city": {"es": "Riomayor"}})
    with pytest.raises(TypeError, match="fact 'day' is a moment without a place's clock"):
        visit(cast, facts={"city": "x", "day": NOON})
    assert (Task.objects.count(), Notice.objects.count()) == (0, 0)


def test_whoever_gets_a_task_is_told_and_whoever_takes_one_is_not(cast: Cast) -> None:
    task = write_task(cast.la_paz, title=" Llamar ", due=None, owner=cast.colleague, by=cast.coordinator)
    change_task(task, owner=cast.coordinator, due=DAY, by=cast.coordinator)
    with override("en"):
        assert told() == [("Cesar Inventado", "Carmen Inventada gives you something to do: Llamar")]
    task.refresh_from_db()
    assert (task.title, task.owner, task.due) == ("Llamar", cast.coordinator, DAY)
    events = list(AuditEvent.objects.order_by("id").values_list("verb", "scope", "details"))
    assert events == [
        ("task.opened", cast.la_paz.pk, {"kind": "by-hand"}),
        ("task.changed", cast.la_paz.pk, {"fields": ["owner", "due"]}),
    ]


def test_only_who_works_for_the_organisation_gets_its_tasks(cast: Cast) -> None:
    task = write_task(cast.la_paz, title="Llamar", due=None, owner=None, by=cast.coordinator)
    for stranger in (cast.other_coordinator, cast.secretary, cast.reviewer):
        with pytest.raises(ValidationError) as refused:
            change_task(task, owner=stranger, due=None, by=cast.coordinator)
        assert list(refused.value.error_dict) == ["owner"]
    with pytest.raises(ValidationError) as refused:
        write_task(cast.la_paz, title=" ", due=None, owner=None, by=cast.coordinator)
    assert list(refused.value.error_dict) == ["title"]
    with pytest.raises(ValidationError) as refused:
        change_task(visit(cast), owner=None, due=None, title="Otra cosa", by=cast.coordinator)
    assert list(refused.value.error_dict) == ["title"]


def test_what_an_object_gave_rise_to_is_done_with_it(cast: Cast) -> None:
    task = visit(cast)
    other = write_task(cast.la_paz, title="Llamar", due=None, owner=None, by=cast.coordinator)
    assert finish_tasks_about(cast.riomayor, kind="another", by=None) == 0
    assert finish_tasks_about(cast.riomayor, by=None) == 1
    assert list(Task.objects.open()) == [other]
    task.refresh_from_db()
    assert (task.done_at is None, task.done_by) == (False, None)


def test_done_by_mistake_it_is_opened_again_unless_the_same_was_opened_anew(cast: Cast) -> None:
    task = finish_task(visit(cast), by=cast.colleague)
    assert reopen_task(task, by=cast.colleague).done_at is None
    finish_task(task, by=cast.colleague)
    anew = visit(cast)
    assert reopen_task(task, by=cast.colleague).pk == anew.pk
    assert list(Task.objects.open()) == [anew]


def test_a_reminder_comes_once_for_each_date(cast: Cast) -> None:
    task = write_task(cast.la_paz, title="Llamar", due=DAY, owner=cast.colleague, by=cast.colleague)
    write_task(cast.la_paz, title="Sin fecha", due=None, owner=cast.colleague, by=cast.colleague)
    eve = DAY - dt.timedelta(days=2)
    assert [remind_of_due_tasks(day) for day in (eve - dt.timedelta(days=1), eve, DAY)] == [0, 1, 0]
    change_task(task, owner=cast.colleague, due=DAY + dt.timedelta(days=1), by=cast.colleague)
    assert remind_of_due_tasks(DAY) == 1
    with override("en"):
        assert told()[0] == ("Cesar Inventado", "By 1 December 2026: Llamar")


def test_those_who_answer_are_reminded_of_what_a_former_colleague_had_to_do(cast: Cast) -> None:
    write_task(cast.la_paz, title="Llamar", due=DAY, owner=cast.colleague, by=cast.colleague)
    end_role(cast.colleague.memberships.get(), by=None)
    assert remind_of_due_tasks(DAY) == 1
    assert [name for name, _words in told()] == ["Carmen Inventada"]


def test_whoever_stands_in_is_told_too_while_somebody_is_away(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        day = NOON.date()
        Absence.objects.create(
            organisation=cast.la_paz, user=cast.coordinator, stand_in=cast.colleague, starts=day, ends=day
        )
        tell = {"kind": "task.due", "facts": {"due": DAY}, "path": "/", "by": None}
        facts = {"task": {"kind": "by-hand", "facts": {"title": "x"}}, "due": {"date": "2026-12-01"}}
        tell["facts"] = facts
        assert notify([cast.coordinator], scope=cast.la_paz, **tell) == 2
        assert notify([cast.coordinator], scope=cast.riomayor, **tell) == 1
        clock.shift(dt.timedelta(days=1))
        assert notify([cast.coordinator], scope=cast.la_paz, **tell) == 1


def test_nobody_is_told_who_may_not_sign_in_or_caused_it(cast: Cast) -> None:
    gone = UserFactory(is_active=False)
    facts = {"task": {"kind": "by-hand", "facts": {"title": "x"}}}
    people = [gone, cast.coordinator, cast.colleague, cast.colleague]
    assert notify(people, kind="task.given", facts=facts, path="/", by=cast.coordinator, scope=cast.la_paz) == 1


def test_whoever_lost_the_role_reads_the_notice_no_more(cast: Cast) -> None:
    visit(cast)
    assert Notice.objects.visible_to(cast.coordinator).count() == 1
    end_role(cast.coordinator.memberships.get(), by=None)
    assert Notice.objects.visible_to(cast.coordinator).count() == 0


def test_tasks_are_seen_by_those_who_work_there_alone(cast: Cast) -> None:
    visit(cast)
    seen = {name for name, one in cast.everybody.items() if Task.objects.visible_to(one).exists()}
    assert seen == {"coordinator", "colleague"}


def test_what_is_old_is_forgotten(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        write_task(cast.la_paz, title="Abierta", due=None, owner=None, by=cast.colleague)
        finish_task(visit(cast, owner=cast.colleague), by=cast.colleague)
        Notice.objects.filter(user=cast.coordinator).update(read_at=NOON)
        clock.shift(dt.timedelta(days=91))
        assert (forget_old(), Notice.objects.get().user) == (1, cast.colleague)
        clock.shift(dt.timedelta(days=275))
        assert (forget_old(), Task.objects.get().title, Notice.objects.count()) == (2, "Abierta", 0)
