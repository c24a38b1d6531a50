"""An application begins, is written part by part, is withdrawn and taken up again."""

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.calls.errors import NotChangeable
from entreciudades.calls.models import Application, Call
from entreciudades.calls.snapshot import PURPOSE
from entreciudades.calls.states import APPLICATION, ApplicationState, CallState
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import BUDGET, DOCUMENT, FACTS, GROUP, PEOPLE, TEXT, THEMES, changing, check_open, hold
from entreciudades.core import trail
from entreciudades.core.errors import MoveRefused
from entreciudades.core.files import add_document, remove_document
from entreciudades.core.labels import label
from entreciudades.core.models import Attachment, Text
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.core.texts import save_text
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import finish_tasks_about, notify

#: Part of an application -> the fields that it holds.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    FACTS: ("titles", "language", "capacity"),
    THEMES: ("themes",),
    PEOPLE: ("people",),
    GROUP: ("common_problem",),
    BUDGET: ("asked_amount", "total_cost", "months"),
}


def begin(call: Call, *, city: Organisation, by: User | None) -> Application:
    """Begin the application of a city, or return the one that it has; one that was withdrawn is taken up again.

    A city need not be a member of the call's network; whether it is eligible is judged when it submits. Raises TooLate,
    NotChangeable; ValidationError for networks, and for the city that seeks a partner by this very call.
    """
    moment = timezone.now()
    if city.is_network or city.pk in {call.holder_id, call.network_id}:
        raise ValidationError(_("%(name)s cannot apply to this call.") % {"name": label(city.names).text})
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=city.pk)  # so that two do not begin at once
        own = call.applications.filter(applicant=city)
        if found := own.exclude(state=ApplicationState.WITHDRAWN).first():
            return found
        if found := own.last():
            return take_up(found, by=by)
        check_open(call, moment)
        languages = call.languages or [call.source_language]
        language = city.source_language if city.source_language in languages else languages[0]
        application = Application(call=call, applicant=city, language=language, started_by=by)
        put_row(application)
        trail.record("application.begun", application, by=by, scope=call.network_id, organisation=city.pk)
        return application


def change_part(
    application: Application, *, part: str, by: User | None, links: Links | None = None, opened: Opened | None = None
) -> Application:
    """Store the changed fields of a part. Raises ValidationError, RowConflict, TooLate, NotChangeable."""
    with changing(application, part):
        if any(one.organisation_id != application.applicant_id for one in (links or {}).get("people", ())):  # type: ignore[attr-defined] # people
            raise ValidationError({"people": _("It belongs to another organisation.")})
        put_row(application, links, opened=opened)
        trail.record("application.changed", application, by=by, scope=application.call.network_id, part=part)
        return application


def write_answer(
    application: Application, key: str, language: str, body: str, *, expected_version: int, by: User | None
) -> Text:
    """Save the answer to a question. Raises KeyError, TextConflict, TextTooLong, TooLate, NotChangeable."""
    question = terms_of(application.call).question(key)
    scope = application.call.network_id
    with changing(application, f"{TEXT}{question.key}"):
        return save_text(
            application, question.key, language, body, expected_version=expected_version, by=by, scope=scope
        )


def hand_in(application: Application, key: str, upload: "File[bytes]", *, by: User) -> Attachment:
    """Add a document that the call asks for. Raises KeyError, FileRefused, TooLate, NotChangeable."""
    asked = terms_of(application.call).document(key)
    with changing(application, f"{DOCUMENT}{asked.key}"):
        pass  # before the file is examined, which takes its time
    scope = application.call.network_id
    return add_document(application, upload, purpose=f"{PURPOSE}{asked.key}", by=by, scope=scope)


def take_out(application: Application, document: Attachment, *, by: User) -> None:
    """Take a document off; what was submitted with it stays in that submission. Raises TooLate, NotChangeable."""
    with changing(application, f"{DOCUMENT}{document.purpose.removeprefix(PURPOSE)}"):
        remove_document(application, document, by=by, scope=application.call.network_id)


@transaction.atomic
def withdraw(application: Application, *, by: User | None) -> Application:
    """Take the application back, until the call is decided; the secretariat is told of one that had arrived.

    Raises MoveRefused, NotChangeable once it has been decided.
    """
    hold(application)
    if application.call.state not in {CallState.OPEN, CallState.UNDER_REVIEW}:
        raise NotChangeable("decided")
    had_arrived = application.state == ApplicationState.SUBMITTED
    _move(application, "withdraw", by=by)
    for row in (*application.members.all(), *application.mend_requests.all()):
        finish_tasks_about(row, by=by)
    if had_arrived:
        network = application.call.network
        facts = {"organisation": application.applicant.names, "call": application.call.titles}
        path = reverse("office:call", args=[network.slug, application.call.slug])
        notify(leaders_of(network), kind="application.withdrawn", facts=facts, path=path, by=by, scope=network)
    return application


def take_up(application: Application, *, by: User | None) -> Application:
    """Go on with an application that was withdrawn. Raises TooLate, NotChangeable, MoveRefused.

    ValidationError where the city has begun another one.
    """
    moment = timezone.now()
    with transaction.atomic():
        hold(application)
        if application.state != ApplicationState.WITHDRAWN:
            raise MoveRefused("take-up", application.state, APPLICATION.possible(application.state))
        check_open(application.call, moment)
        others = application.call.applications.filter(applicant=application.applicant_id)
        if others.exclude(state=ApplicationState.WITHDRAWN).exists():
            raise ValidationError(_("There is another application of this city to the call."))
        application.submitted_at = None  # a draft again, which the network does not see
        return _move(application, "take-up", by=by)


def _move(application: Application, verb: str, *, by: User | None) -> Application:
    before = application.state
    application.state = APPLICATION.move(application.state, verb)
    application.save(update_fields=["state", "submitted_at"])
    details = {"before": before, "after": application.state}
    trail.record(f"application.{verb}", application, by=by, scope=application.call.network_id, **details)
    return application
