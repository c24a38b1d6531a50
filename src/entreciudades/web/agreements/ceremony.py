"""The act at which an agreement is signed: on a screen, on paper, and all its signatures in one form."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.approvals import open_before_signing
from entreciudades.alliances.models import AgreementParty, Ceremony
from entreciudades.alliances.services.ceremony import BEFORE, Signs
from entreciudades.alliances.services.ceremony import prepare as keep
from entreciudades.alliances.services.signing import SignedBy, record_paper
from entreciudades.alliances.signatures import Standing, frozen_document, standings
from entreciudades.alliances.states import AgreementState
from entreciudades.core.errors import FileRefused, MoveRefused, NotAllowed
from entreciudades.core.uploads.refusals import refusal
from entreciudades.web.agreements.places import Place
from entreciudades.web.alliances.forms import day_field
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused

_SIGNS = {
    "signed_by": gettext_lazy("Who signs for %(party)s"),
    "signed_as": gettext_lazy("Office of who signs for %(party)s"),
    "protocol_title": gettext_lazy("Protocol title of who signs for %(party)s"),
    "signs_as_number": gettext_lazy("%(party)s signs as number"),
}
_SIGNED = {
    "name": gettext_lazy("Who signed for %(party)s"),
    "office": gettext_lazy("Office of who signed for %(party)s"),
    "council_act": gettext_lazy("Act of the council of %(party)s"),
}


class PrepareForm(forms.Form):
    """The act, and for each party who signs and when it is their turn."""

    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    held_on = day_field(gettext_lazy("Day"))
    begins = forms.TimeField(
        label=gettext_lazy("Begins at"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("By the clock of the place."),
    )
    agenda = forms.CharField(
        label=gettext_lazy("Points of the act"),
        widget=forms.Textarea({"rows": 6}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("One a line, in their order."),
    )

    def __init__(self, *args: Any, parties: list[AgreementParty], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = parties
        for party in parties:
            for name, words in _SIGNS.items():
                said: dict[str, Any] = {"label": words % {"party": name_of(party.organisation)}, "required": False}
                said["initial"] = getattr(party, name)
                number = name == "signs_as_number"
                field = forms.IntegerField(min_value=1, max_value=999, **said) if number else None
                self.fields[f"{name}_{party.pk}"] = field or forms.CharField(max_length=150, **said)

    @property
    def signing(self) -> dict[AgreementParty, Signs]:
        """Who signs for each party."""
        said = self.cleaned_data
        return {party: Signs(**{name: said[f"{name}_{party.pk}"] for name in _SIGNS}) for party in self.parties}


class RecordForm(forms.Form):
    """What was signed together: the day, the scan, and for each party that has not signed yet who did."""

    signed_on = day_field(gettext_lazy("Signed on"), required=True)
    scan = forms.FileField(
        label=gettext_lazy("Scan of the signed paper"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text=gettext_lazy("One file with all signatures. PDF, at most 25 MB."),
    )

    def __init__(self, *args: Any, parties: list[AgreementParty], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = parties
        stands = {"name": "signed_by", "office": "signed_as", "council_act": ""}
        for party in parties:
            called = {"party": name_of(party.organisation)}
            signed = forms.BooleanField(label=_("%(party)s has signed") % called, required=False, initial=True)
            self.fields[f"signed_{party.pk}"] = signed
            for name, words in _SIGNED.items():
                begun = getattr(party, stands[name]) if stands[name] else ""
                field = forms.CharField(label=words % called, max_length=150, required=False, initial=begun)
                self.fields[f"{name}_{party.pk}"] = field

    def clean(self) -> dict[str, Any]:
        """Whoever has signed has a name and an office; somebody has."""
        said: dict[str, Any] = super().clean() or {}
        signed = [party for party in self.parties if said.get(f"signed_{party.pk}")]
        if not signed:
            self.add_error(None, _("Say who has signed."))
        for party in signed:
            for name in ("name", "office"):
                if not said.get(f"{name}_{party.pk}"):
                    self.add_error(f"{name}_{party.pk}", _("Whoever has signed has a name and an office."))
        return said

    @property
    def signed(self) -> dict[AgreementParty, SignedBy]:
        """Who signed for each party that did."""
        said = self.cleaned_data
        return {
            party: SignedBy(signed_on=said["signed_on"], **{name: said[f"{name}_{party.pk}"] for name in _SIGNED})
            for party in self.parties
            if said[f"signed_{party.pk}"]
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the act still lacks, and where it is mended ("" for nowhere here)."""

    says: str
    address: str


