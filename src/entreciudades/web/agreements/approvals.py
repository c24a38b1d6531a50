"""What the law of each party's country asks before the signature, with its clock and its papers."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.approvals import Asked, asked
from entreciudades.alliances.models import Approval
from entreciudades.alliances.models.signing import ApprovalState
from entreciudades.alliances.services.approvals import PAPER, record_approval
from entreciudades.core.errors import FileRefused, NotFound
from entreciudades.core.files import add_document, attachments_of, remove_document
from entreciudades.core.models import Attachment
from entreciudades.core.uploads.refusals import refusal
from entreciudades.web.agreements.places import Place
from entreciudades.web.alliances.forms import day_field
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.files import address_of


class ApprovalForm(forms.Form):
    """How far it is with one thing that is asked of one party."""

    state = forms.ChoiceField(
        label=gettext_lazy("How far it is"),
        choices=[(state, capfirst(said)) for state, said in ApprovalState.choices],
        widget=forms.RadioSelect,
    )
    requested_on = day_field(gettext_lazy("Requested on"))
    answered_on = day_field(gettext_lazy("Answered on"))
    reference = forms.CharField(label=gettext_lazy("Reference of the file"), max_length=100, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Where it is not needed, say why: all parties read it."),
    )
    paper = forms.FileField(
        label=gettext_lazy("Add a paper"),
        required=False,
        help_text=gettext_lazy("The request with its stamp, or the answer. The parties and the network read it."),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is asked, with its papers and where it is recorded ("" for nowhere here)."""

    asked: Asked
    state_words: str
    is_overdue: bool
    forbids: bool
    papers: list[tuple[Attachment, str, str]]
    address: str


def show(place: Place) -> HttpResponse:
    """Party by party."""
    today = timezone.localdate()
    lines = [_line(place, one, today) for one in asked(place.agreement)]
    page = {
        "title": _("Approvals before signing"),
        "lines": lines,
        "open": [one for one in lines if one.forbids],
        "parties": place.parties,
        "asked_of": {line.asked.party.pk for line in lines},
    }
    return render(place.request, "agreements/approvals.html", place.about | page)


def record(place: Place, party: int, rule: int) -> HttpResponse:
    """Keep how far it is, and add a paper."""
    one, request = _found(place, party, rule), place.request
    is_sent = request.method == "POST"
    form = ApprovalForm(request.POST if is_sent else None, request.FILES if is_sent else None, initial=_stands(one))
    if is_sent and form.is_valid() and _recorded(place, one, form):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(one.rule)})
        return redirect(place.at("agreement-approvals"))
    page = {
        "form": form,
        "asked": one,
        "papers": _papers(place, one),
        "title": _("%(what)s: %(party)s") % {"what": name_of(one.rule), "party": name_of(one.party.organisation)},
        "back": place.at("agreement-approvals"),
    }
    return render(request, "agreements/approval.html", place.about | page, status=422 if form.errors else 200)


def remove(place: Place, party: int, rule: int, paper: int) -> HttpResponse:
    """Take a paper away."""
    one = _found(place, party, rule)
    hung = attachments_of(one.approval, PAPER).filter(pk=paper).first() if one.approval else None
    if one.approval is None or hung is None:
        raise NotFound("paper", paper)
    remove_document(one.approval, hung, by=place.by, scope=place.owner.pk)
    messages.success(place.request, _("The document was removed."))
    return redirect(place.at("agreement-approval", party, rule))


def _recorded(place: Place, one: Asked, form: ApprovalForm) -> bool:
    said = dict(form.cleaned_data)
    paper = said.pop("paper")
    try:
        approval = record_approval(one.party, one.rule, **said, by=place.by, scope=place.owner.pk)
        if paper:
            add_document(approval, paper, purpose=PAPER, by=place.by, scope=place.owner.pk)
    except ValidationError as error:
        refused(form, error)
        return False
    except FileRefused as error:  # what was said beside it is kept
        form.add_error("paper", refusal(error))
        return False
    return True


def _found(place: Place, party: int, rule: int) -> Asked:
    own = place.party(party)
    one = next((one for one in asked(place.agreement) if one.party == own and one.rule.pk == rule), None)
    if one is None:
        raise NotFound("approval", rule)
    return one


def _stands(one: Asked) -> dict[str, object]:
    approval = one.approval or Approval(state=ApprovalState.NEEDED)
    return {name: getattr(approval, name) for name in ("state", "requested_on", "answered_on", "reference", "note")}


def _line(place: Place, one: Asked, today: dt.date) -> Line:
    address = place.at("agreement-approval", one.party.pk, one.rule.pk) if place.acts_for(one.party) else ""
    words = str(ApprovalState(one.state).label)
    return Line(one, words, one.is_overdue(today), one.forbids(today), _papers(place, one), address)


def _papers(place: Place, one: Asked) -> list[tuple[Attachment, str, str]]:
    if one.approval is None:
        return []
    return [
        (paper, address_of(paper), place.at("agreement-approval-paper", one.party.pk, one.rule.pk, paper.pk))
        for paper in attachments_of(one.approval, PAPER)
    ]
