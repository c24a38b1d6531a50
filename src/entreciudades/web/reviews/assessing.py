"""One review: the declaration first, then the application beside the criteria, then what was sent."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.calls import scoring
from entreciudades.calls.models import FrozenDocument, Review
from entreciudades.calls.rules import READ_REVIEWED, REVIEW
from entreciudades.calls.services import reviewing
from entreciudades.calls.states import CallState
from entreciudades.calls.terms import terms_of
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotFound
from entreciudades.core.refs import kind_of
from entreciudades.web.access import may
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.files import served
from entreciudades.web.reviews.forms import ScoresForm
from entreciudades.web.reviews.frozen import frozen_of


@may(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The declaration; after it the application and the scores, saved as they are typed; what was sent."""
    found = _found(request, pk, may=REVIEW)
    if found.conflict is None:
        return render(request, "reviews/declare.html", _about(found))
    if found.conflict:
        return render(request, "reviews/conflict.html", _about(found))
    if not _is_open(found):
        return render(
            request, "reviews/over.html", _about(found) | {"frozen": frozen_of(found.application)} | _given(found)
        )
    form = _form(request, found)
    if request.method == "POST":
        return _save(request, found, form)
    return _page(request, found, form)


@may(REVIEW)
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """The reviewer says whether an interest of theirs is in it."""
    found = _found(request, pk, may=REVIEW)
    said = request.POST.get("conflict")
    if said not in {"yes", "no"}:
        messages.error(request, _("Say whether you have a conflict of interest."))
        return redirect("reviews:review", pk)
    try:
        reviewing.declare(found, conflict=said == "yes", by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reviews:review", pk)
    if said == "no":
        return redirect("reviews:review", pk)
    messages.success(request, _("Thank you: somebody else reviews this application."))
    return redirect("reviews:home")


@may(READ_REVIEWED)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything once more before it is sent for good."""
    found = _found(request, pk, may=READ_REVIEWED)
    if not _is_open(found):
        return redirect("reviews:review", pk)
    missing = reviewing.missing_in(found)
    if missing:
        form = _form(request, found, data=ScoresForm(None, **_asked(found)).initial)
        form.is_valid()
        form.tell({criterion.key: words for criterion, words in missing})
        return _page(request, found, form)
    if request.method == "POST":
        try:
            reviewing.send_review(found, by=person(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("reviews:review", pk)
        messages.success(request, _("Sent: %(name)s. Thank you.") % {"name": name_of(found.application.applicant)})
        return redirect("reviews:home")
    return render(request, "reviews/send.html", _about(found) | _given(found))


@may(READ_REVIEWED)
@require_safe
def document(request: HttpRequest, pk: int, document: int) -> FileResponse:
    """A document as it was handed in, for whoever declared that no interest of theirs is in it."""
    found = _found(request, pk, may=READ_REVIEWED)
    rows = FrozenDocument.objects.select_related("file").filter(submission__application=found.application_id)
    handed_in = rows.filter(pk=document).first()
    if handed_in is None:
        raise NotFound(kind_of(FrozenDocument), document)
    return served(handed_in.file, handed_in.name)


def _found(request: HttpRequest, pk: int, *, may: Rule[Review]) -> Review:
    rows = Review.objects.select_related("application__applicant", "application__call__methodology")
    return fetch(rows, pk, may=may, actor=request.user)


def _is_open(review: Review) -> bool:
    application = review.application
    return not review.sent_at and application.state == "submitted" and application.call.state == CallState.UNDER_REVIEW


def _about(review: Review) -> dict[str, Any]:
    application = review.application
    members = application.members.select_related("organisation")
    return {
        "review": review,
        "application": application,
        "call": application.call,
        "applicant_name": name_of(application.applicant),
        "members": [one.organisation for one in members if one.refused_at is None],
    }


def _asked(review: Review) -> dict[str, Any]:
    return {"terms": terms_of(review.application.call), "scores": {one.criterion: one for one in review.scores.all()}}


def _given(review: Review) -> dict[str, Any]:
    """Criterion by criterion what stands, and what it adds up to."""
    asked = _asked(review)
    criteria, scores = asked["terms"].criteria, asked["scores"]
    points = {key: one.points for key, one in scores.items() if one.points is not None}
    whole = len(points) == len(criteria)
    return {
        "given": [(one, scores.get(one.key)) for one in criteria],
        "total": scoring.shown(scoring.share(points, criteria), criteria) if whole else None,
        "most": scoring.rounded(scoring.weights(criteria)),
    }


def _form(request: HttpRequest, review: Review, data: Any = None) -> ScoresForm:
    return ScoresForm(request.POST if request.method == "POST" and data is None else data, **_asked(review))


def _save(request: HttpRequest, review: Review, form: ScoresForm) -> HttpResponse:
    form.is_valid()
    try:
        form.tell(reviewing.save_scores(review, given=form.given, by=person(request)))
    except ValidationError as error:
        form.add_error(None, error)
    if request.headers.get("HX-Request"):
        return render(request, "reviews/saved.html", {"form": form, "review": review} | _progress(review))
    if form.errors:
        return _page(request, review, form)
    if "send" in request.POST:
        return redirect("reviews:send", review.pk)
    messages.success(request, _("Saved."))
    return redirect("reviews:review", review.pk)


def _progress(review: Review) -> dict[str, Any]:
    criteria = len(terms_of(review.application.call).criteria)
    return {"criteria": criteria, "scored": criteria - len(reviewing.missing_in(review)), "now": timezone.now()}


def _page(request: HttpRequest, review: Review, form: ScoresForm) -> HttpResponse:
    page = {
        "form": form,
        "frozen": frozen_of(review.application),
        "is_mending": review.application.mend_requests.open_at(timezone.now()).exists(),
    }
    return render(request, "reviews/review.html", _about(review) | page | _progress(review))
