"""What a secretariat writes in a call: it begins one, sets its facts and terms, writes its texts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entreciudades.actors.languages import wanted_languages
from entreciudades.actors.rules import OFFICE
from entreciudades.actors.zones import zones_of
from entreciudades.calls.models import Call
from entreciudades.calls.presentation import languages_of, slots
from entreciudades.calls.rules import EDIT
from entreciudades.calls.services.call import begin_call, change_draft, discard_draft, write_call_text
from entreciudades.calls.services.decisions import change_call
from entreciudades.core.errors import MoveRefused, RowConflict
from entreciudades.core.models import Text
from entreciudades.core.parts import digest_of
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.conflicts import kept, last_act
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.sheets import Sheet
from entreciudades.web.office.about import about_network
from entreciudades.web.office.call_forms import (
    CountriesForm,
    FactsForm,
    MethodologyForm,
    ParametersForm,
    QuotaForm,
    TermsForm,
)
from entreciudades.web.office.calls import about_call

GET_AND_POST = ("GET", "HEAD", "POST")


@may(OFFICE)
@require_http_methods(GET_AND_POST)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the methodology, then write the facts; nothing is public before the call is published."""
    network = doors.organisation(request, slug, may=OFFICE)
    first = MethodologyForm(request.GET or None, network=network)
    page: dict[str, Any] = {"back": reverse("office:calls", args=[slug])}
    if not first.is_valid():
        page |= {"form": first, "has_methods": bool(first.methodologies)}
        return render(request, "office/calls/choose.html", about_network(request, network) | page)
    methodology = first.methodologies[first.cleaned_data["methodology"]]
    made = Call(
        network=network,
        methodology=methodology,
        source_language=network.source_language,
        languages=list(wanted_languages(network)),
        zone=zones_of([person(request)])[person(request).pk].key,
    )
    form = FactsForm(request.POST if request.method == "POST" else None, instance=made)
    if request.method == "POST" and form.is_valid() and kept(form, begin_call, by=person(request)):
        messages.success(
            request, _("Begun: %(name)s. Nobody reads it before you publish it.") % {"name": name_of(made)}
        )
        return redirect("office:call", slug, made.slug)
    page |= {"form": form, "title": _("A new call"), "submit": _("Begin the call")}
    return render(request, "layouts/form.html", about_network(request, network) | page)


@may(EDIT)
@require_http_methods(GET_AND_POST)
def facts(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Title, dates, languages."""
    found = doors.call(request, slug, call, may=EDIT)
    form = FactsForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        why = {"reason": form.cleaned_data["reason"]} if found.is_public else {}
        if kept(form, _service(found), by=person(request), **why):
            messages.success(request, _("Saved."))
            return redirect("office:call", slug, call)
    page = {"form": form, "title": _("Title, dates and languages"), "back": _of(found)}
    return render(request, "layouts/form.html", about_call(request, found) | page, status=form.status)


@may(EDIT)
@require_http_methods(GET_AND_POST)
def parameters(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Every number of the methodology, and what it is in this call."""
    found = doors.call(request, slug, call, may=EDIT)
    return _terms(request, found, ParametersForm, _("Numbers of the call"), "office/calls/parameters.html")


@may(EDIT)
@require_http_methods(GET_AND_POST)
def countries(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """The countries of each side."""
    found = doors.call(request, slug, call, may=EDIT)
    return _terms(request, found, CountriesForm, _("Countries by side"))


@may(EDIT)
@require_http_methods(GET_AND_POST)
def quota(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """How many pairs at most with cities of each country."""
    found = doors.call(request, slug, call, may=EDIT)
    return _terms(request, found, QuotaForm, _("Pairs by country"), "office/calls/quota.html")


@may(EDIT)
@require_http_methods(GET_AND_POST)
def discard(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Take a call in preparation away, texts and all: said first, then done."""
    found = doors.call(request, slug, call, may=EDIT)
    if request.method == "POST":
        try:
            discard_draft(found, by=person(request))
        except MoveRefused:
            messages.error(request, _("That is not possible any more: somebody changed the state meanwhile."))
            return redirect("office:call", slug, call)
        messages.success(request, _("Discarded: %(name)s.") % {"name": name_of(found)})
        return redirect("office:calls", slug)
    page = {
        "form": forms.Form(),
        "title": _("Discard the call"),
        "says": _("The call and its texts go for good. Nobody outside the network has read them."),
        "back": _of(found),
    }
    return render(request, "office/calls/move.html", about_call(request, found) | page)


def sheet_of(request: HttpRequest, slug: str, call: str) -> Sheet:
    """The texts with which a call presents itself, for the editor."""
    found = doors.call(request, slug, call, may=EDIT)

    def write(key: str, language: str, body: str, version: int) -> Text:
        return write_call_text(found, key, language, body, expected_version=version, by=person(request))

    def address(verb: str, language: str) -> str:
        return reverse(f"office:call-text-{verb}", args=[slug, call, language])

    about = about_call(request, found)
    written = languages_of(found)
    return Sheet(found, found.network_id, "presentation", name_of(found), slots(), write, address, about, written)


def _terms(
    request: HttpRequest, found: Call, form_class: type[TermsForm], title: str, template: str = "layouts/form.html"
) -> HttpResponse:
    form = form_class(request.POST if request.method == "POST" else None, call=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        why = {"reason": form.cleaned_data["reason"]} if found.is_public else {}
        setattr(found, form.keeps, form.value)
        try:
            _service(found)(found, by=person(request), opened=form.opened, **why)
        except ValidationError as error:
            refused(form, error)
        except RowConflict as error:
            status, form.digest = 409, digest_of(error.stands, (form.keeps,))
            form.add_error(None, _meanwhile(error.stands))
        else:
            messages.success(request, _("Saved."))
            return redirect(_of(found))
    page = {"form": form, "title": title, "back": _of(found)}
    return render(request, template, about_call(request, found) | page, status=status)


def _service(call: Call) -> Callable[..., Call]:
    return change_call if call.is_public else change_draft


def _meanwhile(stands: Any) -> str:
    last = last_act(stands, "changed", "change")
    by = last.actor.get_full_name() if last and last.actor else _("somebody")
    return _("%(name)s changed this while you were writing. Send it again, and it is as you wrote it.") % {"name": by}


def _of(call: Call) -> str:
    return reverse("office:call", args=[call.network.slug, call.slug])
