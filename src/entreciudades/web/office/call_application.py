"""One application in the office: as it was submitted, what changed between submissions, what is to be mended."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.calls.frozen import differing, item_of, snapshot_of
from entreciudades.calls.items import title_of
from entreciudades.calls.models import Application, MendRequest, Submission
from entreciudades.calls.rules import EDIT as EDIT_CALL
from entreciudades.calls.rules import FOLLOW
from entreciudades.calls.services.mending import ask_to_mend, items_of
from entreciudades.calls.snapshot import Snapshot
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import BUDGET, DOCUMENT, FACTS, GROUP, TEXT, THEMES, is_in_time
from entreciudades.core.differences import Piece, compare
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.call_pack import CallPart
from entreciudades.taxonomy.codelists import load
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import number as number_of
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.moments import moment
from entreciudades.web.office.calls import about_call
from entreciudades.web.reviews.frozen import frozen_of

LAST_SECOND = dt.time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that one submission says otherwise than the one before; of a text, word by word."""

    title: Localized
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to mend: "open", "mended" or "lapsed", and what it opens."""

    request: MendRequest
    state: str
    items: tuple[Localized, ...]


class MendForm(forms.Form):
    """What a city is to mend, in which parts, by when."""

    asks = forms.CharField(
        label=gettext_lazy("What is to be mended"),
        help_text=gettext_lazy("The city reads it as you write it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("What may be changed"),
        help_text=gettext_lazy("Everything else stays as it was submitted."),
        widget=forms.CheckboxSelectMultiple,
    )
    due = forms.DateField(
        label=gettext_lazy("To the end of this day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, application: Application, terms: CallPart) -> None:
        day = timezone.now().date() + dt.timedelta(days=terms.mend_days)
        super().__init__(data, initial={"due": day})
        choices = [(item, title_of(item, terms).text) for item in items_of(application)]
        self.fields["items"].choices = choices  # type: ignore[attr-defined] # a MultipleChoiceField


@may(FOLLOW)
@require_safe
def application(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """The newest submission, or the one that `?number=` asks for."""
    it = _found(request, slug, call, pk)
    submissions = list(it.submissions.select_related("made_by"))
    wanted = number_of(request.GET.get("number", ""))
    shown = next((one for one in submissions if one.number == wanted), submissions[-1] if submissions else None)
    terms = terms_of(it.call)
    former = next((one for one in reversed(submissions) if shown and one.number < shown.number), None)
    may_ask = it.state == "submitted" and it.call.state in {"open", "under-review"}
    over = not (it.call.state == "open" and is_in_time(timezone.now(), it.call.closes_at))
    asked = [_asked(one, terms) for one in it.mend_requests.select_related("submission", "asked_by")]
    page = {
        "application": it,
        "applicant_name": name_of(it.applicant),
        "frozen": frozen_of(it, shown) if shown else None,
        "shown": shown,
        "submissions": submissions[::-1],
        "former": former,
        "differences": _differences(former, shown, terms) if former and shown else [],
        "asked": asked,
        "may_ask": may_ask and over and all(one.state != "open" for one in asked),
    }
    return render(request, "office/calls/application.html", about_call(request, it.call) | page)


@may(EDIT_CALL)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """Ask the city to mend its application."""
    it = _found(request, slug, call, pk, may=EDIT_CALL)
    form = MendForm(request.POST if request.method == "POST" else None, application=it, terms=terms_of(it.call))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            due_at = moment(dt.datetime.combine(asked["due"], LAST_SECOND), it.call.zone)
            ask_to_mend(it, asks=asked["asks"], items=asked["items"], due_at=due_at, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Asked: %(name)s has it as a task.") % {"name": name_of(it.applicant)})
            return redirect("office:call-application", slug, call, pk)
    page = {
        "form": form,
        "title": _("Ask %(name)s to mend its application") % {"name": name_of(it.applicant)},
        "submit": _("Ask to mend"),
        "back": reverse("office:call-application", args=[slug, call, pk]),
    }
    return render(request, "layouts/form.html", about_call(request, it.call) | page)


def _found(request: HttpRequest, slug: str, call: str, pk: int, *, may: Any = FOLLOW) -> Application:
    """An application that arrived, of a call of the office."""
    its_call = doors.call(request, slug, call, may=may)
    rows = its_call.applications.filter(submitted_at__isnull=False).select_related("applicant")
    it: Application | None = rows.filter(pk=pk).first()
    if it is None:
        raise NotFound("application", pk)
    it.call = its_call
    return it


def _asked(one: MendRequest, terms: CallPart) -> Asked:
    state = "mended" if one.submission_id else "open" if is_in_time(timezone.now(), one.due_at) else "lapsed"
    return Asked(one, state, tuple(title_of(item, terms) for item in one.items))


def _differences(former: Submission, shown: Submission, terms: CallPart) -> list[Difference]:
    before, after = snapshot_of(former), snapshot_of(shown)
    return [
        Difference(title_of(item, terms), compare(_said(before, item), _said(after, item)))
        for item in differing(before, after)
    ]


def _said(snapshot: Snapshot, item: str) -> str:
    """What an item says, as text to be compared; "" for what a reader finds below."""
    lines: list[str] = []
    if item.startswith(TEXT):
        lines = list(snapshot.answers.get(item.removeprefix(TEXT), {}).values())
    elif item.startswith(DOCUMENT):
        lines = [one.name for one in snapshot.documents if item_of(one.key) == item]
    elif item == FACTS:
        lines = list(snapshot.titles.values())
    elif item == THEMES:
        known = load().terms
        lines = [label(known[one].labels).text for one in snapshot.themes if one in known]
    elif item == GROUP:
        lines = [*(label(one.names).text for one in snapshot.members), *snapshot.common_problem.values()]
    elif item == BUDGET:
        budget = snapshot.budget
        lines = [f"{budget.asked} / {budget.total} {budget.currency}, {budget.months}"]
    return "\n\n".join(lines)
