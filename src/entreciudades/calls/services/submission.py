"""An application is submitted: judged, frozen, numbered, acknowledged; until the deadline as often as wished."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.eligibility import NotEligible, is_eligible, judge
from entreciudades.calls.frozen import mended, snapshot_of
from entreciudades.calls.mails import send_receipts
from entreciudades.calls.models import Application, FrozenDocument, MendRequest, Submission
from entreciudades.calls.snapshot import Snapshot, take
from entreciudades.calls.states import APPLICATION, ApplicationState
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import changing
from entreciudades.core import trail
from entreciudades.core.canonical import digest_of
from entreciudades.core.models import StoredFile
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import finish_tasks_about, notify


def submit(
    application: Application, *, accepted: Collection[str], by: User, at: dt.datetime | None = None
) -> Submission:
    """Freeze the application as it stands and acknowledge it; `accepted` are the commitments that the city says yes to.

    The moment at which it is called decides, or `at`, where it came before it is written down. Sent twice without a
    change it is one submission. While a request to mend is open after the deadline, what it asks for is taken anew and
    the rest stays as it was submitted; then nothing is refused, for the secretariat judges what came.

    Raises TooLate, NotChangeable; ValidationError on "accepted"; NotEligible with every finding where a rule is not
    met or cannot be told. Nothing is stored then, and nothing that was written is lost.
    """
    moment = at or timezone.now()
    with changing(application, at=moment) as window:
        application.refresh_from_db()  # colleagues may have written since it was read
        last = application.submissions.last()
        snapshot = take(application)
        if window.mend is None or last is None:
            snapshot = _judged(application, snapshot, accepted)
        else:
            snapshot = mended(snapshot_of(last), snapshot, window.mend.items)
        frozen = snapshot.written()
        digest = digest_of(frozen)
        stands = application.state == ApplicationState.SUBMITTED
        if last is not None and stands and last.digest == digest and window.mend is None:
            return last
        call = application.call
        submission = Submission.objects.create(
            application=application,
            number=last.number + 1 if last else 1,
            frozen=frozen,
            terms={
                "parameters": call.parameters,
                "countries": call.countries,
                "closes_at": window.closes_at.isoformat(),
            },
            digest=digest,
            made_by=by,
            made_at=moment,
        )
        _keep_documents(submission, snapshot)
        if window.mend is None:
            application.state, application.submitted_at = APPLICATION.move(application.state, "submit"), moment
            application.save(update_fields=["state", "submitted_at"])
        else:
            _answer(window.mend, submission, by=by)
        details = {"number": submission.number, "digest": digest}
        trail.record("application.submitted", application, by=by, scope=call.network_id, **details)
        send_receipts(submission)
        return submission


def _judged(application: Application, snapshot: Snapshot, accepted: Collection[str]) -> Snapshot:
    terms = terms_of(application.call)
    commitments = [one.key for one in terms.commitments]
    if not set(commitments) <= set(accepted):
        raise ValidationError({"accepted": _("Say yes to each of these commitments.")})
    findings = judge(terms, snapshot)
    if not is_eligible(findings):
        raise NotEligible(findings)
    return snapshot.committed(commitments)


def _keep_documents(submission: Submission, snapshot: Snapshot) -> None:
    files = {
        one.sha256: one for one in StoredFile.objects.filter(sha256__in={one.sha256 for one in snapshot.documents})
    }
    FrozenDocument.objects.bulk_create(
        FrozenDocument(submission=submission, key=one.key, name=one.name, file=files[one.sha256])
        for one in snapshot.documents
    )


def _answer(request: MendRequest, submission: Submission, *, by: User) -> None:
    request.submission = submission
    request.save(update_fields=["submission"])
    finish_tasks_about(request, by=by)
    application = submission.application
    call, network = application.call, application.call.network
    notify(
        leaders_of(network),
        kind="application.mended",
        facts={"organisation": application.applicant.names, "call": call.titles},
        path=reverse("office:call-application", args=[network.slug, call.slug, application.pk]),
        by=by,
        scope=network,
    )