def show(place: Place) -> HttpResponse:
    """The act as it is read on a screen and printed; below, for those who prepare it, what is missing."""
    agreement = place.agreement
    ceremony = _ceremony(place)
    rows = sorted(standings(agreement), key=_turn)
    page = {
        "title": _("Act of signing"),
        "ceremony": ceremony,
        "points": [line.strip() for line in ceremony.agenda.splitlines() if line.strip()],
        "rows": rows,
        "missing": _missing(place, ceremony, rows),
        "prepare_address": place.at("agreement-ceremony-prepare"),
        "record_address": place.at("agreement-ceremony-record"),
        "prepares": place.is_worker and agreement.state in BEFORE,
        "records": place.is_decider
        and agreement.state == AgreementState.SIGNING
        and not all(row.has_signed for row in rows),
    }
    return render(place.request, "agreements/ceremony.html", place.about | page)


def prepare(place: Place) -> HttpResponse:
    """Where, when, who signs for whom, in which order."""
    _check(place, may=place.is_worker)
    request, ceremony = place.request, _ceremony(place)
    stands = {name: getattr(ceremony, name) for name in ("place", "held_on", "begins", "agenda")}
    form = PrepareForm(request.POST if request.method == "POST" else None, parties=place.parties, initial=stands)
    if request.method == "POST" and form.is_valid():
        act = {name: form.cleaned_data[name] for name in stands}
        try:
            keep(place.agreement, **act, signing=form.signing, by=place.by, scope=place.owner.pk)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("The act is prepared as you wrote it."))
            return redirect(place.at("agreement-ceremony"))
    page = {"form": form, "title": _("Prepare the act of signing"), "back": place.at("agreement-ceremony")}
    return render(request, "layouts/form.html", place.about | page, status=422 if form.errors else 200)


def record(place: Place) -> HttpResponse:
    """All signatures of the meeting, from one sheet."""
    _check(place, may=place.is_decider)
    request, ceremony = place.request, _ceremony(place)
    left = [row.party for row in sorted(standings(place.agreement), key=_turn) if not row.has_signed]
    sent = request.POST if request.method == "POST" else None
    day = ceremony.held_on if ceremony.held_on and ceremony.held_on <= timezone.localdate() else timezone.localdate()
    form = RecordForm(sent, request.FILES if sent else None, parties=left, initial={"signed_on": day})
    if sent and form.is_valid() and _recorded(place, form):
        return redirect(place.at("agreement-signatures"))
    page = {
        "form": form,
        "title": _("Record what was signed together"),
        "submit": _("Record the signatures"),
        "back": place.at("agreement-ceremony"),
    }
    return render(request, "layouts/form.html", place.about | page, status=422 if form.errors else 200)


def _recorded(place: Place, form: RecordForm) -> bool:
    try:
        scan = form.cleaned_data["scan"]
        kept = record_paper(form.signed, together=True, scan=scan, by=place.by, scope=place.owner.pk)
    except FileRefused as error:
        form.add_error("scan", refusal(error))
        return False
    except ValidationError as error:
        refused(form, error)
        return False
    except MoveRefused:
        form.add_error(None, _("This agreement is not being signed now: nothing was kept."))
        return False
    messages.success(place.request, _("Signatures recorded: %(count)s.") % {"count": len(kept)})
    return True


def _ceremony(place: Place) -> Ceremony:
    return Ceremony.objects.filter(agreement=place.agreement).first() or Ceremony(agreement=place.agreement)


def _turn(standing: Standing) -> tuple[bool, int, int]:
    party = standing.party
    return party.signs_as_number is None, party.signs_as_number or 0, party.position


def _check(place: Place, *, may: bool) -> None:
    if not may:
        raise NotAllowed("agreement:sign", "agreement", place.agreement.pk)


def _missing(place: Place, ceremony: Ceremony, rows: list[Standing]) -> list[Missing]:
    agreement, found = place.agreement, []
    prepare_at = place.at("agreement-ceremony-prepare")
    if agreement.state in (AgreementState.DRAFTING, AgreementState.TABLED):
        found.append(Missing(_("The text is not agreed by all parties."), place.at("agreement")))
    found += [
        Missing(
            _("%(party)s: %(what)s") % {"party": name_of(one.party.organisation), "what": name_of(one.rule)},
            place.at("agreement-approvals"),
        )
        for one in open_before_signing(agreement)
        if agreement.state in BEFORE
    ]
    if agreement.state == AgreementState.AGREED and frozen_document(agreement) is None:
        says = _("The signing is not opened: there is no file to sign.")
        found.append(Missing(says, place.at("agreement-signatures")))
    if agreement.state in BEFORE:
        if not ceremony.place or not ceremony.held_on:
            found.append(Missing(_("Nobody has said where and when it is signed."), prepare_at))
        found += [
            Missing(_("%(party)s: nobody has said who signs.") % {"party": name_of(row.party.organisation)}, prepare_at)
            for row in rows
            if not row.party.signed_by and not row.has_signed
        ]
    found += [
        Missing(
            _("%(party)s: its signature is still to be clarified.") % {"party": name_of(row.party.organisation)},
            place.at("agreement-signatures"),
        )
        for row in rows
        if row.to_clarify
    ]
    return found
