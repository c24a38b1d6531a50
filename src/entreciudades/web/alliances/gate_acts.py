"""What people put down at a gate: an attestation with what bears it out, an exception with its reason."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.models import AllianceStage, Attestation, Waiver
from entreciudades.alliances.pack import required_at
from entreciudades.alliances.rules import WAIVE_STAGE, may_attest
from entreciudades.alliances.services import attestations, stages
from entreciudades.core.errors import FileRefused, NotAllowed, NotFound
from entreciudades.core.labels import label
from entreciudades.core.uploads.refusals import refusal
from entreciudades.methodologies.alliance_pack import Requirement
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.alliances.gates import may_take_back
from entreciudades.web.alliances.moves import check_decides
from entreciudades.web.alliances.places import Place
from entreciudades.web.alliances.stages import ask, row_at
from entreciudades.web.desk.refusals import refused

LONGEST_NOTE = 4000


class AttestForm(forms.Form):
    """What bears it out: words, a document, or both."""

    note = forms.CharField(
        label=gettext_lazy("What bears it out"),
        widget=forms.Textarea({"rows": 5}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    evidence = forms.FileField(
        label=gettext_lazy("Document"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.xlsx,.ods,.txt,.csv"}),
        help_text=gettext_lazy("PDF, DOCX, ODT, XLSX, ODS or text, at most 25 MB, without password and macros."),
        required=False,
    )

    def __init__(self, *args: object, asked: Requirement, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type] # as a form takes them
        self.fields["note" if asked.evidence == "note" else "evidence"].required = True
        if asked.evidence == "document":
            self.order_fields(("evidence", "note"))


def attest(place: Place, stage: str, requirement: str) -> HttpResponse:
    """Say that what no data can tell is so, with what bears it out."""
    check_decides(place)
    row = row_at(place, stage)
    asked = _asked(row, requirement)
    seat = place.seat if asked.by == "every-coordinator" else None
    of_nobody = asked.by == "every-coordinator" and seat is None
    if asked.kind != "attested" or of_nobody or not may_attest(place.by, row, by=asked.by, seat=seat):
        raise NotAllowed("stage:attest", "stage", stage)
    request = place.request
    form = AttestForm(request.POST or None, request.FILES or None, asked=asked)
    back = place.at("alliance-stage", stage)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            attestations.attest(
                row, requirement=requirement, seat=seat, note=said["note"], evidence=said["evidence"], by=place.by
            )
        except FileRefused as error:
            form.add_error("evidence", refusal(error))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Attested, with your name."))
            return redirect(back)
    says = label(asked.says).text
    return ask(place, form, title=_("Attest"), says=says, back=back, submit=_("Attest with my name"))


def withdraw_attestation(place: Place, pk: int) -> HttpResponse:
    """Take an attestation back; that it was made stays in the history."""
    check_decides(place)
    rows = Attestation.objects.filter(stage__alliance=place.alliance, withdrawn_at=None).select_related(
        "stage__alliance"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("attestation", pk)
    if not may_take_back(place, found):
        raise NotAllowed("attestation:withdraw", "attestation", pk)
    try:
        attestations.withdraw(found, by=place.by)
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
    else:
        messages.success(place.request, _("Taken back. The history says that it was attested."))
    return redirect(place.at("alliance-stage", found.stage.key))


def waive(place: Place, stage: str, requirement: str) -> HttpResponse:
    """Make a reasoned exception."""
    check_decides(place)
    row = row_at(place, stage)
    asked = _asked(row, requirement)
    _check_waives(place, row)
    form = ReasonForm(place.request.POST if place.request.method == "POST" else None)
    back = place.at("alliance-stage", stage)
    if place.request.method == "POST" and form.is_valid():
        try:
            stages.waive(row, requirement=requirement, by=place.by, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("The exception stands at the gate, with your name and the reason."))
            return redirect(back)
    says = _("“%(requirement)s” is let pass although it is not met. The exception stays visible, and all are told.")
    return ask(
        place,
        form,
        title=_("Make an exception"),
        says=says % {"requirement": label(asked.says).text},
        back=back,
    )


def withdraw_waiver(place: Place, pk: int) -> HttpResponse:
    """Take an exception back."""
    check_decides(place)
    found = Waiver.objects.filter(stage__alliance=place.alliance, pk=pk).select_related("stage__alliance").first()
    if found is None:
        raise NotFound("waiver", pk)
    found.stage.alliance = place.alliance
    _check_waives(place, found.stage)
    try:
        stages.withdraw_waiver(found, by=place.by)
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
    else:
        messages.success(place.request, _("Taken back. The history says that there was an exception."))
    return redirect(place.at("alliance-stage", found.stage.key))


def _asked(row: AllianceStage, requirement: str) -> Requirement:
    found = next((one for one in required_at(row) if one.key == requirement), None)
    if found is None:
        raise NotFound("requirement", requirement)
    return found


def _check_waives(place: Place, row: AllianceStage) -> None:
    if not WAIVE_STAGE.predicate(place.by, row):
        raise NotAllowed(WAIVE_STAGE.name, "stage", row.key)
