"""A meeting: called, its agenda, held or cancelled; on the screen and on paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.actors.zones import UTC, zones_of
from entreciudades.alliances.mandates import sitting
from entreciudades.alliances.models import AgendaItem, BodyMeeting
from entreciudades.alliances.querysets import MINUTES
from entreciudades.alliances.services import meetings as services
from entreciudades.alliances.services.summons import day_of, members_of
from entreciudades.alliances.states import MEETING
from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.core.files import attachments_of
from entreciudades.core.labels import content_language
from entreciudades.core.models import Text
from entreciudades.core.texts import body_in
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.files import address_of
from entreciudades.web.governance.asking import asked
from entreciudades.web.governance.forms import ItemForm, MeetingForm
from entreciudades.web.governance.venues import Venue


def meeting(venue: Venue, meeting: int) -> HttpResponse:
    """All of a meeting, with what is to be done next."""
    row = venue.meeting(meeting)
    return render(venue.request, "governance/meeting.html", venue.about | _page(venue, row))


def paper(venue: Venue, meeting: int) -> HttpResponse:
    """The same to print: the agenda before, the minutes after."""
    row = venue.meeting(meeting)
    return render(venue.request, "governance/paper.html", venue.about | _page(venue, row))


def add(venue: Venue, pk: int) -> HttpResponse:
    """Call a meeting, on one's own clocks unless one says otherwise."""
    body = venue.body(pk)
    zone = zones_of([venue.by]).get(venue.by.pk, UTC)
    return _keep(venue, BodyMeeting(body=body, zone=zone.key), _("Call a meeting"), venue.at("body", pk))


def change(venue: Venue, meeting: int) -> HttpResponse:
    """Move it, or say where it is."""
    row = venue.meeting(meeting)
    return _keep(venue, row, _("Change the meeting"), venue.at("meeting", meeting))


def cancel(venue: Venue, meeting: int) -> HttpResponse:
    """It will not take place."""
    row, back = venue.meeting(meeting), venue.at("meeting", meeting)
    try:
        return asked(
            venue,
            ReasonForm(venue.posted),
            lambda said: services.cancel_meeting(row, reason=said["reason"], **venue.act),
            done=_("The meeting is cancelled; its members are told."),
            back=back,
            title=_("Cancel the meeting"),
            submit=_("Cancel the meeting"),
            body=row.body,
            meeting=row,
        )
    except MoveRefused:
        messages.error(venue.request, _said(row))
        return redirect(back)


def hold(venue: Venue, meeting: int) -> HttpResponse:
    """It took place."""
    row = venue.meeting(meeting)
    try:
        done = services.hold_meeting(row, **venue.act)
    except ValidationError as error:
        messages.error(venue.request, " ".join(error.messages))
    except MoveRefused:
        messages.error(venue.request, _said(row))
    else:
        said = {"counted": done.counted, "entitled": done.entitled}
        messages.success(venue.request, _("Held: %(counted)d of %(entitled)d members are counted.") % said)
    return redirect(venue.at("meeting", meeting))


def add_item(venue: Venue, meeting: int) -> HttpResponse:
    """A point more."""
    row = venue.meeting(meeting)
    return _keep_item(venue, AgendaItem(meeting=row), _("A point of the agenda"))


def change_item(venue: Venue, meeting: int, pk: int) -> HttpResponse:
    """Word it anew, say who presents it."""
    item = _item(venue, meeting, pk)
    return _keep_item(venue, item, _("A point of the agenda"))


def act_on_item(venue: Venue, meeting: int, pk: int, verb: str) -> HttpResponse:
    """Move a point up, or take it off the agenda."""
    acts = {"up": services.raise_item, "remove": services.remove_item}
    if verb not in acts:
        raise NotFound("verb", verb)
    try:
        acts[verb](_item(venue, meeting, pk), **venue.act)
    except ValidationError as error:
        messages.error(venue.request, " ".join(error.messages))
    return redirect(venue.at("meeting", meeting))


def _item(venue: Venue, meeting: int, pk: int) -> AgendaItem:
    row = venue.meeting(meeting)
    item = row.items.filter(pk=pk).first()
    if item is None:
        raise NotFound("item", pk)
    item.meeting = row
    return item


def _keep(venue: Venue, row: BodyMeeting, title: str, back: str) -> HttpResponse:
    request = venue.request
    form = MeetingForm(venue.posted, instance=row, owner=venue)
    is_new = row.pk is None
    try:
        if request.method == "POST" and form.is_valid() and kept(form, services.call_meeting, **venue.act):
            messages.success(request, _("Its members are told when and where the body meets."))
            return redirect(venue.at("meeting", row.pk))
    except MoveRefused:
        messages.error(request, _said(row))
        return redirect(back)
    submit = _("Call the meeting") if is_new else _("Save")
    page = {"venue": venue, "body": row.body, "form": form, "title": title, "back": back, "submit": submit}
    return render(request, "governance/form.html", venue.about | page, status=form.status)


def _keep_item(venue: Venue, item: AgendaItem, title: str) -> HttpResponse:
    request, back = venue.request, venue.at("meeting", item.meeting_id)
    form = ItemForm(venue.posted, instance=item, owner=venue)
    if request.method == "POST" and form.is_valid() and kept(form, services.keep_item, **venue.act):
        messages.success(request, _("The agenda is kept."))
        return redirect(back)
    page = {"venue": venue, "body": item.meeting.body, "meeting": item.meeting, "form": form, "title": title}
    return render(request, "governance/form.html", venue.about | page | {"back": back}, status=form.status)


def _page(venue: Venue, row: BodyMeeting) -> dict[str, Any]:
    texts = list(Text.objects.of(row).filter(section=MINUTES))
    language = get_language() or "es"
    members = sitting(members_of(row.body), day_of(row))
    minutes, documents = body_in(texts, MINUTES, language), list(attachments_of(row, MINUTES))
    attendance = row.attendance.select_related(
        "member__organisation", "member__person", "organisation", "person", "proxy__organisation", "proxy__person"
    )
    return {
        "venue": venue,
        "body": row.body,
        "meeting": row,
        "items": row.items.select_related("presenter__organisation", "decision"),
        "attendance": [one for one in attendance if one.member_id],
        "guests": [one for one in attendance if not one.member_id],
        "members": members,
        "decisions": row.decisions.order_by("number")
        .select_related("item", "ratifies", "ratified_by")
        .prefetch_related("votes__member__organisation", "votes__member__person", "tasks__organisation"),
        "minutes": minutes,
        "documents": [(one, address_of(one)) for one in documents],
        "has_minutes": bool(minutes) or bool(documents),
        "has_begun": row.starts_at <= timezone.now(),
        "is_open": venue.may_write and row.minutes_approved_on is None and row.state != "cancelled",
        "may_call": venue.may_write and "hold" in MEETING.possible(row.state),
        "language": content_language(),
    }


def _said(row: BodyMeeting) -> str:
    row.refresh_from_db(fields=["state"])
    said = {"state": row.get_state_display()}
    return _("That is not possible any more: the meeting is %(state)s.") % said
