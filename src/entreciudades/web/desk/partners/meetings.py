"""The bilateral meetings of a city, its notes on each, and whether it was held."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Meeting, MeetingNote
from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.calls.services.meetings import note_of, record_held, write_note
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import about_application
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.partners.about import admitted

_NOTE = Noun(
    "note",
    MeetingNote,
    "meeting",
    says="",
    fields=("text", "shared"),
    shows=(),
    helps={"text": gettext_lazy("Your city alone reads them, and the secretariat where you say so.")},
)


@may(EDIT_APPLICATION)
@require_safe
def meetings(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One's meetings, with whom, when and where."""
    application = admitted(request, slug, pk)
    now = timezone.now()
    rows = application.call.meetings.of(application).with_cities()
    noted = set(MeetingNote.objects.filter(application=application).values_list("meeting", flat=True))
    shown = [(one, other_city(one, application), one.pk in noted, one.starts_at <= now) for one in rows]
    page = {"rows": shown}
    return render(request, "desk/partners/meetings.html", about_application(request, application) | page)


@may(EDIT_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, slug: str, pk: int, meeting: int) -> HttpResponse:
    """One's own notes on a meeting."""
    application = admitted(request, slug, pk)
    row = _meeting(application, meeting)
    other = other_city(row, application)
    form = make_form(MeetingNote, _NOTE.fields, _NOTE)(
        request.POST if request.method == "POST" else None, instance=note_of(row, application), owner=application
    )
    if request.method == "POST" and form.is_valid() and kept(form, write_note, by=person(request)):
        messages.success(request, _("Your notes are kept."))
        return redirect("desk:application-meetings", slug, pk)
    page = {
        "form": form,
        "meeting": row,
        "other": other,
        "title": _("Meeting with %(city)s") % {"city": name_of(other)},
        "has_begun": row.starts_at <= timezone.now(),
        "back": reverse("desk:application-meetings", args=[slug, pk]),
    }
    around = about_application(request, application)
    return render(request, "desk/partners/meeting.html", around | page, status=form.status)


@may(EDIT_APPLICATION)
@require_POST
def held(request: HttpRequest, slug: str, pk: int, meeting: int) -> HttpResponse:
    """Say whether a meeting was held."""
    application = admitted(request, slug, pk)
    try:
        record_held(_meeting(application, meeting), held=request.POST.get("held") == "yes", by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Noted. Thank you."))
    return redirect("desk:application-meetings", slug, pk)


def other_city(meeting: Meeting, application: Application) -> Organisation:
    """The organisation that one meets."""
    return (meeting.b if meeting.a_id == application.pk else meeting.a).applicant


def _meeting(application: Application, pk: int) -> Meeting:
    found = application.call.meetings.of(application).with_cities().filter(pk=pk).first()
    if found is None:
        raise NotFound("meeting", pk)
    return found
