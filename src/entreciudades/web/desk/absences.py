"""Somebody of the team is away from one day to another, and somebody stands in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.accounts.models import User
from entreciudades.actors.models import Absence, Organisation
from entreciudades.actors.rules import EDIT, TEAM
from entreciudades.actors.team import note_absence, remove_absence
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.fields import RowChoiceField
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.team import about_team, team_address

_DAY = {"type": "date"}


class AbsenceForm(forms.Form):
    """Who, from when until when, who stands in. Only those who lead say it of others."""

    user = RowChoiceField(queryset=User.objects.none(), label=gettext_lazy("Who is away"))
    starts = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    ends = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day of the absence."),
        widget=forms.DateInput(_DAY, format="%Y-%m-%d"),
    )
    stand_in = RowChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Who stands in"),
        help_text=gettext_lazy("They get the notices and tasks of these days too."),
    )

    def __init__(self, *args: Any, owner: Organisation, me: User, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = User.objects.active().filter(memberships__organisation=owner).distinct()
        self.fields["user"].queryset = team if leads else team.filter(pk=me.pk)  # type: ignore[attr-defined]
        self.fields["user"].initial = me.pk
        self.fields["stand_in"].queryset = team  # type: ignore[attr-defined]


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one is away, or that somebody of one's team is."""
    owner, me = doors.organisation(request, slug, may=EDIT), person(request)
    sent = request.POST if request.method == "POST" else None
    form = AbsenceForm(sent, owner=owner, me=me, leads=TEAM.predicate(me, owner))
    if sent and form.is_valid():
        try:
            note_absence(Absence(organisation=owner, **form.cleaned_data), by=me)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Noted. Whoever stands in is told what you would be told."))
            return redirect("desk:team", slug)
    page = {"form": form, "title": _("Somebody is away"), "back": team_address(owner)}
    return render(request, "layouts/form.html", about_team(request, owner) | page)


@may(EDIT)
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody is there again, or never left: one's own absence, or any for those who lead."""
    owner, me = doors.organisation(request, slug, may=EDIT), person(request)
    found = owner.absences.filter(pk=pk) if TEAM.predicate(me, owner) else owner.absences.filter(pk=pk, user=me)
    absence = found.first()
    if absence is None:
        raise NotFound("absence", pk)
    remove_absence(absence, by=me)
    messages.success(request, _("The absence was removed."))
    return redirect("desk:team", slug)
