"""An application is looked through and submitted; what arrived is acknowledged by a receipt."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.calls.eligibility import NotEligible
from entreciudades.calls.frozen import differing, mended, snapshot_of
from entreciudades.calls.items import title_of
from entreciudades.calls.models import Application, Submission
from entreciudades.calls.rules import EDIT_APPLICATION, SUBMIT
from entreciudades.calls.services.submission import submit as send
from entreciudades.calls.snapshot import take
from entreciudades.calls.states import ApplicationState
from entreciudades.calls.terms import terms_of
from entreciudades.core.canonical import canonical
from entreciudades.core.errors import NotFound
from entreciudades.documents.typeset import render_brief
from entreciudades.exports.application_receipt import assemble_receipt
from entreciudades.notices.recipients import leaders_of
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import REFUSED, about_application, found, in_words
from entreciudades.web.desk.applications.findings import findings_of
from entreciudades.web.desk.doors import person


@may(EDIT_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All that would be sent, and whether it can be; a POST of a coordinator submits it."""
    is_sent = request.method == "POST"
    it = found(request, slug, pk, may=SUBMIT if is_sent else EDIT_APPLICATION)
    refused, status = "", 200
    if is_sent:
        try:
            submission = send(it, accepted=request.POST.getlist("accepted"), by=person(request))
        except NotEligible:
            refused, status = _("Not submitted: something is missing still. Everything that was written is kept."), 422
        except ValidationError as error:
            refused, status = error.messages[0], 422
        except REFUSED as error:
            refused, status = in_words(error, it.call), 409
        else:
            messages.success(request, _("Submitted. The receipt is here, and on its way to you by mail."))
            return redirect("desk:application-receipt", slug, pk, submission.number)
    page = _to_send(it, request) | {"refused": refused, "accepted": request.POST.getlist("accepted")}
    return render(request, "desk/applications/submit.html", about_application(request, it) | page, status=status)


def _to_send(it: Application, request: HttpRequest) -> dict[str, Any]:
    """What would be submitted now, what that changes, who may do it."""
    terms, snapshot = terms_of(it.call), take(it)
    last = it.submissions.last() if it.state == ApplicationState.SUBMITTED else None
    window = about_application(request, it)["window"]
    if window and window.mend and last:
        snapshot = mended(snapshot_of(last), snapshot, window.mend.items)
    return {
        "terms": terms,
        "snapshot": snapshot,
        "findings": findings_of(it, snapshot),
        "last": last,
        "unsent": [title_of(item, terms) for item in differing(snapshot_of(last), snapshot)] if last else [],
        "may_submit": SUBMIT.predicate(request.user, it),
        "coordinators": leaders_of(it.applicant),
        "answers": [(one.title, snapshot.answers.get(one.key, {})) for one in terms.questions if one.words],
        "themes": it.themes.all(),
        "people": it.people.all(),
        "members": it.members.select_related("organisation"),
    }


@may(EDIT_APPLICATION)
@require_safe
def receipt(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """That an application arrived: when, with what, under which digest, and what the rules said."""
    it, submission = _submission(request, slug, pk, number)
    page = {
        "submission": submission,
        "receipt": assemble_receipt(submission, get_language() or "es"),
        "is_newest": not it.submissions.filter(number__gt=number).exists(),
    }
    return render(request, "desk/applications/receipt.html", about_application(request, it) | page)


@may(EDIT_APPLICATION)
@require_safe
def receipt_pdf(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """The same to be printed and kept."""
    it, submission = _submission(request, slug, pk, number)
    data = render_brief(assemble_receipt(submission, get_language() or "es"))
    name = slugify(f"{_('receipt')} {it.call.slug} {slug} {number}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@may(EDIT_APPLICATION)
@require_safe
def contents(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """What was submitted in its canonical form: the SHA-256 of this very file is the digest of the receipt."""
    it, submission = _submission(request, slug, pk, number)
    name = slugify(f"{it.call.slug} {slug} {number}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"', "Cache-Control": "private, no-store"}
    return HttpResponse(canonical(submission.frozen), content_type="application/json", headers=headers)


def _submission(request: HttpRequest, slug: str, pk: int, number: int) -> tuple[Application, Submission]:
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    submission = it.submissions.filter(number=number).first()
    if submission is None:
        raise NotFound("submission", number)
    submission.application = it
    return it, submission
