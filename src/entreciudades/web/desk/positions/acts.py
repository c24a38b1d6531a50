"""What is done with a position: invite, consult, endorse, publish, follow. Each is a form, then back to its page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Addressee, Endorsement, Position, Reply
from entreciudades.alliances.services import positions as services
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.positions import forms as asked
from entreciudades.web.desk.positions.about import EDIT, SPEAK, about_position, drafted, endorsement_of, position_at
from entreciudades.web.desk.refusals import refused

GET_AND_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Asking:
    """A form, what is done once it is good and what is then told, its title with the position's, its verb."""

    form: forms.BaseForm
    act: Callable[[], str]
    title: str
    submit: str


@may(EDIT)
@require_http_methods(GET_AND_POST)
def invite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Invite cities to remark and to endorse."""
    owner, position = drafted(request, slug, pk)
    form = asked.InviteForm(request.POST if request.method == "POST" else None, position=position)

    def act() -> str:
        count = services.invite(position, organisations=form.chosen(), by=person(request), scope=owner.pk)
        return ngettext("One organisation invited.", "%(count)s organisations invited.", count) % {"count": count}

    return _asked(request, owner, position, Asking(form, act, _("Invite to “%(title)s”"), _("Invite")))


@may(EDIT)
@require_http_methods(GET_AND_POST)
def consult(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put the draft before those who are invited."""
    owner, position = drafted(request, slug, pk)
    form = asked.ConsultForm(_sent(request), initial={"consult_until": position.consult_until})

    def act() -> str:
        until = form.cleaned_data["consult_until"]
        services.open_consultation(position, until=until, by=person(request), scope=owner.pk)
        return _("Those who are invited may remark on the draft.")

    return _asked(request, owner, position, Asking(form, act, _("Consult the draft of “%(title)s”"), _("Consult")))


@may(SPEAK)
@require_http_methods(GET_AND_POST)
def endorsements(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask those who are invited to endorse."""
    owner, position = drafted(request, slug, pk, may=SPEAK)
    form = asked.EndorsementsForm(_sent(request), initial={"endorse_until": position.endorse_until})

    def act() -> str:
        until = form.cleaned_data["endorse_until"]
        count = services.open_endorsement(position, until=until, by=person(request), scope=owner.pk)
        return ngettext("One organisation asked.", "%(count)s organisations asked.", count) % {"count": count}

    return _asked(request, owner, position, Asking(form, act, _("Ask for endorsements of “%(title)s”"), _("Ask")))


@may(SPEAK)
@require_POST
def publish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let everybody read it."""
    owner, position = drafted(request, slug, pk, may=SPEAK)
    try:
        services.publish(position, by=person(request), scope=owner.pk)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Everybody can read it now, with who endorses it."))
    return redirect("desk:position", slug, pk)


@may(EDIT)
@require_http_methods(GET_AND_POST)
def remark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what one thinks of the draft."""
    owner, position = position_at(request, slug, pk)
    form = asked.RemarkForm(_sent(request), position=position)

    def act() -> str:
        services.remark(position, organisation=owner, by=person(request), **form.cleaned_data)
        return _("Those who draft it read it now.")

    return _asked(request, owner, position, Asking(form, act, _("Remark on “%(title)s”"), _("Send")))


@may(EDIT)
@require_http_methods(GET_AND_POST)
def answer(request: HttpRequest, slug: str, pk: int, remark: int) -> HttpResponse:
    """Answer a remark."""
    owner, position = drafted(request, slug, pk)
    said = position.remarks.filter(pk=remark).first()
    if said is None:
        raise NotFound("remark", remark)
    form = asked.AnswerForm(_sent(request), initial={"answer": said.answer})

    def act() -> str:
        services.answer_remark(said, answer=form.cleaned_data["answer"], by=person(request), scope=owner.pk)
        return _("Saved.")

    return _asked(request, owner, position, Asking(form, act, _("Answer a remark on “%(title)s”"), _("Answer")))


@may(SPEAK)
@require_http_methods(GET_AND_POST)
def endorse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Endorse it in the name of the city."""
    owner, position, own = _invited(request, slug, pk)
    form = asked.EndorseForm(_sent(request))

    def act() -> str:
        services.endorse(own, by=person(request), **form.cleaned_data)
        return _("Your city endorses it.")

    return _asked(request, owner, position, Asking(form, act, _("Endorse “%(title)s”"), _("Endorse")))


@may(SPEAK)
@require_http_methods(GET_AND_POST)
def decline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that the city does not endorse it, or no longer."""
    owner, position, own = _invited(request, slug, pk)
    form = asked.DeclineForm(_sent(request))

    def act() -> str:
        services.decline(own, said=form.cleaned_data["said"], by=person(request))
        return _("Saved.")

    withdraws = own.state == Endorsement.State.ENDORSED
    title = _("Withdraw the endorsement of “%(title)s”") if withdraws else _("Do not endorse “%(title)s”")
    return _asked(
        request, owner, position, Asking(form, act, title, _("Withdraw it") if withdraws else _("Do not endorse"))
    )


@may(EDIT)
@require_http_methods(GET_AND_POST)
def addressee(request: HttpRequest, slug: str, pk: int, addressee: int = 0) -> HttpResponse:
    """Whom it addresses, and since when they have it. 0 adds one."""
    owner, position = drafted(request, slug, pk)
    row = _addressee(position, addressee) if addressee else Addressee(position=position)
    form: Any = asked.AddresseeForm(_sent(request), instance=row, owner=position)
    sent = request.method == "POST" and form.is_valid()
    if sent and kept(form, services.keep_addressee, by=person(request), scope=owner.pk):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(row)})
        return redirect("desk:position", slug, pk)
    page = {"form": form, "title": _("Whom “%(title)s” addresses") % {"title": name_of(position.agreement)}}
    return render(request, "layouts/form.html", about_position(request, owner, position) | page, status=form.status)


@may(EDIT)
@require_http_methods(GET_AND_POST)
def reply(request: HttpRequest, slug: str, pk: int, addressee: int) -> HttpResponse:
    """What came back from an addressee."""
    owner, position = drafted(request, slug, pk)
    row = Reply(addressee=_addressee(position, addressee))
    form: Any = asked.ReplyForm(_sent(request), instance=row, owner=row.addressee)

    def act() -> str:
        services.record_reply(row, by=person(request), scope=owner.pk)
        return _("Saved.")

    return _asked(request, owner, position, Asking(form, act, _("What came back on “%(title)s”"), _("Save")))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _invited(request: HttpRequest, slug: str, pk: int) -> tuple[Organisation, Position, Endorsement]:
    owner, position = position_at(request, slug, pk, may=SPEAK)
    own = endorsement_of(owner, position)
    if own is None:
        raise NotFound("endorsement", pk)
    return owner, position, own


def _addressee(position: Position, pk: int) -> Addressee:
    found = position.addressees.filter(pk=pk).first()
    if found is None:
        raise NotFound("addressee", pk)
    return found


def _asked(request: HttpRequest, owner: Organisation, position: Position, asking: Asking) -> HttpResponse:
    """Show a form until it is good and its act is not refused; then back to the position."""
    status = 200
    if request.method == "POST":
        status = 422
        if asking.form.is_valid():
            try:
                told = asking.act()
            except ValidationError as error:
                refused(asking.form, error)
            else:
                messages.success(request, told)
                return redirect("desk:position", owner.slug, position.pk)
    title = asking.title % {"title": name_of(position.agreement)}
    page = {"form": asking.form, "title": title, "submit": asking.submit}
    return render(request, "layouts/form.html", about_position(request, owner, position) | page, status=status)
