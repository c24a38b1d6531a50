"""My reviews: those in which I have yet to say whether I have an interest, those to score, those that are over."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entreciudades.calls.models import Review
from entreciudades.calls.querysets import ReviewQuerySet
from entreciudades.calls.terms import terms_of
from entreciudades.web.access import signed_in
from entreciudades.web.desk.doors import person
from entreciudades.web.public.lists import page_of


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first; what was sent or is over, a page at a time."""
    own = _rows(request)
    waiting = list(own.waiting().order_by("due", "pk"))
    over = page_of(request, own.exclude(pk__in=[one.pk for one in waiting]).order_by("-sent_at", "-pk"))
    page = {
        "to_declare": [_row(one) for one in waiting if one.conflict is None],
        "to_score": [_row(one) for one in waiting if one.conflict is False],
        "page": over,
        "today": timezone.localdate(),
    }
    return render(request, "reviews/home.html", page)


def _rows(request: HttpRequest) -> ReviewQuerySet:
    scored = Count("scores", filter=Q(scores__points__isnull=False) & ~Q(scores__reason=""))
    rows = Review.objects.filter(reviewer=person(request)).annotate(scored=scored)
    return rows.select_related("application__applicant", "application__call__methodology").prefetch_related(
        "application__members__organisation"
    )


def _row(review: Review) -> dict[str, Any]:
    return {"review": review, "criteria": len(terms_of(review.application.call).criteria)}
