"""Who reviews the applications of a call: drawn, assigned, replaced."""

import datetime as dt
import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Call, Review
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services import assessment
from entreciudades.calls.standings import standings
from entreciudades.calls.states import CallState
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import NotFound
from entreciudades.core.refs import kind_of
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.office.calls import about_call
from entreciudades.web.public.lists import ON_A_PAGE

#: How long reviewers have, unless the secretariat says otherwise.
TERM = dt.timedelta(days=14)


class DueForm(forms.Form):
    """By which day a review is to be sent."""

    due = forms.DateField(
        label=gettext_lazy("To be sent by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class DrawForm(DueForm):
    """A draw: its seed, which anybody may write down beforehand."""

    seed = forms.CharField(
        label=gettext_lazy("Seed of the lot"),
        max_length=assessment.LONGEST_SEED,
        help_text=gettext_lazy(
            "Letters and figures. From the same seed the lot gives the same reviewers: agree on one beforehand, such "
            "as the number of a public lottery, or take this one. It is kept in the record."
        ),
    )

    field_order = ("seed", "due")


class ReviewerForm(DueForm):
    """Who reviews an application."""

    reviewer = forms.ChoiceField(label=gettext_lazy("Reviewer"))

    field_order = ("reviewer", "due")

    def __init__(self, data: Any, *, people: list[User], nobody: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["reviewer"]
        field.required = not nobody
        field.choices = [("", _("Nobody for now") if nobody else _("Choose")), *_named(people)]  # type: ignore[attr-defined] # a ChoiceField

    @property
    def chosen(self) -> User | None:
        """Whom they chose."""
        return self.people.get(self.cleaned_data["reviewer"])


@may(FOLLOW)
@require_safe
def reviewers(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Who has how many, what lacks a reviewer, and the applications with theirs, those that lack first."""
    found = doors.call(request, slug, call, may=FOLLOW)
    standing = standings(found)
    keys = sorted(standing, key=lambda key: (-standing[key].lacks, key))
    page = Paginator(keys, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = Application.objects.select_related("applicant").in_bulk(page.object_list)
    reviews: dict[int, list[Review]] = {key: [] for key in rows}
    for review in Review.objects.filter(application__in=rows).select_related("reviewer"):
        reviews[review.application_id].append(review)
    about = {
        "page": page,
        "rows": [(rows[key], standing[key], reviews[key]) for key in page.object_list],
        "people": _people(found),
        "lacking": sum(1 for one in standing.values() if one.lacks),
        "disputed": sum(1 for one in standing.values() if one.disputed and one.lacks),
        "is_open": found.state == CallState.UNDER_REVIEW,
        "total": len(standing),
        "terms_ask": terms_of(found).assessment,
    }
    return render(request, "office/calls/reviewers.html", about_call(request, found) | about)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Draw reviewers for all applications that lack some."""
    found = doors.call(request, slug, call, may=EDIT)
    start = {"seed": secrets.token_hex(4), "due": timezone.localdate() + TERM}
    form = DrawForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            count = assessment.draw_reviews(found, **form.cleaned_data, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            words = ngettext("%(count)d review was drawn.", "%(count)d reviews were drawn.", count)
            if count:
                messages.success(request, words % {"count": count})
            else:
                messages.warning(request, _nobody())
            return redirect("office:call-reviewers", slug, call)
    return _form(request, found, form, _("Draw reviewers"), _("Draw"))


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """Give an application to a reviewer."""
    found = doors.call(request, slug, call, may=EDIT)
    application = found.applications.submitted().select_related("applicant").filter(pk=pk).first()
    if application is None:
        raise NotFound(kind_of(Application), pk)
    application.call = found
    if not (able := _able(found, application)):
        messages.warning(request, _nobody())
        return redirect("office:call-reviewers", slug, call)
    form = ReviewerForm(
        request.POST if request.method == "POST" else None,
        people=able,
        initial={"due": timezone.localdate() + TERM},
    )
    if request.method == "POST" and form.is_valid() and form.chosen:
        try:
            due = form.cleaned_data["due"]
            assessment.assign_review(application, reviewer=form.chosen, due=due, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Assigned: %(name)s") % {"name": form.chosen.get_full_name()})
            return redirect("office:call-reviewers", slug, call)
    title = _("A reviewer for %(name)s") % {"name": name_of(application.applicant)}
    return _form(request, found, form, title, _("Assign"))


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """Give a review that was not sent to somebody else, or to nobody for now."""
    found = doors.call(request, slug, call, may=EDIT)
    rows = Review.objects.standing().filter(application__call=found, sent_at=None)
    review = rows.select_related("application__applicant", "reviewer").filter(pk=pk).first()
    if review is None:
        raise NotFound(kind_of(Review), pk)
    review.application.call = found
    form = ReviewerForm(
        request.POST if request.method == "POST" else None,
        people=_able(found, review.application),
        nobody=True,
        initial={"due": review.due},
    )
    if request.method == "POST" and form.is_valid():
        try:
            if form.chosen:
                due = form.cleaned_data["due"]
                assessment.replace_reviewer(review, reviewer=form.chosen, due=due, by=person(request))
            else:
                assessment.withdraw_review(review, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("office:call-reviewers", slug, call)
    names = {"name": review.reviewer.get_full_name(), "city": name_of(review.application.applicant)}
    return _form(request, found, form, _("Instead of %(name)s, for %(city)s") % names, _("Replace"))


def _people(call: Call) -> QuerySet[User]:
    """Whoever may review for a call or had a review of it, with how many of each kind."""
    own = Q(reviews__application__call=call, reviews__application__state="submitted")
    standing = own & (Q(reviews__conflict=None) | Q(reviews__conflict=False))
    able = assessment.reviewers_of(call).order_by().values("pk")
    of_call = Review.objects.filter(reviewer=OuterRef("pk"), application__call=call)
    people: QuerySet[User] = User.objects.filter(Q(pk__in=able) | Exists(of_call))
    return people.annotate(
        assigned=Count("reviews", filter=standing),
        declared=Count("reviews", filter=standing & Q(reviews__declared_at__isnull=False)),
        sent=Count("reviews", filter=standing & Q(reviews__sent_at__isnull=False)),
        conflicts=Count("reviews", filter=own & Q(reviews__conflict=True)),
    ).order_by("name", "pk")


def _able(call: Call, application: Application) -> list[User]:
    people = list(assessment.reviewers_of(call))
    barred = assessment.barred_from(call, [application.pk], people)[application.pk]
    return [one for one in people if one.pk not in barred]


def _nobody() -> str:
    return _("Nobody is free to review what lacks a reviewer: invite one more in the team of the network.")


def _named(people: list[User]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.get_full_name()) for one in people]


def _form(request: HttpRequest, call: Call, form: forms.Form, title: str, submit: str) -> HttpResponse:
    back = reverse("office:call-reviewers", args=[call.network.slug, call.slug])
    page = {"form": form, "title": title, "submit": submit, "back": back}
    return render(request, "layouts/form.html", about_call(request, call) | page)
