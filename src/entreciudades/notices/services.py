"""What happens to tasks and notices."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import has_role
from entreciudades.core import trail
from entreciudades.core.refs import kind_of
from entreciudades.core.worker import attempt
from entreciudades.notices.facts import kept
from entreciudades.notices.kinds import BY_HAND, Group, word_notice, word_task
from entreciudades.notices.models import Frequency, Notice, Preference, Task
from entreciudades.notices.querysets import WORKING
from entreciudades.notices.recipients import leaders_of, widened

#: How long before its day somebody is reminded of a task.
REMIND = dt.timedelta(days=2)
#: How long notices are kept once they are read; how long notices at most, and tasks once they are done.
KEEP_READ, KEEP = dt.timedelta(days=90), dt.timedelta(days=365)


@transaction.atomic
def open_task(
    organisation: Organisation,
    *,
    kind: str,
    facts: Mapping[str, Any],
    by: User | None,
    about: models.Model | None = None,
    path: str = "",
    due: dt.date | None = None,
    owner: User | None = None,
) -> Task:
    """Give an organisation something to do; tell its owner, or, where it has none, those who answer for it.

    One that is open already about the same object stays the same: its facts, path and date are renewed, nobody is
    told again. `kind` is one of `kinds.TASKS`, else KeyError. Raises ValidationError as `change_task`.
    """
    data = kept(facts)
    word_task(kind, data)
    fresh = {"facts": data, "path": path, "due": due}
    if about is not None:
        Organisation.objects.select_for_update(no_key=True).get(
            pk=organisation.pk
        )  # so that two do not open it at once
        found = (
            Task.objects.select_for_update().open().about(about).filter(organisation=organisation, kind=kind).first()
        )
        if found is not None:
            return _set(found, **fresh)
    _check_works_there(organisation, owner)
    named = {} if about is None else {"object_kind": kind_of(about), "object_id": about.pk}
    task = Task.objects.create(organisation=organisation, kind=kind, owner=owner, opened_by=by, **named, **fresh)
    trail.record("task.opened", task, by=by, scope=organisation.pk, kind=kind)
    _tell_of(task, by=by)
    return task


def write_task(organisation: Organisation, *, title: str, due: dt.date | None, owner: User | None, by: User) -> Task:
    """Write a task by hand. Raises ValidationError as `change_task`."""
    if not title.strip():
        raise ValidationError({"title": _("Say what is to be done.")})
    return open_task(organisation, kind=BY_HAND, facts={"title": title.strip()}, due=due, owner=owner, by=by)


@transaction.atomic
def change_task(
    task: Task, *, owner: User | None, due: dt.date | None, by: User | None, title: str | None = None
) -> Task:
    """Hand a task to somebody, or to nobody; set its day; word one that was written by hand anew.

    A new owner is told. Raises ValidationError on "owner" where they do not work for the organisation, on "title"
    where it is empty or the task was not written by hand.
    """
    task = Task.objects.select_for_update().get(pk=task.pk)
    fields: dict[str, Any] = {"owner": owner, "due": due}
    if title is not None:
        if not task.is_by_hand or not title.strip():
            raise ValidationError({"title": _("Say what is to be done.")})
        fields["facts"] = {"title": title.strip()}
    changed = [name for name, value in fields.items() if getattr(task, name) != value]
    if not changed:
        return task
    if "owner" in changed:
        _check_works_there(task.organisation, owner)
    _set(task, **fields)
    trail.record("task.changed", task, by=by, scope=task.organisation_id, fields=changed)
    if "owner" in changed and owner is not None:
        _tell_of(task, by=by)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: User | None) -> Task:
    """It is done; twice changes nothing."""
    return _finish(Task.objects.select_for_update().get(pk=task.pk), by=by)


@transaction.atomic
def reopen_task(task: Task, *, by: User | None) -> Task:
    """It was not done after all. Where the same was opened anew meanwhile, it stays done, and that one is given."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.done_at is None:
        return task
    if task.object_id is not None:
        same = {"kind": task.kind, "object_kind": task.object_kind, "object_id": task.object_id}
        anew = Task.objects.open().filter(organisation=task.organisation_id, **same).first()
        if anew is not None:
            return anew
    trail.record("task.reopened", task, by=by, scope=task.organisation_id, kind=task.kind)
    return _set(task, done_at=None, done_by=None)


@transaction.atomic
def finish_tasks_about(obj: models.Model, *, kind: str | None = None, by: User | None) -> int:
    """What an object had given rise to is done, all of it or what is of one kind; return how many tasks."""
    tasks = Task.objects.select_for_update().open().about(obj)
    found = [_finish(task, by=by) for task in (tasks if kind is None else tasks.filter(kind=kind))]
    return len(found)


@transaction.atomic
def notify(
    people: Iterable[User],
    *,
    kind: str,
    facts: Mapping[str, Any],
    path: str,
    by: User | None,
    scope: Organisation | None,
) -> int:
    """Tell people what happened, here and by mail as each of them wishes; return how many were told.

    `kind` is one of `kinds.NOTICES`, else KeyError; `facts` are those that its words take. `path` leads to the thing,
    without host. `scope` is the organisation in whose service they are told. Whoever caused it is not told.
    """
    return _tell(people, kind=kind, facts=kept(facts), path=path, by=by, scope=scope)


