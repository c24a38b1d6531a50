"""A decided call in which two cities are on each other's list, meet, and are proposed to each other."""

import datetime as dt

from django.utils import timezone
from tests.factories.calls import (
    AdmissionFactory,
    ApplicationFactory,
    CallFactory,
    MeetingFactory,
    PairFactory,
    SubmissionFactory,
)

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Call, Matchmaking, Meeting, Pair, ShortListEntry
from entreciudades.calls.snapshot import take

DAY = dt.timedelta(days=1)


def admitted(call: Call, city: Organisation) -> Application:
    """The application of a city, selected."""
    application = ApplicationFactory(call=call, applicant=city, submitted=True)
    SubmissionFactory(application=application, frozen=take(application).written())
    AdmissionFactory(application=application)
    return application


def two_of_a_call(a: Organisation, b: Organisation, **more: object) -> tuple[Application, Application]:
    """Two admitted cities whose lists are shown, and whose preferences are asked for."""
    call = CallFactory(**{"state": "pairing", **more})
    one, other = admitted(call, a), admitted(call, b)
    Matchmaking.objects.create(call=call, shown_at=timezone.now(), preferences_due_at=timezone.now() + 5 * DAY)
    ShortListEntry.objects.create(
        application=one, other=other, learns=["iuc:3"], shares=["iuc:5"], languages=["es"], population=210_000
    )
    ShortListEntry.objects.create(application=other, other=one, learns=["iuc:5"], shares=["iuc:3"], languages=["es"])
    return one, other


def meeting_of(a: Application, b: Application, **more: object) -> Meeting:
    """They meet tomorrow."""
    return MeetingFactory(call=a.call, a=a, b=b, **{"starts_at": timezone.now() + DAY, **more})


def pair_of(a: Application, b: Application, **more: object) -> Pair:
    """They are proposed to each other."""
    return PairFactory(run__call=a.call, a=a, b=b, a_learns=["iuc:3"], b_learns=["iuc:5"], **more)
