"""A city applies for a group of municipalities: each is asked, and consents or refuses for itself, or by a letter."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.calls.frozen import LETTER
from entreciudades.calls.models import Application, GroupMember
from entreciudades.calls.snapshot import PURPOSE
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import GROUP, changing
from entreciudades.core import trail
from entreciudades.core.files import add_document, attachments_of, remove_document
from entreciudades.core.models import Attachment
from entreciudades.core.parts import put_row
from entreciudades.core.refs import kind_of
from entreciudades.notices.models import Task
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import finish_task, finish_tasks_about, notify, open_task

CONSENT: Final = "group.consent"
"""The task of a municipality that was asked."""


def letter_key(organisation: int) -> str:
    """Under which key the letter of a municipality stands among the documents."""
    return f"{LETTER}{organisation}"


def letter_of(member: GroupMember) -> Attachment | None:
    """The letter by which a municipality consented, where it is there."""
    key = letter_key(member.organisation_id)
    return attachments_of(member.application, f"{PURPOSE}{key}").last()


def add_member(application: Application, organisation: Organisation, *, by: User | None) -> GroupMember:
    """Ask a municipality to join the group; its coordinators are told, and one without any consents by a letter.

    Raises ValidationError, TooLate, NotChangeable.
    """
    call, applicant = application.call, application.applicant
    with changing(application, GROUP) as window:
        if not terms_of(call).group:
            raise ValidationError(_("This call is not for groups."))
        if organisation.is_network or organisation.pk == applicant.pk:
            raise ValidationError(_("A group is made of other municipalities."))
        leaders = leaders_of(organisation)
        member = GroupMember(
            application=application,
            organisation=organisation,
            by_letter=not leaders,
            position=application.members.count(),
        )
        put_row(member)
        trail.record(
            "application.member_added", application, by=by, scope=call.network_id, organisation=organisation.pk
        )
        if leaders:
            open_task(
                organisation,
                kind=CONSENT,
                facts={"organisation": applicant.names, "call": call.titles},
                path=reverse("desk:group", args=[organisation.slug, member.pk]),
                about=member,
                due=window.closes_at.astimezone(ZoneInfo(call.zone)).date(),
                by=by,
            )
        return member


def remove_member(member: GroupMember, *, by: User | None) -> None:
    """Take a municipality out of the group, with its letter. Raises TooLate, NotChangeable."""
    application = member.application
    scope = application.call.network_id
    with changing(application, GROUP):
        _drop_letter(member, by=by)
        finish_tasks_about(member, by=by)
        details = {"organisation": member.organisation_id}
        trail.record("application.member_removed", application, by=by, scope=scope, **details)
        member.delete()


def answer(member: GroupMember, *, consents: bool, by: User) -> GroupMember:
    """A municipality says for itself whether it takes part; said anew, the last word counts.

    Whoever applies is told. Raises TooLate, NotChangeable.
    """
    application = member.application
    call = application.call
    with changing(application, GROUP):
        member = GroupMember.objects.select_for_update().get(pk=member.pk)
        member.application = application
        _drop_letter(member, by=by)
        now = timezone.now()
        member.by_letter = False
        member.consented_at, member.refused_at = (now, None) if consents else (None, now)
        member.answered_by = by
        member.save(update_fields=["by_letter", "consented_at", "refused_at", "answered_by"])
        verb = "consented" if consents else "refused"
        trail.record(f"application.member_{verb}", application, by=by, scope=call.network_id, member=member.pk)
        finish_tasks_about(member, kind=CONSENT, by=by)
        applicant = application.applicant
        notify(
            leaders_of(applicant),
            kind=f"group.{verb}",
            facts={"organisation": member.organisation.names, "call": call.titles},
            path=reverse("desk:application-group", args=[applicant.slug, application.pk]),
            by=by,
            scope=applicant,
        )
        return member


def consent_by_letter(member: GroupMember, upload: "File[bytes]", *, by: User) -> GroupMember:
    """Keep the letter by which a municipality consents for which nobody signs in here; a newer one takes its place.

    Raises ValidationError where somebody does, who must say so themselves; FileRefused, TooLate, NotChangeable.
    """
    application = member.application
    scope = application.call.network_id
    with changing(application, GROUP):
        if leaders_of(member.organisation):
            raise ValidationError(_("This municipality answers here for itself."))
    former = letter_of(member)
    purpose = f"{PURPOSE}{letter_key(member.organisation_id)}"
    add_document(application, upload, purpose=purpose, by=by, scope=scope)
    with transaction.atomic():
        if former:
            remove_document(application, former, by=by, scope=scope)
        member.by_letter, member.consented_at, member.refused_at = True, timezone.now(), None
        member.answered_by = by
        member.save(update_fields=["by_letter", "consented_at", "refused_at", "answered_by"])
        trail.record("application.member_letter", application, by=by, scope=scope, member=member.pk)
    return member


def end_unanswered(now: dt.datetime | None = None) -> int:
    """End the tasks of those who were asked and did not answer before the deadline; return how many."""
    moment = (now or timezone.now()).replace(microsecond=0)
    silent = GroupMember.objects.filter(consented_at=None, refused_at=None, application__call__closes_at__lt=moment)
    tasks = Task.objects.open().filter(
        kind=CONSENT, object_kind=kind_of(GroupMember), object_id__in=silent.values("pk")
    )
    return len([finish_task(task, by=None) for task in tasks])


def _drop_letter(member: GroupMember, *, by: User | None) -> None:
    if letter := letter_of(member):
        remove_document(member.application, letter, by=by, scope=member.application.call.network_id)
