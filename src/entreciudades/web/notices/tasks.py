"""What one has to do: one's own tasks, those that nobody has taken, those of colleagues; written, handed on, done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT
from entreciudades.core.access import fetch
from entreciudades.notices import services
from entreciudades.notices.models import Task
from entreciudades.notices.querysets import WORKING
from entreciudades.notices.recipients import workers_of
from entreciudades.notices.rules import DO
from entreciudades.web.access import may, signed_in
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.refusals import refused

LONGEST_TITLE = 200
DONE_SHOWN = 10
SHOWN_OF_ORGANISATION = 5


class TaskForm(forms.Form):
    """Who does a task, by when; of one written by hand also what."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=LONGEST_TITLE)
    due = forms.DateField(
        label=gettext_lazy("By which day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)

    def __init__(self, *args: Any, workers: list[User], is_by_hand: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(one.pk): one for one in workers}
        nobody = ("", _("Whoever takes it"))
        self.fields["owner"].choices = [nobody, *((pk, one.get_full_name()) for pk, one in self.workers.items())]  # type: ignore[attr-defined] # a ChoiceField
        if not is_by_hand:
            del self.fields["title"]

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, as the services take it."""
        said = dict(self.cleaned_data)
        return said | {"owner": self.workers.get(said["owner"])}


def tasks_of(organisation: Organisation, user: User) -> list[Task]:
    """What somebody has to do for an organisation, the most urgent first: as many as its first page shows."""
    rows = Task.objects.open().filter(organisation=organisation).for_me(user)
    return list(rows.urgent_first()[:SHOWN_OF_ORGANISATION])


@signed_in
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks of all organisations for which one works, what is overdue first, and what was done lately."""
    user = person(request)
    seen = Task.objects.visible_to(user).select_related("organisation", "owner")
    still = list(seen.open().urgent_first())
    page = {
        "mine": [one for one in still if one.owner_id == user.pk],
        "free": [one for one in still if one.owner_id is None],
        "others": [one for one in still if one.owner_id not in {None, user.pk}],
        "done": list(seen.exclude(done_at=None).select_related("done_by").order_by("-done_at")[:DONE_SHOWN]),
        "organisations": list(Organisation.objects.with_role(user, *WORKING)),
    }
    return render(request, "notices/tasks.html", page)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what an organisation has to do."""
    organisation = doors.organisation(request, slug, may=EDIT)
    start = {"owner": str(person(request).pk)}
    form = TaskForm(request.POST if request.method == "POST" else None, workers=workers_of(organisation), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_task(organisation, **form.said, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect("notices:tasks")
    return _form(request, form, _("A new task"), organisation)


@may(DO)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Who does it and by when."""
    found = _task(request, pk)
    start = {"title": found.title, "due": found.due, "owner": str(found.owner_id or "")}
    workers = workers_of(found.organisation)
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        workers=workers,
        is_by_hand=found.is_by_hand,
        initial=start,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_task(found, **form.said, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("notices:tasks")
    return _form(request, form, found.title, found.organisation, task=found)


@may(DO)
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    found = services.finish_task(_task(request, pk), by=person(request))
    messages.success(request, _("Done: %(task)s") % {"task": found.title})
    return redirect("notices:tasks")


@may(DO)
@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not done after all."""
    services.reopen_task(_task(request, pk), by=person(request))
    return redirect("notices:tasks")


def _task(request: HttpRequest, pk: int) -> Task:
    return fetch(Task.objects.select_related("organisation", "owner"), pk, may=DO, actor=request.user)


def _form(request: HttpRequest, form: TaskForm, title: str, owner: Organisation, **more: Any) -> HttpResponse:
    page = {"base": "notices/base.html", "form": form, "title": title, "organisation": owner}
    return render(request, "notices/task.html", page | {"back": reverse("notices:tasks")} | more)
