"""Where the meetings of a body are found, by organisation; and who of them is told."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Body, BodyMember, Organisation
from entreciudades.alliances.mandates import sitting
from entreciudades.alliances.models import AllianceBody, BodyMeeting
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


def day_of(meeting: BodyMeeting) -> dt.date:
    """Its day, on the clocks on which it was called."""
    return meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()


def members_of(body: Body) -> list[BodyMember]:
    """Everybody who sits or sat in a body, in order, with organisation and person."""
    return list(BodyMember.objects.filter(body=body).select_related("organisation", "person"))


def page_for(organisation: Organisation, body: Body, meeting: BodyMeeting | None = None) -> str:
    """The address at which an organisation reads of a meeting; without one, of the body."""
    found = AllianceBody.objects.filter(body=body).select_related("alliance").first()
    space = "office" if organisation.pk == body.network_id else "desk"
    prefix, keys = ("alliance-governance", [found.alliance.slug]) if found else ("governance", [])
    page, row = ("meeting", meeting.pk) if meeting else ("body", body.pk)
    return reverse(f"{space}:{prefix}-{page}", args=[organisation.slug, *keys, row])


def tell_members(meeting: BodyMeeting, *, kind: str, by: User, **facts: Any) -> None:
    """Tell those who answer for the organisations that sit in the body on the day of a meeting."""
    at = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    said = {"body": meeting.body.names, "at": at} | facts
    for one in _organisations(sitting(members_of(meeting.body), day_of(meeting))):
        path = page_for(one, meeting.body, meeting)
        notify(leaders_of(one), kind=kind, facts=said, path=path, by=by, scope=one)


def _organisations(members: Iterable[BodyMember]) -> list[Organisation]:
    return list({one.organisation_id: one.organisation for one in members}.values())