def remind_of_due_tasks(today: dt.date | None = None) -> int:
    """Remind of what is due within REMIND, once for each date; return how many tasks.

    Whoever owns one and still works there is told, else those who answer for the organisation.
    """
    soon = (today or timezone.localdate()) + REMIND
    due = Task.objects.open().due_by(soon).exclude(reminded_of=F("due"))
    return sum(attempt(partial(_remind, pk)) or 0 for pk in due.values_list("pk", flat=True))


@transaction.atomic
def forget_old(now: dt.datetime | None = None) -> int:
    """Delete notices and done tasks that are older than they are kept; return how many."""
    now = now or timezone.now()
    notices = Notice.objects.filter(Q(read_at__lt=now - KEEP_READ) | Q(created_at__lt=now - KEEP))
    return notices.delete()[0] + Task.objects.filter(done_at__lt=now - KEEP).delete()[0]


@transaction.atomic
def forget_person(user: User) -> None:
    """Forget what a person was told and how they wished it; their open tasks are for whoever takes them."""
    Notice.objects.filter(user=user).delete()
    Preference.objects.filter(user=user).delete()
    Task.objects.open().filter(owner=user).update(owner=None)


@transaction.atomic
def forget_names(names: Iterable[str]) -> int:
    """Say "somebody" instead of these names in what people were told and have to do; return where that was."""
    wanted = {name for name in names if name}
    if not wanted:
        return 0
    of_task, of_notice = Q(facts__name__in=wanted), Q(facts__name__in=wanted) | Q(facts__task__facts__name__in=wanted)
    found = [*Task.objects.filter(of_task).select_for_update(), *Notice.objects.filter(of_notice).select_for_update()]
    for row in found:
        for facts in (row.facts, row.facts.get("task", {}).get("facts", {})):
            if isinstance(facts.get("name"), str) and facts["name"] in wanted:
                facts["name"] = _somebody()
        row.save(update_fields=["facts"])
    return len(found)


@transaction.atomic
def read_notices(notices: "QuerySet[Notice]") -> int:
    """These have been read; return how many had not."""
    return notices.filter(read_at=None).update(read_at=timezone.now())


@transaction.atomic
def prefer(user: User, wishes: Mapping[Group, Frequency]) -> None:
    """Keep when a person wants each of these groups by mail. Raises ValueError on an unknown group or frequency."""
    for group, frequency in wishes.items():
        values = {"frequency": Frequency(frequency)}
        Preference.objects.update_or_create(user=user, group=Group(group), defaults=values)


def frequencies(user: User) -> dict[Group, Frequency]:
    """When a person gets each group by mail: what they chose, else the default."""
    chosen = Preference.objects.filter(user=user).values_list("group", "frequency")
    return Preference.DEFAULTS | {Group(group): Frequency(frequency) for group, frequency in chosen}


@transaction.atomic
def _remind(pk: int) -> bool:
    task = Task.objects.select_for_update(of=("self",)).select_related("organisation", "owner").filter(pk=pk).first()
    if task is None or task.done_at is not None or task.due is None or task.reminded_of == task.due:
        return False
    _set(task, reminded_of=task.due)
    facts = _facts_of(task) | kept({"due": task.due})
    owner = task.owner if task.owner and has_role(task.owner, task.organisation_id, WORKING) else None
    people = [owner] if owner else leaders_of(task.organisation)
    _tell(people, kind="task.due", facts=facts, path=task.address, by=None, scope=task.organisation)
    return True


def _somebody() -> dict[str, str]:
    said = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[code] = _("Somebody")
    return said


def _facts_of(task: Task) -> dict[str, Any]:
    return {"task": {"kind": task.kind, "facts": task.facts}}


def _tell_of(task: Task, *, by: User | None) -> None:
    told = _facts_of(task)
    path = task.address
    scope = task.organisation
    if task.owner is not None:
        _tell([task.owner], kind="task.given" if by else "task.yours", facts=told, path=path, by=by, scope=scope)
    else:
        facts = told | {"organisation": scope.names}
        _tell(leaders_of(scope), kind="task.open", facts=facts, path=path, by=by, scope=scope)


def _tell(
    people: Iterable[User], *, kind: str, facts: dict[str, Any], path: str, by: User | None, scope: Organisation | None
) -> int:
    word_notice(kind, facts, by="")
    told = [user for user in widened(people, scope=scope) if user != by]
    Notice.objects.bulk_create(
        Notice(user=user, scope=scope, kind=kind, facts=facts, path=path, by=by) for user in told
    )
    return len(told)


def _finish(task: Task, *, by: User | None) -> Task:
    if task.done_at is None:
        _set(task, done_at=timezone.now(), done_by=by)
        trail.record("task.finished", task, by=by, scope=task.organisation_id, kind=task.kind)
    return task


def _set(task: Task, **values: Any) -> Task:
    for name, value in values.items():
        setattr(task, name, value)
    task.save(update_fields=list(values))
    return task


def _check_works_there(organisation: Organisation, owner: User | None) -> None:
    if owner is not None and not (owner.is_active and has_role(owner, organisation.pk, WORKING)):
        raise ValidationError({"owner": _("They do not work for this organisation.")})
