"""Members of a network with their posts; organisations that are entered to become members."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.actors import services
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.actors.rules import FOLLOW, OFFICE
from entreciudades.processes.memberships import keep_member
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.rows import Shelf
from entreciudades.web.office.about import about_network
from entreciudades.web.office.forms import NOUNS, OrganisationForm
from entreciudades.web.public.lists import page_of

SHELF = Shelf(
    name="member",
    rule=OFFICE,
    door=doors.organisation,
    keep=keep_member,
    remove=services.remove_part,
    nouns=NOUNS,
    about=about_network,
    space="office",
)


@may(FOLLOW)
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The members with the posts that they hold and with who coordinates for them."""
    network = doors.organisation(request, slug, may=FOLLOW)
    coordinators = Membership.objects.filter(role=Role.COORDINATOR, user__is_active=True).select_related("user")
    rows = network.members.select_related("organisation").prefetch_related(
        "posts", Prefetch("organisation__memberships", coordinators, to_attr="coordinators")
    )
    page = {
        "page": page_of(request, rows),
        "rows_address": SHELF.address(network, NOUNS["members"]),
        "posts_address": SHELF.address(network, NOUNS["posts"]),
    }
    about = about_network(request, network)
    cared = Organisation.objects.in_care_of(network).values_list("pk", flat=True) if about["is_secretary"] else ()
    return render(request, "office/members.html", about | page | {"cared": set(cared)})


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter an organisation that is not here yet, as a member."""
    network = doors.organisation(request, slug, may=OFFICE)
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=Organisation(), owner=network)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter_member(network, form.instance, by=person(request)).organisation
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Entered as a member: %(name)s") % {"name": name_of(made)})
            return redirect("office:members", slug)
    page = {"form": form, "title": _("A new organisation"), "back": reverse("office:members", args=[slug])}
    return render(request, "layouts/form.html", about_network(request, network) | page)
