"""One step of a search: when, what came of it, who stays, its documents; and each candidate as it applied."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.calls.models import Application, StepRecord
from entreciudades.calls.rules import READ_SUBMITTED, RECORD_STEPS
from entreciudades.calls.services.steps import DOCUMENT, record_step
from entreciudades.calls.steps import Step, candidates_at, steps_of
from entreciudades.core.access import fetch
from entreciudades.core.errors import FileRefused, NotFound, RowConflict
from entreciudades.core.files import add_document, attachments_of
from entreciudades.core.files import remove_document as take_off
from entreciudades.core.labels import label
from entreciudades.core.parts import Opened, digest_of
from entreciudades.core.uploads.refusals import refusal
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.searches.overview import GET_AND_POST, about_search
from entreciudades.web.files import address_of
from entreciudades.web.reviews.frozen import frozen_of

_FIELDS = ("done_on", "note", "applications")


class StepForm(forms.Form):
    """What is written down of a step. `digest` is of what stood there when the form was opened."""

    done_on = forms.DateField(label=gettext_lazy("On"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    applications = forms.ModelMultipleChoiceField(
        Application.objects.none(),
        label=gettext_lazy("Candidates"),
        widget=forms.CheckboxSelectMultiple,
    )
    document = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.xlsx,.ods,.txt,.csv"}),
        help_text=gettext_lazy("Minutes, a report, photographs in a PDF; at most 25 MB. Your network reads it too."),
    )
    conflict: Any = None

    def __init__(self, *args: Any, step: Step, candidates: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asks = label(step.step.asks).text
        self.fields["note"].help_text = asks
        record = step.record or StepRecord()
        self.digest = self.data.get("opened", "") if self.is_bound else digest_of(record, _FIELDS)
        self.initial = {"done_on": record.done_on or timezone.localdate(), "note": record.note}
        if not step.names_applications:
            del self.fields["applications"]
            return
        field: Any = self.fields["applications"]
        field.queryset = candidates.select_related("applicant").order_by("applicant__sort_name", "pk")
        field.label_from_instance = lambda one: name_of(one.applicant)
        field.label = {
            "list": _("Candidates that stay"),
            "visit": _("Candidates that were visited"),
            "decision": _("The candidate that is chosen"),
        }[step.step.record]
        if step.record:
            self.initial["applications"] = [one.pk for one in step.record.applications.all()]


@may(RECORD_STEPS)
@require_http_methods(GET_AND_POST)
def step(request: HttpRequest, slug: str, search: str, step: str) -> HttpResponse:
    """Write down a step, or correct it."""
    call = doors.search(request, slug, search, may=RECORD_STEPS)
    here = next((one for one in steps_of(call) if one.step.key == step), None)
    if here is None:
        raise NotFound("step", step)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StepForm(*sent, step=here, candidates=candidates_at(call, here.step))
    status = 200
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        upload = said.pop("document", None)
        opened = Opened(_FIELDS, form.digest) if form.digest else None
        try:
            kept = record_step(call, step, by=person(request), opened=opened, **said)
            if upload:
                add_document(kept, upload, purpose=DOCUMENT, by=person(request), scope=call.network_id)
        except ValidationError as error:
            refused(form, error)
        except FileRefused as error:
            form.add_error("document", refusal(error))  # what was written is kept
        except RowConflict as error:
            status, form.digest = 409, digest_of(error.stands, _FIELDS)
            form.add_error(
                None, _("Somebody changed this while you were writing. Send it again, and it is as you wrote it.")
            )
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:search", slug, search)
    documents = attachments_of(here.record, DOCUMENT) if here.record else ()
    page = {
        "form": form,
        "step": here.step,
        "documents": [
            (one, address_of(one), reverse("desk:search-document-remove", args=[slug, search, step, one.pk]))
            for one in documents
        ],
        "back": reverse("desk:search", args=[slug, search]),
    }
    return render(request, "desk/searches/step.html", about_search(request, call) | page, status=status)


@may(RECORD_STEPS)
@require_POST
def remove_document(request: HttpRequest, slug: str, search: str, step: str, pk: int) -> HttpResponse:
    """Take a document off the record of a step."""
    call = doors.search(request, slug, search, may=RECORD_STEPS)
    record = call.steps.filter(step=step).first()
    hung = attachments_of(record, DOCUMENT).filter(pk=pk).first() if record else None
    if record is None or hung is None:
        raise NotFound("document", pk)
    take_off(record, hung, by=person(request), scope=call.network_id)
    messages.success(request, _("The document was removed."))
    return redirect("desk:search-step", slug, search, step)


@may(READ_SUBMITTED)
@require_safe
def candidate(request: HttpRequest, slug: str, search: str, pk: int) -> HttpResponse:
    """A candidate as it applied."""
    call = doors.search(request, slug, search, may=RECORD_STEPS)
    rows = Application.objects.filter(call=call).submitted().select_related("call", "applicant")
    it = fetch(rows, pk, may=READ_SUBMITTED, actor=request.user)
    shown = it.submissions.last()
    page = {
        "application": it,
        "applicant_name": name_of(it.applicant),
        "frozen": frozen_of(it, shown) if shown else None,
        "back": reverse("desk:search", args=[slug, search]),
    }
    return render(request, "desk/searches/candidate.html", about_search(request, call) | page)
