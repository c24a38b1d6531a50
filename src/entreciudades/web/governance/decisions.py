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
from entreciudades.web.governance.asking import asked
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
    body = venue.body(pk)

    def act(said: dict[str, Any]) -> None:
        decision = BodyDecision(body=body, texts=said["texts"], taken_on=said["taken_on"])
        record_decision(decision, charges=_charges(said), **venue.act)

    return asked(
        venue,
        UrgentForm(venue.posted, venue=venue),
        act,
        done=_("Recorded. A later meeting has to ratify it."),
        back=venue.at("body", pk),
        title=_("An urgent decision"),
        submit=_("Record it"),
        says=_("It holds from now on, and stays marked until a later meeting ratifies it or does not."),
        body=body,
    )


def charge(venue: Venue, pk: int) -> HttpResponse:
    """Somebody more carries it out."""
    decision = venue.decision(pk)
    form = ChargeForm(venue.posted, venue=venue)
    form.fields["organisation"].required = True
    return asked(
        venue,
        form,
        lambda said: charge_with(decision, Charge(**said), **venue.act),
        done=_("They have it among their tasks."),
        back=_page_of(venue, decision),
        title=_("Who carries it out"),
        says=label(decision.texts).text,
        body=decision.body,
        meeting=decision.meeting,
    )


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
    row = venue.meeting(meeting)
    named = {"item": number(venue.request.GET.get("item", "")) or None}
    form = form_class(venue.posted, venue=venue, meeting=row, initial=named)

    def act(said: dict[str, Any]) -> None:
        decision = BodyDecision(body=row.body, meeting=row, **form.facts)
        record_decision(decision, votes=form.votes, charges=_charges(said), **venue.act)

    return asked(
        venue,
        form,
        act,
        done=_("The decision is recorded."),
        back=venue.at("meeting", meeting),
        title=title,
        submit=_("Record it"),
        body=row.body,
        meeting=row,
    )


def _charges(said: dict[str, Any]) -> list[Charge]:
    return [Charge(said["organisation"], said["due"])] if said["organisation"] else []


def _page_of(venue: Venue, decision: BodyDecision) -> str:
    if decision.meeting_id:
        return venue.at("meeting", decision.meeting_id)
    return venue.at("body", decision.body_id)
