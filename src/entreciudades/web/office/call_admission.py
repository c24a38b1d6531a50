"""Which applications are selected: how far their assessment is, what is decided, all of it published at once."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.calls import scoring
from entreciudades.calls.models import Application, Call, MendRequest, Review, Score
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services import admission
from entreciudades.calls.standings import Standing, standings
from entreciudades.calls.states import CallState, Outcome
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.call_pack import CallPart, Criterion
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.office.calls import about_call
from entreciudades.web.public.lists import ON_A_PAGE
from entreciudades.web.reviews.frozen import Frozen, frozen_of

DECIDED_IN: Final = (CallState.UNDER_REVIEW, CallState.DECIDED, CallState.PAIRING)


class DecisionForm(forms.Form):
    """What is decided, and why."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The city reads it, on its desk alone. Name no other city."),
        max_length=admission.LONGEST_REASON,
        widget=forms.Textarea({"rows": 5}),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """An application in the list; `total` and `spread` once every review was sent."""

    application: Any
    standing: Standing
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A review with what it gives for each criterion, where it was sent."""

    review: Review
    given: list[tuple[Criterion, Score | None]]
    total: Decimal | None


@may(FOLLOW)
@require_safe
def admissions(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Every application with the progress of its assessment and what was decided."""
    found = doors.call(request, slug, call, may=FOLLOW)
    every = _rows(found)
    counts = Counter(row.application.outcome or "" for row in every)
    show, order = request.GET.get("show", ""), request.GET.get("order", "")
    wanted = {"undecided": ""} | {one: one for one in Outcome.values}
    rows = [one for one in every if show not in wanted or (one.application.outcome or "") == wanted[show]]
    if order == "total":
        rows.sort(key=lambda one: -1 if one.standing.share is None else one.standing.share, reverse=True)
    about = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "counts": [(one, Outcome(one).label, counts[one]) for one in Outcome.values],
        "undecided": counts[""],
        "total": len(every),
        "show": show if show in wanted else "",
        "order": order,
        "terms": terms_of(found),
        "most": scoring.rounded(scoring.weights(terms_of(found).criteria)),
        "is_open": found.state in DECIDED_IN,
    }
    return render(request, "office/calls/admissions.html", about_call(request, found) | about)


@may(FOLLOW)
@require_safe
def assessment(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """The reviews of an application that were sent, criterion by criterion, and what was decided."""
    found = doors.call(request, slug, call, may=FOLLOW)
    application = _application(found, pk)
    return _assessment(request, found, application)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Decide on the applications chosen, with one reason."""
    found = doors.call(request, slug, call, may=EDIT)
    asked = request.POST if request.method == "POST" else request.GET
    keys = [number(one) for one in asked.getlist("application")]
    chosen = list(found.applications.submitted().select_related("applicant").filter(pk__in=keys))
    if not chosen:
        messages.error(request, _("Choose the applications on which to decide."))
        return redirect("office:call-admission", slug, call)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            admission.decide(chosen, call=found, **form.cleaned_data, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            words = ngettext("Decided on %(count)d application.", "Decided on %(count)d applications.", len(chosen))
            messages.success(request, words % {"count": len(chosen)})
            return redirect("office:call-admission", slug, call)
    about = {"form": form, "chosen": chosen, "is_told": found.state != CallState.UNDER_REVIEW}
    return render(request, "office/calls/decide.html", about_call(request, found) | about)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """What would be told, to how many; then it is told."""
    found = doors.call(request, slug, call, may=EDIT)
    if request.method == "POST":
        try:
            count = admission.publish_admission(found, by=person(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except MoveRefused:
            messages.error(request, _("The call is not under review: there is nothing to publish."))
        else:
            words = ngettext(
                "Published: %(count)d applicant is told.", "Published: %(count)d applicants are told.", count
            )
            messages.success(request, words % {"count": count})
            return redirect("office:call-admission", slug, call)
    preview = admission.preview(found)
    unfinished = [key for key, one in standings(found).items() if one.needed and not one.is_complete]
    about = {
        "outcomes": [(outcome.label, rows) for outcome, rows in preview.outcomes.items()],
        "preview": preview,
        "unfinished": len(unfinished),
        "is_open": found.state == CallState.UNDER_REVIEW,
    }
    return render(request, "office/calls/publish.html", about_call(request, found) | about)


def _rows(call: Call) -> list[Row]:
    """All applications that arrived, by name, in three queries."""
    asked = MendRequest.objects.open_at(timezone.now()).filter(application=OuterRef("pk"))
    rows = Application.objects.submitted().filter(call=call).with_outcome()
    applications = list(rows.annotate(is_mending=Exists(asked)).select_related("applicant"))
    found = standings(call, applications)
    criteria = terms_of(call).criteria
    return [Row(one, found[one.pk], _points(found[one.pk], criteria)) for one in applications]


def _points(standing: Standing, criteria: tuple[Criterion, ...]) -> Decimal | None:
    return None if standing.share is None else scoring.shown(standing.share, criteria)


def _application(call: Call, pk: int) -> Application:
    application = call.applications.submitted().select_related("applicant").filter(pk=pk).first()
    if application is None:
        raise NotFound(kind_of(Application), pk)
    application.call = call
    return application


def _assessment(request: HttpRequest, call: Call, application: Application) -> HttpResponse:
    terms, frozen = terms_of(call), frozen_of(application)
    standing = standings(call, [application])[application.pk]
    about = {
        "application": application,
        "applicant_name": name_of(application.applicant),
        "frozen": frozen,
        "sheets": _sheets(application, terms),
        "standing": standing,
        "points": _points(standing, terms.criteria),
        "most": scoring.rounded(scoring.weights(terms.criteria)),
        "third_over": terms.assessment.third_over if terms.assessment else None,
        "decisions": application.admissions.select_related("made_by"),
        "form": DecisionForm(initial=_proposed(frozen)),
        "decide_address": reverse("office:call-admission-decide", args=[call.network.slug, call.slug]),
        "is_open": call.state in DECIDED_IN,
    }
    return render(request, "office/calls/assessment.html", about_call(request, call) | about)


def _proposed(frozen: Frozen | None) -> dict[str, str]:
    """What the form says to begin with: an application that misses a rule is not selected, for that reason."""
    if frozen is None or not frozen.missed:
        return {}
    return {"outcome": Outcome.NOT_SELECTED, "reason": "\n".join(f"{one.says}: {one.found}" for one in frozen.missed)}


def _sheets(application: Application, terms: CallPart) -> list[Sheet]:
    reviews = application.reviews.select_related("reviewer").prefetch_related("scores")
    return [_sheet(one, terms) for one in reviews]


def _sheet(review: Review, terms: CallPart) -> Sheet:
    if not review.sent_at:  # nobody but its reviewer reads it yet
        return Sheet(review, [], None)
    scores = {one.criterion: one for one in review.scores.all()}
    points = {key: one.points or 0 for key, one in scores.items()}
    total = scoring.shown(scoring.share(points, terms.criteria), terms.criteria)
    return Sheet(review, [(one, scores.get(one.key)) for one in terms.criteria], total)
