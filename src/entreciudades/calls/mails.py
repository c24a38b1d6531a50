"""The mail that acknowledges an application, to everybody who works on it."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from entreciudades.calls.models import Submission
from entreciudades.core.labels import label
from entreciudades.core.letters import Entries, Entry, Paragraph, Part, Way, letter
from entreciudades.core.mail import queue_once
from entreciudades.core.moments import moment_in_words
from entreciudades.notices.recipients import workers_of


def send_receipts(submission: Submission) -> None:
    """Write to the team of the city, each in their language, once."""
    for user in workers_of(submission.application.applicant):
        with override(user.preferred_language):
            mail = letter(_subject(submission), _parts(submission), to=user.email)
        queue_once(mail, key=f"receipt:{submission.pk}:{user.pk}")


def arrived(submission: Submission) -> str:
    """When it arrived, on the clock of the call and in UTC, to the second, in the active language."""
    moment = submission.made_at.replace(microsecond=0)
    there = moment_in_words(moment, submission.application.call.zone, get_language() or "es")
    return f"{there} · {moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"


def _subject(submission: Submission) -> str:
    return _("Received: application to “%(call)s”") % {"call": label(submission.application.call.titles).text}


def _parts(submission: Submission) -> list[Part]:
    application = submission.application
    names = {"city": label(application.applicant.names).text, "call": label(application.call.titles).text}
    path = reverse("desk:application-receipt", args=[application.applicant.slug, application.pk, submission.number])
    return [
        Paragraph(_("The application of %(city)s to “%(call)s” has arrived.") % names),
        Entries(
            (
                Entry(_("Submission number %(number)d") % {"number": submission.number}),
                Entry(_("Arrived: %(moment)s") % {"moment": arrived(submission)}),
                Entry(_("Digest (SHA-256): %(digest)s") % {"digest": submission.digest}),
            )
        ),
        Way(_("See the receipt"), f"{settings.SITE_URL}{path}"),
    ]
