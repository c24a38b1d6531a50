"""Whom a city should meet, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entreciudades.calls.models import ShortListEntry
from entreciudades.calls.reasons import labels_of
from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import about_application
from entreciudades.web.desk.partners.about import Other, admitted, words


@may(EDIT_APPLICATION)
@require_safe
def short_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The cities on one's list, and those on whose list one is; nothing before the secretariat shows the lists."""
    application = admitted(request, slug, pk)
    entries = ShortListEntry.objects.standing().shown()
    mine = entries.filter(application=application).select_related("other__applicant")
    own = list(mine.order_by("other__applicant__sort_name"))  # the order of the list would say who fits best
    listing = entries.filter(other=application).exclude(application__in=[one.other_id for one in own])
    others = list(listing.select_related("application__applicant").order_by("application__applicant__sort_name"))
    labels = labels_of(code for one in (*own, *others) for code in (*one.learns, *one.shares, *one.common))
    page = {
        "own": [
            Other(
                one.other.applicant,
                words(one.learns, labels),
                words(one.shares, labels),
                tuple(one.languages),
                one.population,
                words(one.common, labels),
            )
            for one in own
        ],
        "others": [
            Other(
                one.application.applicant,
                words(one.shares, labels),
                words(one.learns, labels),
                tuple(one.languages),
                common=words(one.common, labels),
            )
            for one in others
        ],
    }
    return render(request, "desk/partners/short_list.html", about_application(request, application) | page)
