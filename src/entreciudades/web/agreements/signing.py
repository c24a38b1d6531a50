"""Signing: opened for all, handed in by each party, answered for where it raises questions, taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entreciudades.alliances.errors import ApprovalsOpen
from entreciudades.alliances.models import Signature
from entreciudades.alliances.rules import ANSWER_FOR
from entreciudades.alliances.services import signing as services
from entreciudades.alliances.signatures import latest_file
from entreciudades.core.errors import FileRefused, MoveRefused, NotAllowed, NotFound
from entreciudades.core.uploads.refusals import refusal
from entreciudades.processes.signing import open_signing
from entreciudades.web.agreements.forms import DigitalForm, PaperForm, SignatoryForm
from entreciudades.web.agreements.places import Place
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.files import address_of


def open_it(place: Place) -> HttpResponse:
    """Open the signing; where an approval is missing, it says which."""
    _check_decides(place)
    try:
        open_signing(place.agreement, organisation=place.owner, by=place.by)
    except ApprovalsOpen:
        messages.error(place.request, _("Signing was not opened: the approvals below are still open."))
        return redirect(place.at("agreement-approvals"))
    except MoveRefused:
        messages.error(place.request, _("That is not possible any more: somebody changed the state meanwhile."))
    else:
        messages.success(place.request, _("The file is ready: each party signs it and hands it in here."))
    return redirect(place.at("agreement-signatures"))


def digital(place: Place, party: int) -> HttpResponse:
    """Hand in a file that was signed digitally."""
    own, request = place.party(party), place.request
    is_sent = request.method == "POST"
    form = DigitalForm(request.POST if is_sent else None, request.FILES if is_sent else None, party=own)

    def hand_in() -> Signature:
        upload = form.cleaned_data["document"]
        return services.sign_digitally(own, upload, said=form.said, by=place.by, scope=place.owner.pk)

    if is_sent and form.is_valid() and (kept := _kept(form, "document", hand_in)):
        return _answered(place, kept)
    file = latest_file(place.agreement)
    page = {
        "form": form,
        "title": _("Hand in the signed file: %(party)s") % {"party": name_of(own.organisation)},
        "submit": _("Hand in the file"),
        "back": place.at("agreement-signatures"),
        "file": file,
        "file_address": address_of(file) if file else "",
    }
    return render(request, "agreements/sign.html", place.about | page, status=422 if form.errors else 200)


def paper(place: Place, party: int) -> HttpResponse:
    """Write down a signature on the party's own copy."""
    own, request = place.party(party), place.request
    is_sent = request.method == "POST"
    form = PaperForm(request.POST if is_sent else None, request.FILES if is_sent else None, party=own)

    def hand_in() -> Signature:
        said, scan = {own: form.said}, form.cleaned_data["scan"]
        return services.record_paper(said, together=False, scan=scan, by=place.by, scope=place.owner.pk)[0]

    if is_sent and form.is_valid() and (kept := _kept(form, "scan", hand_in)):
        return _answered(place, kept)
    page = {
        "form": form,
        "title": _("A signature on paper: %(party)s") % {"party": name_of(own.organisation)},
        "submit": _("Record the signature"),
        "back": place.at("agreement-signatures"),
    }
    return render(request, "agreements/sign.html", place.about | page, status=422 if form.errors else 200)


def act(place: Place, signature: int, verb: str) -> HttpResponse:
    """Answer for a flagged signature, or take one back, each with its reason."""
    rows = Signature.objects.filter(party__agreement=place.agreement).select_related("party__organisation")
    found = rows.filter(pk=signature).first()
    if found is None or verb not in ("attest", "withdraw"):
        raise NotFound("signature", signature)
    party = place.party(found.party_id)
    _check_decides(place)
    attests = verb == "attest"
    if attests and not ANSWER_FOR.predicate(place.request.user, party):
        raise NotAllowed(ANSWER_FOR.name, "party", party.pk)
    form = ReasonForm(place.request.POST if place.request.method == "POST" else None)
    if place.request.method == "POST" and form.is_valid():
        service = services.attest if attests else services.withdraw_signature
        try:
            service(found, reason=form.cleaned_data["reason"], by=place.by, scope=place.owner.pk)
        except ValidationError as error:
            refused(form, error)
        else:
            said = _("The signature counts from now on.") if attests else _("The signature was withdrawn.")
            messages.success(place.request, said)
            return redirect(place.at("agreement-signatures"))
    title = _("Answer for the signature of %(name)s") if attests else _("Withdraw the signature of %(name)s")
    says = (
        _("You say in the name of your city that it holds, whatever was found. The reason stands beside it.")
        if attests
        else _("It stays told, with the reason, and counts no more: the party signs again.")
    )
    page = {
        "form": form,
        "title": title % {"name": found.name},
        "says": says,
        "submit": _("Answer for it") if attests else _("Withdraw the signature"),
        "back": place.at("agreement-signatures"),
    }
    status = 422 if form.errors else 200
    return render(place.request, "agreements/ask.html", place.about | page, status=status)


def _kept(form: SignatoryForm, of_file: str, hand_in: Callable[[], Signature]) -> Signature | None:
    try:
        return hand_in()
    except FileRefused as error:
        form.add_error(of_file, refusal(error))
    except ValidationError as error:
        refused(form, error)
    except MoveRefused:
        form.add_error(None, _("This agreement is not being signed now: nothing was kept."))
    return None


def _answered(place: Place, kept: Signature) -> HttpResponse:
    if kept.counts:
        messages.success(place.request, _("The signature of %(name)s is recorded.") % {"name": kept.name})
    else:
        messages.warning(place.request, _("It is kept, and counts once somebody answers for what was found in it."))
    return redirect(place.at("agreement-signatures"))


def _check_decides(place: Place) -> None:
    if not place.is_decider:
        raise NotAllowed("agreement:sign", "agreement", place.agreement.pk)
