"""Which calls a city can apply to, and how far each of its applications is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.calls.models import Application, Call
from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.applications.about import about_application, found


@may(EDIT_ORGANISATION)
@require_safe
def calls(request: HttpRequest, slug: str) -> HttpResponse:
    """The calls that are open, and the city's applications."""
    city = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    page = {
        "open_calls": Call.objects.open_at(timezone.now()).select_related("network"),
        "applications": Application.objects.filter(applicant=city).select_related("call__network"),
    }
    return render(request, "desk/applications/calls.html", about_organisation(request, city) | page)


@may(EDIT_APPLICATION)
@require_safe
def application(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the application lacks, and what is next."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    return render(request, "desk/applications/overview.html", about_application(request, it))
