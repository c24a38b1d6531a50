"""What a body decides: recorded in a meeting or between two, carried out by somebody, taken out where it was a slip."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entreciudades.alliances.models import BodyDecision
from entreciudades.alliances.services.deciding import Charge, charge_with, record_decision, take_out
from entreciudades.core.labels import label
from entreciudades.web.desk.doors import number
from entreciudades.web.desk.refusals import refused
from entreciudades.web.governance.forms import ChargeForm, DecisionForm, RollCallForm, UrgentForm
from entreciudades.web.governance.venues import Venue


def add(venue: Venue, meeting: int) -> HttpResponse:
    """A decision by consensus, by a counted vote or by a secret one."""
    return _record(venue, meeting, DecisionForm, _("Record a decision"))


def roll_call(venue: Venue, meeting: int) -> HttpResponse:
    """A decision for which every member was called by name."""
    return _record(venue, meeting, RollCallForm, _("Record a roll call"))


def urgent(venue: Venue, pk: int) -> HttpResponse:
    """A decision between two meetings."""
    body, request = venue.body(pk), venue.request
    form = UrgentForm(request.POST if request.method == "POST" else None, venue=venue)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decision = BodyDecision(body=body, texts=said["texts"], taken_on=said["taken_on"])
        if _kept(venue, form, decision):
            messages.success(request, _("Recorded. A later meeting has to ratify it."))
            return redirect(venue.at("body", pk))
    page = {"form": form, "title": _("An urgent decision"), "back": venue.at("body", pk), "submit": _("Record it")}
    page["says"] = _("It holds from now on, and stays marked until a later meeting ratifies it or does not.")
    return render(request, "governance/form.html", venue.about | {"venue": venue, "body": body} | page)


def charge(venue: Venue, pk: int) -> HttpResponse:
    """Somebody more carries it out."""
    decision, request = venue.decision(pk), venue.request
    back = _page_of(venue, decision)
    form = ChargeForm(request.POST if request.method == "POST" else None, venue=venue)
    form.fields["organisation"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            charge_with(decision, Charge(**form.cleaned_data), **venue.act)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("They have it among their tasks."))
            return redirect(back)
    page: dict[str, Any] = {"venue": venue, "body": decision.body, "meeting": decision.meeting, "form": form}
    page |= {"title": _("Who carries it out"), "says": label(decision.texts).text, "back": back}
    return render(request, "governance/form.html", venue.about | page)


def remove(venue: Venue, pk: int) -> HttpResponse:
    """Ask, then take out what was recorded by mistake."""
    decision, request = venue.decision(pk), venue.request
    back = _page_of(venue, decision)
    if request.method == "POST":
        try:
            take_out(decision, **venue.act)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The decision is taken out."))
        return redirect(back)
    page = {"venue": venue, "body": decision.body, "meeting": decision.meeting, "decision": decision, "back": back}
    return render(request, "governance/take_out.html", venue.about | page)


def _record(venue: Venue, meeting: int, form_class: type[DecisionForm], title: str) -> HttpResponse:
    row, request = venue.meeting(meeting), venue.request
    asked = {
        "item": number(request.GET.get("item", "")) or None,
        "ratifies": number(request.GET.get("ratifies", "")) or None,
    }
    form = form_class(request.POST if request.method == "POST" else None, venue=venue, meeting=row, initial=asked)
    if request.method == "POST" and form.is_valid():
        decision = BodyDecision(body=row.body, meeting=row, **form.facts)
        if _kept(venue, form, decision, votes=form.votes):
            messages.success(request, _("Recorded as decision %(number)d.") % {"number": decision.number})
            return redirect(venue.at("meeting", meeting))
    page = {"form": form, "title": title, "back": venue.at("meeting", meeting), "submit": _("Record it")}
    page |= {"venue": venue, "body": row.body, "meeting": row}
    return render(request, "governance/form.html", venue.about | page)


def _kept(venue: Venue, form: ChargeForm, decision: BodyDecision, **said: Any) -> bool:
    charges = [Charge(one, form.cleaned_data["due"])] if (one := form.cleaned_data["organisation"]) else []
    try:
        record_decision(decision, charges=charges, **said, **venue.act)
    except ValidationError as error:
        refused(form, error)
        return False
    return True


def _page_of(venue: Venue, decision: BodyDecision) -> str:
    if decision.meeting_id:
        return venue.at("meeting", decision.meeting_id)
    return venue.at("body", decision.body_id)
