"""The meetings of a call as the office sees them: the timetable, single meetings, who gave preferences."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.calls.models import Call, Meeting, PartnerPreference
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services.meetings import (
    cancel_meeting,
    listed_pairs,
    move_meeting,
    record_held,
    unmet_pairs,
)
from entreciudades.calls.services.short_lists import matchmaking_of
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.refusals import refused
from entreciudades.web.moments import ClockFormField, moment, shown_in
from entreciudades.web.office.pairing.door import about, call_of
from entreciudades.web.public.lists import ON_A_PAGE, page_of

WHERE = gettext_lazy("A room, or an address that begins with https:// to meet online.")


class MoveForm(forms.Form):
    """When and where a meeting is."""

    starts_at = ClockFormField(label=gettext_lazy("Begins"))
    where = forms.CharField(label=gettext_lazy("Where"), help_text=WHERE, max_length=300, required=False)


@may(FOLLOW)
@require_safe
def meetings(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """The timetable by round; pairs of the short lists that have no meeting; who has not given preferences."""
    found = call_of(request, slug, call, may=FOLLOW)
    pairing = terms_of(found).pairing
    rounds = range(1, (pairing.rounds if pairing else 0) + 1)
    asked = number(request.GET.get("round", ""))
    rows = found.meetings.with_cities()
    admitted = found.applications.admitted().select_related("applicant")
    given = set(PartnerPreference.objects.filter(application__call=found).values_list("application", flat=True))
    silent = [one.applicant for one in admitted if one.pk not in given]
    listed = listed_pairs(found)
    unmet = unmet_pairs(found, listed)
    cities = {one.pk: one.applicant for one in admitted}
    page = {
        "page": page_of(request, rows.filter(round=asked) if asked else rows),
        "rounds": rounds,
        "asked": asked,
        "matchmaking": matchmaking_of(found),
        "has_lists": bool(listed),
        "unmet": [(cities[a], cities[b]) for a, b in unmet[:ON_A_PAGE] if a in cities and b in cities],
        "unmet_count": len(unmet),
        "given_count": len(given),
        "silent": silent[:ON_A_PAGE],
        "silent_count": len(silent),
        "now": timezone.now(),
    }
    return render(request, "office/calls/matchmaking/meetings.html", about(request, found, **page))


@may(FOLLOW)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """A meeting with the notes that cities share; the secretariat moves it."""
    rule = EDIT if request.method == "POST" else FOLLOW
    found = call_of(request, slug, call, may=rule)
    row = _meeting(found, pk)
    initial = {"starts_at": shown_in(row.starts_at, found.zone), "where": row.where}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            starts_at = moment(form.cleaned_data["starts_at"], found.zone)
            move_meeting(row, starts_at=starts_at, where=form.cleaned_data["where"], by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Both cities are told when and where they meet."))
            return redirect("office:call-meetings", slug, call)
    page = {
        "form": form,
        "meeting": row,
        "notes": row.notes.filter(shared=True).exclude(text="").select_related("application__applicant"),
        "has_begun": row.starts_at <= timezone.now(),
        "back": reverse("office:call-meetings", args=[slug, call]),
    }
    return render(request, "office/calls/matchmaking/meeting.html", about(request, found, **page))


@may(EDIT)
@require_POST
def held(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """Say whether a meeting was held."""
    found = call_of(request, slug, call, may=EDIT)
    try:
        record_held(_meeting(found, pk), held=request.POST.get("held") == "yes", by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Noted."))
    return redirect("office:call-meeting", slug, call, pk)


@may(EDIT)
@require_POST
def cancel(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """Cancel a meeting."""
    found = call_of(request, slug, call, may=EDIT)
    try:
        cancel_meeting(_meeting(found, pk), by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("office:call-meeting", slug, call, pk)
    messages.success(request, _("The meeting is cancelled; both cities are told."))
    return redirect("office:call-meetings", slug, call)


def _meeting(call: Call, pk: int) -> Meeting:
    found: Meeting | None = call.meetings.with_cities().filter(pk=pk).first()
    if found is None:
        raise NotFound("meeting", pk)
    found.call = call
    return found
