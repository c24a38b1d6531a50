"""A round of meetings is planned: looked at, then kept. Single meetings are added, the term of preferences set."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from entreciudades.calls.models import Application, Call
from entreciudades.calls.rules import EDIT
from entreciudades.calls.services.meetings import Round, add_meeting, draft_round, plan_round
from entreciudades.calls.services.short_lists import matchmaking_of, set_preferences_term
from entreciudades.calls.slots import Hours, slots_of
from entreciudades.calls.terms import terms_of
from entreciudades.calls.timetable import Timetable
from entreciudades.core.moments import ClockRepeats, ClockSkips
from entreciudades.web.access import may
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.moments import ClockFormField, moment, shown_in
from entreciudades.web.office.matchmaking.meetings import WHERE
from entreciudades.web.office.pairing.door import about, call_of
from entreciudades.web.office.two_cities import TwoCitiesForm

_MOST_DAYS = 31
_WEEKEND = (5, 6)


def _time(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"), **options)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class RoundForm(forms.Form):
    """The days, hours and breaks of a round, and who meets in it."""

    number = forms.TypedChoiceField(label=gettext_lazy("Round"), coerce=int)
    whom = forms.ChoiceField(
        label=gettext_lazy("Who meets"),
        choices=[
            ("not-met", gettext_lazy("Pairs of the short lists that have not met yet")),
            ("all", gettext_lazy("All pairs of the short lists, also those that have met")),
        ],
        initial="not-met",
        widget=forms.RadioSelect,
    )
    first_day = _day(gettext_lazy("First day"))
    last_day = _day(gettext_lazy("Last day"))
    weekends = forms.BooleanField(label=gettext_lazy("At weekends, too"), required=False)
    begins = _time(gettext_lazy("Day begins at"), initial=dt.time(9))
    ends = _time(gettext_lazy("Day ends at"), initial=dt.time(17))
    break_begins = _time(gettext_lazy("Break from"), required=False)
    break_ends = _time(gettext_lazy("Break to"), required=False)
    pause = forms.IntegerField(
        label=gettext_lazy("Minutes between two meetings"), min_value=0, max_value=120, initial=5
    )
    tables = forms.IntegerField(
        label=gettext_lazy("Meetings at the same time, at most"),
        help_text=gettext_lazy("Tables in a room, for instance. Empty: as many as there are cities."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    where = forms.CharField(label=gettext_lazy("Where"), help_text=WHERE, max_length=300, required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        pairing = terms_of(call).pairing
        self.minutes = pairing.meeting_minutes if pairing else 30
        rounds = range(1, (pairing.rounds if pairing else 0) + 1)
        self.fields["number"].choices = [(one, str(one)) for one in rounds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days and hours in order, a break whole or none."""
        said = self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and not dt.timedelta() <= last - first < dt.timedelta(days=_MOST_DAYS):
            self.add_error("last_day", _("The last day is at most a month after the first."))
        if said.get("begins") and said.get("ends") and said["begins"] >= said["ends"]:
            self.add_error("ends", _("The end comes after the beginning."))
        break_begins, break_ends = said.get("break_begins"), said.get("break_ends")
        if bool(break_begins) != bool(break_ends) or (break_begins and break_ends and break_begins >= break_ends):
            self.add_error("break_ends", _("Write when the break begins and when it ends, or neither."))
        return said

    @property
    def asked(self) -> Round:
        """The round that the form asks for. Raises ClockSkips, ClockRepeats."""
        said = self.cleaned_data
        count = (said["last_day"] - said["first_day"]).days + 1
        days = [said["first_day"] + dt.timedelta(days=day) for day in range(count)]
        if not said["weekends"]:
            days = [day for day in days if day.weekday() not in _WEEKEND]
        breaks = [(said["break_begins"], said["break_ends"])] if said["break_begins"] else []
        hours = Hours(said["begins"], said["ends"], minutes=self.minutes, pause=said["pause"], breaks=breaks)
        slots = slots_of(days, hours, zone=self.call.zone)
        return Round(said["number"], slots, whom=said["whom"], tables=said["tables"], where=said["where"])


