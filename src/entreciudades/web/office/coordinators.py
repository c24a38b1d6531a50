"""A network's secretariat invites who coordinates for a member, and ends it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.actors.models import Organisation, Role
from entreciudades.actors.rules import OFFICE
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.handovers import of_member
from entreciudades.web.desk.team import PersonForm, answer_invitation, ending, invited
from entreciudades.web.office.about import about_network


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    """Invite a coordinator of a member; say who has been invited and not come yet."""
    network = doors.organisation(request, slug, may=OFFICE)
    organisation = _member(network, member)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and invited(request, form, organisation, Role.COORDINATOR):
        return redirect("office:members", slug)
    page = {
        "form": form,
        "organisation": organisation,
        "address": request.path,
        "invitations": organisation.invitations.open().filter(role=Role.COORDINATOR).select_related("invited_by"),
        "back": reverse("office:members", args=[slug]),
    }
    return render(request, "office/coordinator.html", about_network(request, network, is_secretary=True) | page)


@may(OFFICE)
@require_POST
def invitation(request: HttpRequest, slug: str, member: str, pk: int, verb: str) -> HttpResponse:
    """Send the invitation of a coordinator again, or take it back."""
    network = doors.organisation(request, slug, may=OFFICE)
    answer_invitation(request, _member(network, member), pk, verb, role=Role.COORDINATOR)
    return redirect("office:coordinator-add", slug, member)


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str, member: str, pk: int) -> HttpResponse:
    """Say who goes on for a coordinator who has gone."""
    network = doors.organisation(request, slug, may=OFFICE)
    page = about_network(request, network, is_secretary=True)
    return of_member(request, _member(network, member), pk, page, back=reverse("office:members", args=[slug]))


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
