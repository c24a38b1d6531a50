"""The minutes of a meeting: a text, or a document, approved by the body."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.models import BodyMeeting
from entreciudades.alliances.querysets import MINUTES
from entreciudades.alliances.services.meetings import open_meeting
from entreciudades.alliances.services.summons import day_of
from entreciudades.core import files, trail
from entreciudades.core.models import Attachment, Text
from entreciudades.core.parts import put_row
from entreciudades.core.texts import save_text


@transaction.atomic
def write_minutes(
    meeting: BodyMeeting, language: str, body: str, *, expected_version: int, by: User, scope: int
) -> Text:
    """Save the minutes as they stand in an editor. Raises TextConflict, TextTooLong, ValidationError as `keep_item`."""
    open_meeting(meeting)
    return save_text(meeting, MINUTES, language, body, expected_version=expected_version, by=by, scope=scope)


@transaction.atomic
def approve_minutes(meeting: BodyMeeting, *, on: dt.date, by: User, scope: int) -> BodyMeeting:
    """The body approved the minutes on a day: from then on nothing of the meeting changes.

    Raises ValidationError where there are none, the meeting was not held or the day lies before it or in the future.
    """
    meeting = open_meeting(meeting)
    if not meeting.is_held:
        raise ValidationError(_("It was not held yet."))
    if not BodyMeeting.objects.filter(pk=meeting.pk).with_minutes().exists():
        raise ValidationError(_("There are no minutes yet: write them, or add them as a document."))
    if not day_of(meeting) <= on <= timezone.localdate():
        raise ValidationError({"on": _("Choose a day from that of the meeting to today.")})
    meeting.minutes_approved_on, meeting.minutes_approved_by = on, by
    put_row(meeting)
    trail.record("bodymeeting.minutes_approved", meeting, by=by, scope=scope)
    return meeting


@transaction.atomic
def add_minutes(meeting: BodyMeeting, upload: File[bytes], *, by: User, scope: int) -> Attachment:
    """Keep minutes as a document, signed or not. Raises FileRefused, ValidationError as `keep_item`."""
    return files.add_document(open_meeting(meeting), upload, purpose=MINUTES, by=by, scope=scope)


@transaction.atomic
def remove_minutes(meeting: BodyMeeting, document: Attachment, *, by: User, scope: int) -> None:
    """Take a document off the meeting. Raises ValidationError as `keep_item`."""
    files.remove_document(open_meeting(meeting), document, by=by, scope=scope)
