"""A network's secretariat names who coordinates for a member, and ends it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entreciudades.actors.models import Organisation, Role
from entreciudades.actors.rules import OFFICE
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.team import PersonForm, appointed, ending
from entreciudades.web.office.about import about_network


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    """Name a coordinator of a member, who is written to."""
    network = doors.organisation(request, slug, may=OFFICE)
    organisation = _member(network, member)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and appointed(request, form, organisation, Role.COORDINATOR):
        return redirect("office:members", slug)
    page = {
        "form": form,
        "title": _("Name a coordinator: %(organisation)s") % {"organisation": name_of(organisation)},
        "submit": _("Name and write to them"),
        "back": reverse("office:members", args=[slug]),
    }
    return render(request, "layouts/form.html", about_network(request, network, is_secretary=True) | page)


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, member: str, pk: int) -> HttpResponse:
    """Ask, then end somebody's coordination of a member."""
    network = doors.organisation(request, slug, may=OFFICE)
    organisation = _member(network, member)
    page = about_network(request, network, is_secretary=True)
    return ending(request, organisation, Role.COORDINATOR, pk, page, back=reverse("office:members", args=[slug]))


def _member(network: Organisation, slug: str) -> Organisation:
    """A present member in the network's care that is no network itself."""
    members = Organisation.objects.in_care_of(network).exclude(form=Organisation.Form.NETWORK)
    found = members.filter(slug=slug).first()
    if found is None:
        raise NotFound("member", slug)
    return found
