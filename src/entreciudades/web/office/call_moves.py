"""A call at a glance, and its moves: published, extended, cancelled, finished, each said first, then done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.calls.lacks import lacks_of
from entreciudades.calls.models import Call
from entreciudades.calls.presentation import languages_of
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services.call import publish_call
from entreciudades.calls.services.decisions import (
    cancel_call,
    change_texts,
    extend_call,
    finish_call,
    newer_texts,
)
from entreciudades.calls.states import CALL
from entreciudades.calls.terms import parameters_of, terms_of
from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.web.access import may
from entreciudades.web.call_decisions import decisions_of
from entreciudades.web.call_terms import quota_of, sides_of
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.refusals import refused
from entreciudades.web.office.call_forms import ExtensionForm, ReasonForm
from entreciudades.web.office.calls import about_call


@dataclass(frozen=True, slots=True)
class Move:
    """What a button says, what follows from it, what does it, what it asks."""

    title: str | Promise
    says: str | Promise
    service: Callable[..., Call]
    form: type[forms.Form]


MOVES = {
    "publish": Move(
        gettext_lazy("Publish the call"),
        gettext_lazy(
            "Everybody can read the call in all its languages, and cities apply from its opening on. Dates, sides and "
            "numbers can then be changed only with a reason, which every applicant is told."
        ),
        publish_call,
        forms.Form,
    ),
    "extend": Move(
        gettext_lazy("Extend the deadline"),
        gettext_lazy(
            "The call takes applications until the new deadline, also where the former one is over. The reason stands "
            "beside the call, and every applicant is told."
        ),
        extend_call,
        ExtensionForm,
    ),
    "texts": Move(
        gettext_lazy("Publish the newer texts"),
        gettext_lazy(
            "Readers see the texts as they stand now. What they said before is kept with the reason, and every "
            "applicant is told."
        ),
        change_texts,
        ReasonForm,
    ),
    "finish": Move(
        gettext_lazy("Finish the call"),
        gettext_lazy("Nothing changes any more; the call and its results stay public. Say what came of it."),
        finish_call,
        ReasonForm,
    ),
    "cancel": Move(
        gettext_lazy("Cancel the call"),
        gettext_lazy(
            "The call ends without result and stays public as cancelled, with the reason. Applicants are told."
        ),
        cancel_call,
        ReasonForm,
    ),
}


def moves_of(call: Call) -> list[dict[str, Any]]:
    """What the state allows, in the order of MOVES."""
    possible = {*CALL.possible(call.state)}
    if call.is_public and CALL.possible(call.state) and newer_texts(call).exists():
        possible.add("texts")
    return [
        {"verb": verb, "title": move.title, "address": _address(call, verb)}
        for verb, move in MOVES.items()
        if verb in possible
    ]


def lines_of(call: Call) -> list[dict[str, str]]:
    """What a call in preparation lacks, each with the link that mends it."""
    pages = {"facts": "call-facts", "parameters": "call-parameters", "countries": "call-countries"}
    keys = (call.network.slug, call.slug)
    return [
        {
            "state": "missing",
            "text": one.says,
            "action": _("Complete it"),
            "address": reverse(f"office:{pages[one.where]}", args=keys)
            if one.where in pages
            else reverse("office:call-text-edit", args=[*keys, one.language]),
        }
        for one in lacks_of(call, get_language() or "es")
    ]


@may(FOLLOW)
@require_safe
def call(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Where it stands, what is missing, what can be done next, what was decided."""
    found = doors.call(request, slug, call, may=FOLLOW)
    terms = terms_of(found)
    about = about_call(request, found)
    page = {
        "terms": terms,
        "component": next((one for one in terms.components if one.key == found.component), None),
        "sides": sides_of(terms),
        "quota": quota_of(found),
        "departing": [one for one in parameters_of(found) if one.departs],
        "lacks": () if found.is_public else lines_of(found),
        "moves": moves_of(found) if about["is_secretary"] else (),
        "text_languages": languages_of(found),
        "counts": found.applications.aggregate(
            arrived=Count("pk", filter=Q(state="submitted")), begun=Count("pk", filter=Q(state="draft"))
        ),
        "decisions": decisions_of(found),
        "now": timezone.now(),
    }
    return render(request, "office/calls/call.html", about | page)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, slug: str, call: str, verb: str) -> HttpResponse:
    """Ask for what the move needs, then do it."""
    found = doors.call(request, slug, call, may=EDIT)
    if verb not in MOVES:
        raise NotFound("verb", verb)
    said = MOVES[verb]
    data = request.POST if request.method == "POST" else None
    form = said.form(data, call=found) if issubclass(said.form, ExtensionForm) else said.form(data)
    if request.method == "POST" and form.is_valid():
        try:
            done = said.service(found, by=person(request), **form.cleaned_data)
        except MoveRefused:
            messages.error(request, _("That is not possible any more: somebody changed the state meanwhile."))
            return redirect("office:call", slug, call)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Done. The call is now: %(state)s.") % {"state": done.get_state_display()})
            return redirect("office:call", slug, call)
    page = {
        "form": form,
        "title": said.title,
        "says": said.says,
        "lacks": lines_of(found) if verb == "publish" and not found.is_public else (),
        "back": reverse("office:call", args=[slug, call]),
    }
    return render(request, "office/calls/move.html", about_call(request, found) | page)


def _address(call: Call, verb: str) -> str:
    return reverse("office:call-move", args=[call.network.slug, call.slug, verb])
