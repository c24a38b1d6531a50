"""What was decided on an application and why, for the city concerned alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.calls.told import told_of
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import about_application, found


@may(EDIT_APPLICATION)
@require_safe
def result(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The decision with its reason, and points and reasons by criterion, without the names of those who reviewed."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    return render(request, "desk/applications/result.html", about_application(request, it) | {"told": told_of(it)})
