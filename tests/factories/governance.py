"""Bodies with those who sit there, and meetings that were held."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from tests.factories.actors import PersonFactory

from entreciudades.actors.models import Body, BodyMember, Organisation
from entreciudades.alliances.mandates import sitting
from entreciudades.alliances.models import Alliance, AllianceBody, Attendance, BodyMeeting
from entreciudades.alliances.services.meetings import hold_meeting

#: When the meetings of tests took place.
HELD = dt.datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Madrid"))


def body_of(network: Organisation, *organisations: Organisation, alliance: Alliance | None = None, **said: Any) -> Body:
    """A body in which a person of each organisation sits; of an alliance, or of the network itself."""
    body = Body.objects.create(network=network, **({"kind": "steering", "names": {"es": "Comité"}} | said))
    if alliance is not None:
        AllianceBody.objects.create(alliance=alliance, body=body)
    for one in organisations:
        member_of(body, one)
    return body


def member_of(body: Body, organisation: Organisation, **said: Any) -> BodyMember:
    """Somebody of an organisation sits in a body."""
    if "person" not in said:
        said["person"] = PersonFactory(organisation=organisation)
    said.setdefault("position", body.members.count())
    return BodyMember.objects.create(body=body, organisation=organisation, **said)


def meeting_of(body: Body, *, counted: int = 0, **said: Any) -> BodyMeeting:
    """A meeting to which so many of the members came, in their order."""
    number = body.meetings.count() + 1
    meeting = BodyMeeting.objects.create(
        body=body, **({"number": number, "starts_at": HELD, "quorum": body.quorum} | said)
    )
    for place, one in enumerate(sitting(body.members.all(), meeting.starts_at.date())):
        state = "present" if place < counted else "excused"
        person = one.person if state == "present" else None
        Attendance.objects.create(
            meeting=meeting, member=one, organisation=one.organisation, person=person, state=state
        )
    return meeting


def held_meeting_of(body: Body, *, counted: int, **said: Any) -> BodyMeeting:
    """The same, held."""
    return hold_meeting(meeting_of(body, counted=counted, **said), by=None, scope=body.network_id)