class MeetingForm(TwoCitiesForm):
    """A single meeting."""

    number = forms.TypedChoiceField(label=gettext_lazy("Round"), coerce=int)
    starts_at = ClockFormField(label=gettext_lazy("Begins"))
    where = forms.CharField(label=gettext_lazy("Where"), help_text=WHERE, max_length=300, required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        pairing = terms_of(call).pairing
        rounds = range(1, (pairing.rounds if pairing else 0) + 1)
        self.fields["number"].choices = [(one, str(one)) for one in rounds]  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """Until when cities give their preferences."""

    due_at = ClockFormField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Every admitted city is told. What they say nobody reads but themselves."),
    )


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Look at the timetable of a round, then keep it."""
    found = call_of(request, slug, call, may=EDIT)
    form = RoundForm(request.POST if request.method == "POST" else None, call=found)
    drafted: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.asked
            if request.POST.get("do") == "plan":
                return _planned(request, found, plan_round(found, asked, by=person(request)))
            drafted = _drafted(found, asked)
        except ValidationError as error:
            refused(form, error)
        except (ClockSkips, ClockRepeats):
            form.add_error("begins", _("The clocks change at one of these hours: leave that day out."))
    page = {
        "form": form,
        "minutes": form.minutes,
        "back": reverse("office:call-meetings", args=[slug, call]),
    }
    return render(request, "office/calls/matchmaking/plan.html", about(request, found, **page, **drafted))


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Add a single meeting; `?a=`, `?b=` say beforehand whose, by keys."""
    found = call_of(request, slug, call, may=EDIT)
    asked = {name: request.GET.get(name) for name in ("a", "b")}
    form = MeetingForm(request.POST if request.method == "POST" else None, call=found, initial=asked)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            said["starts_at"] = moment(said["starts_at"], found.zone)
            add_meeting(found, said.pop("a"), said.pop("b"), **said, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Both cities are told when and where they meet."))
            return redirect("office:call-meetings", slug, call)
    page = {
        "form": form,
        "title": _("Add a meeting"),
        "submit": _("Add the meeting"),
        "back": reverse("office:call-meetings", args=[slug, call]),
    }
    return render(request, "layouts/form.html", about(request, found, **page))


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Ask the cities for their preferences until a term."""
    found = call_of(request, slug, call, may=EDIT)
    initial = {"due_at": shown_in(matchmaking_of(found).preferences_due_at, found.zone)}
    form = TermForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_preferences_term(found, due_at=moment(form.cleaned_data["due_at"], found.zone), by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("The cities are asked for their preferences."))
            return redirect("office:call-meetings", slug, call)
    page = {
        "form": form,
        "title": _("Ask for preferences"),
        "submit": _("Ask the cities"),
        "back": reverse("office:call-meetings", args=[slug, call]),
    }
    return render(request, "layouts/form.html", about(request, found, **page))


def _planned(request: HttpRequest, call: Call, found: Timetable) -> HttpResponse:
    placed, left = len(found.placed), len(found.unplaced)
    said = ngettext("%(count)d meeting is planned.", "%(count)d meetings are planned.", placed) % {"count": placed}
    if left:
        without = ngettext("%(count)d pair found no slot.", "%(count)d pairs found no slot.", left) % {"count": left}
        messages.warning(request, f"{said} {without}")
    else:
        messages.success(request, said)
    return redirect("office:call-meetings", call.network.slug, call.slug)


def _drafted(call: Call, asked: Round) -> dict[str, Any]:
    """The timetable as a page shows it: each slot with its pairs by name, and the pairs without one."""
    found = draft_round(call, asked)
    keys = {key for pair in (*found.placed, *found.unplaced) for key in pair}
    rows = Application.objects.filter(pk__in=keys).select_related("applicant")
    names = {one.pk: name_of(one.applicant) for one in rows}
    by_slot = defaultdict(list)
    for (a, b), slot in found.placed.items():
        by_slot[slot].append(f"{names[a]} – {names[b]}")
    return {
        "drafted": True,
        "slots": [(asked.slots[place].starts_at, by_slot[place]) for place in sorted(by_slot)],
        "placed": len(found.placed),
        "unplaced": [f"{names[a]} – {names[b]}" for a, b in found.unplaced],
    }
