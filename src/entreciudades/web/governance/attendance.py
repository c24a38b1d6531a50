"""Who was at a meeting: every member on one form, and guests."""

from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.actors.models import BodyMember, Person
from entreciudades.alliances.mandates import sitting
from entreciudades.alliances.models import AttendanceState, BodyMeeting
from entreciudades.alliances.services.meetings import Presence, record_attendance, who
from entreciudades.alliances.services.meetings import add_guest as keep_guest
from entreciudades.alliances.services.meetings import remove_guest as forget_guest
from entreciudades.alliances.services.summons import day_of, members_of
from entreciudades.core.errors import NotFound
from entreciudades.search.analysis import fold
from entreciudades.web.desk.refusals import refused
from entreciudades.web.governance.asking import asked
from entreciudades.web.governance.forms import GuestForm
from entreciudades.web.governance.venues import Venue

_BY: Final = gettext_lazy(
    "Who stands for somebody represented: another member who is there, or somebody of their own organisation, by name."
)


class AttendanceForm(forms.Form):
    """For each member with a mandate how they were there, and who stood for them."""

    def __init__(self, *args: object, meeting: BodyMeeting, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.members = sitting(members_of(meeting.body), day_of(meeting))
        kept = {one.member_id: one for one in meeting.attendance.select_related("person", "proxy__person")}
        states = [("", "—"), *((one.value, capfirst(one.label)) for one in AttendanceState)]
        for member in self.members:
            row = kept.get(member.pk)
            by = (who(row.proxy) if row.proxy else row.person.name if row.person else "") if row else ""
            is_represented = row is not None and row.state == AttendanceState.REPRESENTED
            self.fields[f"state-{member.pk}"] = forms.ChoiceField(
                label=_("Attendance: %(name)s") % {"name": who(member)},
                choices=states,
                initial=row.state if row else "",
                required=False,
            )
            self.fields[f"by-{member.pk}"] = forms.CharField(
                label=_("Represented by, for %(name)s") % {"name": who(member)},
                initial=by if is_represented else "",
                required=False,
                max_length=400,
                widget=forms.TextInput({"list": "sitting", "autocomplete": "off"}),
            )

    @property
    def lines(self) -> list[tuple[BodyMember, forms.BoundField, forms.BoundField]]:
        """A member with both boxes."""
        return [(one, self[f"state-{one.pk}"], self[f"by-{one.pk}"]) for one in self.members]

    @property
    def names(self) -> list[str]:
        """What may be written as who stood for somebody: the other members."""
        return [who(one) for one in self.members]

    def clean(self) -> dict[str, object]:
        """Find who is named; the presences stand in `presences`."""
        said = self.cleaned_data
        by_name = {fold(who(one)): one for one in self.members}
        people = Person.objects.filter(organisation__in=[one.organisation_id for one in self.members])
        of = {(one.organisation_id, fold(one.name)): one for one in people}
        self.presences: list[Presence] = []
        for one in self.members:
            state, written = said.get(f"state-{one.pk}"), said.get(f"by-{one.pk}", "").strip()
            if not state:
                if written:
                    self.add_error(f"state-{one.pk}", _("Say how they were there."))
                continue
            if state != AttendanceState.REPRESENTED:
                self.presences.append(Presence(one, AttendanceState(state)))
                continue
            proxy, person = by_name.get(fold(written)), of.get((one.organisation_id, fold(written)))
            if written and proxy is None and person is None:
                says = _("Nobody called “%(name)s” sits here or is known at their organisation.")
                self.add_error(f"by-{one.pk}", says % {"name": written})
                continue
            self.presences.append(Presence(one, AttendanceState.REPRESENTED, proxy, None if proxy else person))
        return said


def attendance(venue: Venue, meeting: int) -> HttpResponse:
    """The list of those with a mandate on the day of the meeting."""
    row, request = venue.meeting(meeting), venue.request
    form = AttendanceForm(venue.posted, meeting=row)
    if request.method == "POST" and form.is_valid():
        try:
            record_attendance(row, form.presences, **venue.act)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("The attendance is kept."))
            return redirect(venue.at("meeting", meeting))
    page = {"venue": venue, "body": row.body, "meeting": row, "form": form, "by": _BY}
    return render(request, "governance/attendance.html", venue.about | page, status=422 if form.errors else 200)


def add_guest(venue: Venue, meeting: int) -> HttpResponse:
    """Somebody who is no member."""
    row = venue.meeting(meeting)
    return asked(
        venue,
        GuestForm(venue.posted, venue=venue),
        lambda said: keep_guest(row, said["person"], **venue.act),
        done=_("The attendance is kept."),
        back=venue.at("meeting", meeting),
        title=_("Add a guest"),
        body=row.body,
        meeting=row,
    )


def remove_guest(venue: Venue, meeting: int, pk: int) -> HttpResponse:
    """They were not there."""
    guest = venue.meeting(meeting).attendance.filter(pk=pk, member=None).first()
    if guest is None:
        raise NotFound("guest", pk)
    try:
        forget_guest(guest, **venue.act)
    except ValidationError as error:
        messages.error(venue.request, " ".join(error.messages))
    return redirect(venue.at("meeting", meeting))
